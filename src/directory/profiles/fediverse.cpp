// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles/fediverse.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/core.h>

#include <memory>

#include "base/address.h"
#include "base/json/json.h"
#include "base/text.h"

namespace roster {
namespace {

constexpr long kTimeoutSeconds = 5;
constexpr long kMaximumRedirects = 5;
constexpr std::size_t kMaximumAnswerBytes = 64 * 1024;

constexpr std::string_view kActorTypes[] = {
    "application/activity+json",
    "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"",
};

// A host name typed into a profile must not reach the local network of this server.
constexpr std::string_view kLocalNetworks[] = {
    "0.0.0.0/8",     "10.0.0.0/8",   "100.64.0.0/10",  "127.0.0.0/8",   "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
    "::/127",        "64:ff9b::/96", "fc00::/7",       "fe80::/10",     "ff00::/8",
};

std::string to_text(const sockaddr& address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (address.sa_family == AF_INET)
        inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text,
                  sizeof text);
    if (address.sa_family == AF_INET6)
        inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text,
                  sizeof text);
    return text;
}

curl_socket_t open_public_socket(void*, curlsocktype, curl_sockaddr* target) {
    if (!is_public_address(to_text(target->addr))) return CURL_SOCKET_BAD;
    return socket(target->family, target->socktype, target->protocol);
}

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* target) {
    auto& answer = *static_cast<std::string*>(target);
    const std::size_t length = size * count;
    if (answer.size() + length > kMaximumAnswerBytes) return 0;  // Ends the transfer.
    answer.append(bytes, length);
    return length;
}

struct EasyDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

// The body of a successful response, else "".
std::string fetch(const std::string& url) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    const std::unique_ptr<CURL, EasyDeleter> handle(curl_easy_init());
    if (started != CURLE_OK || !handle) return "";
    std::string answer;
    CURL* curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, kMaximumRedirects);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, kTimeoutSeconds);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    // A proxy from the environment would open the socket and bypass the check.
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_public_socket);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    return curl_easy_perform(curl) == CURLE_OK ? answer : "";
}

bool is_actor_link(const Value& link) {
    const Array* members = link.array();
    const Value* type = members == nullptr ? nullptr : members->find("type");
    if (type == nullptr) return false;
    for (const std::string_view wanted : kActorTypes)
        if (*type == Value(wanted)) return true;
    return false;
}

}  // namespace

bool has_fediverse_account(std::string_view user, std::string_view host) {
    const std::string url = fmt::format("https://{}/.well-known/webfinger?resource=acct:{}@{}",
                                        host, percent_encode(user), host);
    return confirms_fediverse_account(fetch(url), user, host);
}

bool confirms_fediverse_account(std::string_view answer, std::string_view user,
                                std::string_view host) {
    const std::optional<Value> decoded = parse_json(answer);
    const Array* members = decoded ? decoded->array() : nullptr;
    if (members == nullptr) return false;
    const Value* subject = members->find("subject");
    if (subject == nullptr || *subject != Value(fmt::format("acct:{}@{}", user, host)))
        return false;
    const Value* links = members->find("links");
    if (links == nullptr || links->array() == nullptr) return true;
    for (const auto& [index, link] : *links->array())
        if (is_actor_link(link)) return true;
    return false;
}

bool is_public_address(std::string_view address) {
    if (subnet_of(address, 128).empty()) return false;
    for (const std::string_view network : kLocalNetworks)
        if (in_address_range(address, network)) return false;
    return true;
}

}  // namespace roster
