// SPDX-License-Identifier: Apache-2.0
#include "base/crypto/crypto_password.h"

#include <argon2.h>
#include <crypt.h>
#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>

#include "base/crypto/crypto.h"

namespace roster {

namespace {

constexpr std::size_t kShortestCrypt = 13;  // DES
constexpr std::string_view kArgon2id = "$argon2id$";
constexpr std::string_view kArgon2i = "$argon2i$";

enum class Algorithm { argon2id, argon2i, bcrypt, other };

// Like PHP's password_get_info().
Algorithm algorithm_of(std::string_view hash) {
    if (hash.starts_with(kArgon2id)) return Algorithm::argon2id;
    if (hash.starts_with(kArgon2i)) return Algorithm::argon2i;
    if (hash.starts_with("$2y$") && hash.size() == 60) return Algorithm::bcrypt;
    return Algorithm::other;
}

struct Argon2Parameters {
    std::uint32_t memory_kib = 0;
    std::uint32_t time_cost = 0;
    std::uint32_t threads = 0;

    bool operator==(const Argon2Parameters&) const = default;
};

Argon2Parameters argon2_parameters(const HashingOptions& options) {
    const int threads = std::max(options.threads, 1);
    const int memory_kib = std::max(options.memory_kib, 8 * threads);
    return {.memory_kib = static_cast<std::uint32_t>(memory_kib),
            .time_cost = static_cast<std::uint32_t>(std::max(options.time_cost, 1)),
            .threads = static_cast<std::uint32_t>(threads)};
}

// Consumes `name` and a number at the start of the text.
bool take(std::string_view& text, std::string_view name, std::uint32_t& number) {
    if (!text.starts_with(name)) return false;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + name.size(), end, number);
    text = {rest, static_cast<std::size_t>(end - rest)};
    return error == std::errc{};
}

struct Argon2Hash {
    std::uint32_t version = 0;
    Argon2Parameters parameters;
    std::string_view salt_and_hash;  // base64 without padding, joined by `$`
};

// Hashes of version 16 have no `v=`. Only libargon2 reads them, and they are always replaced.
std::optional<Argon2Hash> read_argon2(std::string_view hash) {
    Argon2Hash read;
    hash.remove_prefix(hash.starts_with(kArgon2id) ? kArgon2id.size() : kArgon2i.size());
    if (!take(hash, "v=", read.version) || !take(hash, "$m=", read.parameters.memory_kib) ||
        !take(hash, ",t=", read.parameters.time_cost) ||
        !take(hash, ",p=", read.parameters.threads) || !hash.starts_with('$'))
        return std::nullopt;
    read.salt_and_hash = hash.substr(1);
    return read;
}

// Also selects the fastest code for this processor, so it must run before the first hash.
void prepare_sodium() {
    static const int result = sodium_init();
    if (result < 0) throw std::runtime_error("libsodium does not start");
}

std::string argon2_by_sodium(std::string_view password, const Argon2Parameters& parameters) {
    prepare_sodium();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), parameters.time_cost,
                              std::size_t{parameters.memory_kib} * 1024,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("not enough memory to hash a password");
    return hash.data();
}

// libsodium is twice as fast but supports one lane only.
std::string argon2_by_libargon2(std::string_view password, const Argon2Parameters& parameters) {
    constexpr std::size_t kHashSize = 32;
    const std::string salt = random_bytes(16);
    std::array<char, 256> hash{};
    const int result = argon2id_hash_encoded(
        parameters.time_cost, parameters.memory_kib, parameters.threads, password.data(),
        password.size(), salt.data(), salt.size(), kHashSize, hash.data(), hash.size());
    if (result != ARGON2_OK)
        throw std::runtime_error(std::string("hashing a password: ") +
                                 argon2_error_message(result));
    return hash.data();
}

// Whether libsodium certainly reads the hash. Its limits are tighter than libargon2's, it does not
// tell an unreadable hash from a wrong password, and it computes several lanes one after the other.
bool suits_sodium(const Argon2Hash& hash, Algorithm algorithm) {
    constexpr std::size_t kSaltLength = 22;  // 16 bytes
    constexpr std::size_t kHashLength = 43;  // 32 bytes
    const std::uint32_t least_time = algorithm == Algorithm::argon2i ? 3 : 1;
    return hash.version == 19 && hash.parameters.threads == 1 &&
           hash.parameters.time_cost >= least_time && hash.parameters.memory_kib >= 8 &&
           hash.salt_and_hash.size() == kSaltLength + 1 + kHashLength &&
           hash.salt_and_hash[kSaltLength] == '$';
}

bool verify_argon2(std::string_view password, const std::string& hash, Algorithm algorithm) {
    const std::optional<Argon2Hash> read = read_argon2(hash);
    if (read && suits_sodium(*read, algorithm)) {
        prepare_sodium();
        return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
    }
    const argon2_type type = algorithm == Algorithm::argon2i ? Argon2_i : Argon2_id;
    return argon2_verify(hash.c_str(), password.data(), password.size(), type) == ARGON2_OK;
}

// The C library's crypt(); empty when it refuses the setting.
std::string crypt_text(std::string_view password, const std::string& setting) {
    const auto work = std::make_unique<crypt_data>();
    std::string phrase(password);
    const char* hash = crypt_r(phrase.c_str(), setting.c_str(), work.get());
    std::string result = hash == nullptr || hash[0] == '*' ? "" : hash;
    wipe(phrase);
    sodium_memzero(work.get(), sizeof *work);
    return result;
}

// libxcrypt supports more methods than PHP. They would accept logins that Nextcloud refuses.
bool is_known_to_php(std::string_view hash) {
    if (!hash.starts_with('$')) return true;
    return hash.starts_with("$1$") || hash.starts_with("$2") || hash.starts_with("$5$") ||
           hash.starts_with("$6$");
}

bool verify_crypt(std::string_view password, const std::string& hash) {
    return hash.size() >= kShortestCrypt && is_known_to_php(hash) &&
           equal_in_constant_time(crypt_text(password, hash), hash);
}

std::string bcrypt(std::string_view password, int cost) {
    if (password.find('\0') != std::string_view::npos)
        throw std::invalid_argument("bcrypt takes no NUL byte");
    std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
    // Checked here because the library reads 0 as its own default.
    if (cost < 4 || cost > 31 ||
        crypt_gensalt_rn("$2y$", static_cast<unsigned long>(cost), nullptr, 0, setting.data(),
                         static_cast<int>(setting.size())) == nullptr)
        throw std::runtime_error("no bcrypt salt: the cost must be 4 to 31");
    std::string hash = crypt_text(password, setting.data());
    if (hash.empty()) throw std::runtime_error("bcrypt failed");
    return hash;
}

bool verify_hash(std::string_view password, std::string_view hash) {
    // The libraries stop at a NUL byte, which no hash contains.
    if (hash.find('\0') != std::string_view::npos) return false;
    const Algorithm algorithm = algorithm_of(hash);
    if (algorithm == Algorithm::argon2id || algorithm == Algorithm::argon2i)
        return verify_argon2(password, std::string(hash), algorithm);
    return verify_crypt(password, std::string(hash));
}

bool is_outdated(std::string_view hash, const HashingOptions& options) {
    const Algorithm wanted = options.prefer_bcrypt ? Algorithm::bcrypt : Algorithm::argon2id;
    if (algorithm_of(hash) != wanted) return true;
    if (wanted == Algorithm::argon2id) {
        const std::optional<Argon2Hash> read = read_argon2(hash);
        return !read || read->parameters != argon2_parameters(options);
    }
    constexpr std::size_t kCostAt = 4;  // $2y$10$
    int cost = 0;
    std::from_chars(hash.data() + kCostAt, hash.data() + kCostAt + 2, cost);
    return cost != options.bcrypt_cost;
}

struct PrefixedHash {
    int prefix = 0;
    std::string_view hash;
};

// Nothing when the text has no positive number before its first `|`: then it is a legacy hash.
std::optional<PrefixedHash> split_prefix(std::string_view stored) {
    const std::size_t bar = stored.find('|');
    if (bar == std::string_view::npos) return std::nullopt;
    int prefix = 0;
    std::from_chars(stored.data(), stored.data() + bar, prefix);
    if (prefix <= 0) return std::nullopt;
    return PrefixedHash{.prefix = prefix, .hash = stored.substr(bar + 1)};
}

bool verify_legacy(std::string_view password, std::string_view stored,
                   const std::string& legacy_salt) {
    constexpr std::size_t kBcryptLength = 60;
    constexpr std::size_t kSha1Length = 40;
    if (stored.size() == kSha1Length) return equal_in_constant_time(sha1_hex(password), stored);
    if (stored.size() != kBcryptLength) return false;
    std::string salted(password);
    salted += legacy_salt;
    const bool matches = verify_hash(salted, stored);
    wipe(salted);
    return matches || verify_hash(password, stored);
}

}  // namespace

std::string hash_password(std::string_view password, const HashingOptions& options) {
    if (options.prefer_bcrypt) return "1|" + bcrypt(password, options.bcrypt_cost);
    const Argon2Parameters parameters = argon2_parameters(options);
    return "3|" + (parameters.threads == 1 ? argon2_by_sodium(password, parameters)
                                           : argon2_by_libargon2(password, parameters));
}

std::string unmatched_hash(const HashingOptions& options) {
    // A salt and a hash of zeros. Nobody can find a password with that hash.
    if (options.prefer_bcrypt)
        return fmt::format("1|$2y${:02}${}", options.bcrypt_cost, std::string(53, '.'));
    const auto [memory_kib, time_cost, threads] = argon2_parameters(options);
    return fmt::format("3|$argon2id$v=19$m={},t={},p={}${}${}", memory_kib, time_cost, threads,
                       std::string(22, 'A'), std::string(43, 'A'));
}

bool can_match(std::string_view stored) {
    return stored.size() >= kShortestCrypt;
}

Verdict verify_password(std::string_view password, std::string_view stored,
                        const HashingOptions& options) {
    const std::optional<PrefixedHash> split = split_prefix(stored);
    if (!split) {
        const bool matches = verify_legacy(password, stored, options.legacy_salt);
        return {.matches = matches, .rehash = matches};
    }
    if (split->prefix > 3 || !verify_hash(password, split->hash)) return {};
    return {.matches = true, .rehash = is_outdated(split->hash, options)};
}

bool is_importable_hash(std::string_view stored) {
    const std::optional<PrefixedHash> split = split_prefix(stored);
    return split && split->prefix <= 3 && algorithm_of(split->hash) != Algorithm::other;
}

}  // namespace roster
