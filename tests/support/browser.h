// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/json/json.h"
#include "base/text.h"
#include "support/world.h"

namespace roster {

// A client that keeps cookies, and sends them back.
class Browser {
  public:
    explicit Browser(World& world) : world_(world) {}

    Response send(const std::string& method, const std::string& target, const Form& form = {},
                  std::vector<Header> headers = {}) {
        Request request{.method = method, .target = target, .headers = std::move(headers)};
        if (!form.empty()) {
            request.body = encode_form(form);
            request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
        }
        std::string shown;
        for (const auto& [name, value] : cookies)
            shown += (shown.empty() ? "" : "; ") + name + "=" + value;
        if (!shown.empty()) request.headers.push_back({"Cookie", shown});
        Response response = world_.send(std::move(request));
        keep_cookies(response);
        return response;
    }
    // An OCS call, with the header that scripts send.
    Response call(const std::string& method, const std::string& path, const Form& form = {},
                  std::vector<Header> headers = {}) {
        headers.push_back({"OCS-APIRequest", "true"});
        return send(method, "/ocs/v2.php" + path, form, std::move(headers));
    }
    std::string request_token() {
        const std::optional<Value> body = parse_json(send("GET", "/index.php/csrftoken").body);
        return *body->array()->find("token")->text();
    }
    Response log_in(const std::string& user, const std::string& password) {
        const std::string token = request_token();
        return send("POST", "/index.php/login", {{"user", user}, {"password", password}},
                    {{"requesttoken", token}, {"Origin", "http://localhost"}});
    }

    std::map<std::string, std::string> cookies{};
    std::string announced{};  // names of the cookies of the last answer, sorted

  private:
    void keep_cookies(const Response& response) {
        std::map<std::string, bool> names;
        for (const Header& header : headers_of(response)) {
            if (!equals_ignoring_case(header.name, "Set-Cookie")) continue;
            const std::string pair = header.value.substr(0, header.value.find(';'));
            const std::size_t equals = pair.find('=');
            const std::string name = pair.substr(0, equals);
            names[name] = true;
            if (header.value.find("Max-Age=0") != std::string::npos)
                cookies.erase(name);
            else
                cookies[name] = pair.substr(equals + 1);
        }
        announced.clear();
        for (const auto& [name, seen] : names)
            announced += (announced.empty() ? "" : " ") + name;
    }

    World& world_;
};

inline std::string header_of(const Response& response, std::string_view name) {
    return std::string(response.find_header(name).value_or(""));
}

}  // namespace roster
