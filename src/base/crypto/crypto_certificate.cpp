// SPDX-License-Identifier: Apache-2.0
#include "base/crypto/crypto_certificate.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <ctime>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "base/address.h"

namespace roster {

namespace {

struct Free {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};
using Bio = std::unique_ptr<BIO, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using Extension = std::unique_ptr<X509_EXTENSION, Free>;

constexpr int kSerialBits = 128;
constexpr long kHour = 3600, kDay = 24 * kHour;
constexpr std::size_t kLongestCommonName = 64;

void check(bool done) {
    if (done) return;
    ERR_clear_error();
    throw std::runtime_error("the certificate cannot be made");
}

bool is_host_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.' || c == '*' || c == '_';
    });
}

// The syntax of OpenSSL's configuration: DNS:NAME,IP:ADDRESS
std::string alternative_names(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        const bool is_ip = is_address(name);
        if (!is_ip && !is_host_name(name))
            throw std::runtime_error(name + " is neither a host name nor an IP address");
        text += (text.empty() ? "" : ",") + std::string(is_ip ? "IP:" : "DNS:") + name;
    }
    return text;
}

void add_extension(X509* certificate, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    check(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

void draw_serial(X509* certificate) {
    BIGNUM* const number = BN_new();
    const bool done = number && BN_rand(number, kSerialBits, BN_RAND_TOP_ANY, 0) == 1 &&
                      BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
    BN_free(number);
    check(done);
}

void set_names(X509* certificate, const std::string& name) {
    X509_NAME* const subject = X509_get_subject_name(certificate);
    const std::string common_name = name.substr(0, kLongestCommonName);
    check(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                     reinterpret_cast<const unsigned char*>(common_name.c_str()),
                                     -1, -1, 0) == 1 &&
          X509_set_issuer_name(certificate, subject) == 1);
}

template <class Write>
std::string pem(Write write) {
    const Bio bio(BIO_new(BIO_s_mem()));
    check(bio && write(bio.get()) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace

CertificateAndKey make_self_signed(const std::vector<std::string>& names, int days) {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    check(key && certificate);
    X509* const x509 = certificate.get();
    check(X509_set_version(x509, X509_VERSION_3) == 1 && X509_set_pubkey(x509, key.get()) == 1);
    draw_serial(x509);
    // Allows for clocks that differ a little.
    check(X509_gmtime_adj(X509_getm_notBefore(x509), -kHour) &&
          X509_gmtime_adj(X509_getm_notAfter(x509), days * kDay));
    const std::string alternatives = alternative_names(names);
    set_names(x509, names.front());
    add_extension(x509, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(x509, NID_key_usage, "critical,digitalSignature");
    add_extension(x509, NID_ext_key_usage, "serverAuth");
    add_extension(x509, NID_subject_key_identifier, "hash");
    add_extension(x509, NID_authority_key_identifier, "keyid:always");
    add_extension(x509, NID_subject_alt_name, alternatives);
    check(X509_sign(x509, key.get(), EVP_sha256()) > 0);
    return {.certificate = pem([x509](BIO* bio) { return PEM_write_bio_X509(bio, x509); }),
            .key = pem([&key](BIO* bio) {
                return PEM_write_bio_PKCS8PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr,
                                                     nullptr);
            })};
}

std::optional<std::int64_t> certificate_end(const std::string& file) {
    const Bio bio(BIO_new_file(file.c_str(), "r"));
    if (!bio) return std::nullopt;
    const Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    std::tm end{};
    if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1)
        return std::nullopt;
    return timegm(&end);
}

}  // namespace roster
