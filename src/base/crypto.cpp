// SPDX-License-Identifier: Apache-2.0
#include "base/crypto.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "base/text.h"

namespace roster {

namespace {

void fill_randomly(unsigned char* bytes, std::size_t count) {
    constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;  // RAND_bytes counts in int.
    while (count > 0) {
        const std::size_t step = std::min(count, kMostAtOnce);
        if (RAND_bytes(bytes, static_cast<int>(step)) != 1)
            throw std::runtime_error("no random bytes available");
        bytes += step;
        count -= step;
    }
}

// A stock of random bytes. Each is handed out once and then overwritten, so that memory does not
// keep what became a secret.
class RandomBuffer {
  public:
    unsigned char next() {
        if (used_ == bytes_.size()) refill();
        return std::exchange(bytes_[used_++], static_cast<unsigned char>(0));
    }

    // A forked child starts with its parent's stock and must not hand it out a second time.
    void notice_fork() {
        if (const pid_t current = getpid(); current != process_) {
            process_ = current;
            used_ = bytes_.size();
        }
    }

  private:
    void refill() {
        fill_randomly(bytes_.data(), bytes_.size());
        used_ = 0;
    }

    std::array<unsigned char, 2048> bytes_{};
    std::size_t used_ = bytes_.size();
    pid_t process_ = 0;
};

// Looking an algorithm up takes longer than digesting a short text: once per program is enough.
const EVP_MD* fetch(const char* name) {
    const EVP_MD* algorithm = EVP_MD_fetch(nullptr, name, nullptr);
    if (algorithm == nullptr) throw std::runtime_error(std::string("no digest ") + name);
    return algorithm;
}

std::string digest_hex(const EVP_MD* algorithm, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, algorithm, nullptr) != 1)
        throw std::runtime_error("digest failed");
    return to_hex({reinterpret_cast<const char*>(bytes.data()), size});
}

}  // namespace

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    fill_randomly(reinterpret_cast<unsigned char*>(bytes.data()), count);
    return bytes;
}

std::string random_text(std::size_t length, std::string_view alphabet) {
    if (alphabet.empty() || alphabet.size() > 256)
        throw std::invalid_argument("an alphabet has 1 to 256 characters");
    thread_local RandomBuffer buffer;
    buffer.notice_fork();
    // Bytes beyond the last whole round of the alphabet would favour its first characters.
    const std::size_t limit = 256 - 256 % alphabet.size();
    std::string text;
    text.reserve(length);
    while (text.size() < length) {
        const std::size_t byte = buffer.next();
        if (byte < limit) text.push_back(alphabet[byte % alphabet.size()]);
    }
    return text;
}

std::string generate_password() {
    // Nextcloud's list of symbols has the backslash three times.
    constexpr std::string_view kSymbols = R"(!"#$%&\\\'()*+,-./:;<=>?@[]^_`{|}~)";
    static_assert(kSymbols.size() == 34);
    return random_text(10, kBase64Alphabet) + random_text(1, kAlphanumeric.substr(0, 26)) +
           random_text(1, kAlphanumeric.substr(26, 26)) + random_text(1, kAlphanumeric.substr(52)) +
           random_text(1, kSymbols);
}

std::string md5_hex(std::string_view text) {
    static const EVP_MD* const algorithm = fetch("MD5");
    return digest_hex(algorithm, text);
}

std::string sha1_hex(std::string_view text) {
    static const EVP_MD* const algorithm = fetch("SHA1");
    return digest_hex(algorithm, text);
}

std::string sha256_hex(std::string_view text) {
    static const EVP_MD* const algorithm = fetch("SHA256");
    return digest_hex(algorithm, text);
}

std::string sha512_hex(std::string_view text) {
    static const EVP_MD* const algorithm = fetch("SHA512");
    return digest_hex(algorithm, text);
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()),
                                key.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                  text.size());
    std::string code(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(code.data()));
    sodium_memzero(&state, sizeof state);
    return code;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::string& secret) {
    sodium_memzero(secret.data(), secret.size());
    secret.clear();
}

}  // namespace roster
