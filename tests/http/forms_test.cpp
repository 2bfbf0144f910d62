// SPDX-License-Identifier: Apache-2.0
#include "http/forms.h"

#include <doctest/doctest.h>

#include "base/json/json.h"

using namespace roster;
using namespace std::string_literals;

namespace {

std::string form(std::string_view text) {
    return to_json(parse_form(text, kMaximumVariables));
}

std::string parameters(const Request& request, const Array& path = {}) {
    return to_json(request_parameters(request, path).value());
}

Request request(std::string method, std::string target, std::string type, std::string body) {
    Request request{.method = std::move(method), .target = std::move(target)};
    if (!type.empty()) request.headers.push_back({"content-type", std::move(type)});
    request.body = std::move(body);
    return request;
}

// v0=1&v1=1&... and then `last`.
std::string many_variables(int count, const std::string& last) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text += "v" + std::to_string(i) + "=1&";
    return text + last;
}

const std::string kForm = "application/x-www-form-urlencoded";
const std::string kJson = "application/json";

}  // namespace

TEST_CASE("Form pairs are split at & and decoded") {
    CHECK(form("a=1&b=x+y%20z&c=%2B;d=2") == R"({"a":"1","b":"x y z","c":"+;d=2"})");
    CHECK(form("&&a=1&&") == R"({"a":"1"})");
    CHECK(form("a=b=c&d&=e&%66=g") == R"({"a":"b=c","d":"","f":"g"})");
    CHECK(*parse_form("a=M%FCller%00%41", 9).find("a")->text() == "M\xfcller\0A"s);
}

TEST_CASE("Of form pairs with the same name the last wins, in the first place") {
    CHECK(form("userid=k1&b=1&userid=k2") == R"({"userid":"k2","b":"1"})");
    CHECK(form("a=1&a[]=2") == R"({"a":["2"]})");
    CHECK(form("a[]=2&a=1") == R"({"a":"1"})");
}

TEST_CASE("Brackets in form names make lists and maps") {
    CHECK(form("a[]=1&a[]=2") == R"({"a":["1","2"]})");
    CHECK(form("a%5B%5D=1&a[ ]=2") == R"({"a":["1","2"]})");
    CHECK(form("a[k]=v&a[l][]=w&a[l][]=x") == R"({"a":{"k":"v","l":["w","x"]}})");
    CHECK(form("a[][b]=1&a[][b]=2") == R"({"a":[{"b":"1"},{"b":"2"}]})");
    CHECK(form("a[5]=x&a[]=y") == R"({"a":{"5":"x","6":"y"}})");
    CHECK(form("a[b]c=v") == R"({"a":{"b":"v"}})");
    CHECK(form("a[9223372036854775807]=x&a[]=y") == R"({"a":{"9223372036854775807":"x"}})");
}

TEST_CASE("Form names are made fit for PHP's variables") {
    CHECK(form("a.b=1&c+d=2&++e=3&f[g.h]=4") == R"({"a_b":"1","c_d":"2","e":"3","f":{"g.h":"4"}})");
    CHECK(form("a[b=1") == R"({"a_b":"1"})");
    CHECK(form("a[b][c=1") == R"({"a":{"b":"1"}})");
    CHECK(form("[a]=1&+=2") == "[]");
    CHECK(form("a%00b=1") == R"({"a":"1"})");
}

TEST_CASE("A form variable with more than 64 levels is dropped whole") {
    const auto name = [](int levels) {
        std::string text = "a";
        for (int i = 0; i < levels; ++i)
            text += "[]";
        return text;
    };
    CHECK(parse_form(name(64) + "=1", 9).size() == 1);
    CHECK(form("a=1&b=2&" + name(65) + "=1") == R"({"b":"2"})");
    CHECK(form(name(400'000) + "=1") == "[]");
    CHECK(form("a" + std::string(1'000'000, '[') + "=1").size() > 1'000'000);
}

TEST_CASE("Form variables above the limit are dropped") {
    CHECK(parse_form("a=1&b=2&c=3", 2).size() == 2);
    std::string groups;
    for (int i = 0; i < 10'000; ++i)
        groups += "groups[]=g&";
    CHECK(parse_form(groups, 1000).find("groups")->array()->size() == 1000);
    CHECK(parse_form(groups, 10'000).find("groups")->array()->size() == 10'000);
}

TEST_CASE("A multipart body gives its fields without the uploaded files") {
    const std::string body =
        "--X7\r\nContent-Disposition: form-data; name=\"userid\"\r\n\r\nk1\r\n"
        "--X7\r\ncontent-disposition: form-data; name=\"groups[]\"\r\nContent-Type: text/plain\r\n"
        "\r\na\r\n\r\nb\r\n"
        "--X7\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\n\r\nfile\r\n"
        "--X7\r\nContent-Disposition: form-data; name=\"q\\\"=;\"\r\n\r\n\r\n"
        "--X7\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n"
        "--X7--\r\nepilogue";
    for (const char* type : {"multipart/form-data; boundary=X7",
                             "multipart/form-data; charset=utf-8; boundary=\"X7\""})
        CHECK(to_json(parse_multipart(body, type, 9)) ==
              R"({"userid":"k1","groups":["a\r\n\r\nb"],"q\"=;":""})");
    CHECK(parse_multipart(body, "multipart/form-data; boundary=X7", 1).size() == 1);
    CHECK(parse_multipart(body, "multipart/form-data", 9).empty());
    CHECK(parse_multipart("--X7", "multipart/form-data; boundary=X7", 9).empty());
    CHECK(to_json(parse_multipart("--b\nContent-Disposition: form-data; name=a\n\n1\n--b--",
                                  "multipart/form-data; boundary=b", 9)) == R"({"a":"1"})");
}

TEST_CASE("A JSON body and the form of another method override the path, a POST form does not") {
    Array path;
    path.set("userId", "path");
    const std::string target = "/x?userId=query&q=1";
    CHECK(parameters(request("GET", target, "", ""), path) == R"({"userId":"path","q":"1"})");
    CHECK(parameters(request("POST", target, kForm, "userId=b&p=2"), path) ==
          R"({"userId":"path","q":"1","p":"2"})");
    for (const char* method : {"PUT", "DELETE", "PATCH", "HEAD"})
        CHECK(parameters(request(method, target, kForm, "userId=b"), path) ==
              R"({"userId":"b","q":"1"})");
    for (const char* method : {"GET", "POST", "PUT", "DELETE"})
        CHECK(parameters(request(method, target, kJson, R"({"userId":["b"],"n":null})"), path) ==
              R"({"userId":["b"],"q":"1","n":null})");
}

TEST_CASE("A body of another type is not read") {
    for (const char* type : {"", "text/plain", "text/json", "application/xml"})
        for (const char* method : {"POST", "PUT", "DELETE", "GET"})
            CHECK(parameters(request(method, "/x", type, "a=1")) == "[]");
    CHECK(parameters(request("GET", "/x", kForm, "a=1")) == "[]");
    const std::string multipart = "multipart/form-data; boundary=b";
    const std::string body = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--";
    CHECK(parameters(request("POST", "/x", multipart, body)) == R"({"a":"1"})");
    CHECK(parameters(request("PUT", "/x", multipart, body)) == "[]");
    CHECK(parameters(request("POST", "/x", "Application/X-WWW-Form-Urlencoded; a=b", "a=1")) ==
          R"({"a":"1"})");
    CHECK(parameters(request("PUT", "/x", "x/y, " + kForm, "a=1")) == R"({"a":"1"})");
}

TEST_CASE("JSON is recognised by the start of its lower-case type") {
    for (const char* type :
         {"application/json", "application/json; charset=utf-8", "application/json;charset=utf-8",
          "application/vnd.api+json", "application/x+json; a=b", "application/json+x"})
        CHECK(parameters(request("POST", "/x", type, R"({"a":1})")) == R"({"a":1})");
    for (const char* type :
         {"Application/JSON", "text/json", "application/jsonx", "application/json_",
          "text/plain, application/json", "application/+json", "application/a b+json"})
        CHECK(parameters(request("POST", "/x", type, R"({"a":1})")) == "[]");
}

TEST_CASE("Broken JSON, scalars and lists give no parameters") {
    for (const char* body : {"", "{\"a\":1,}", "7", "null", "\"a\"", "[{\"a\":1}]", "[1,2]"})
        CHECK(parameters(request("POST", "/x?q=1", kJson, body)) == R"({"q":"1"})");
    CHECK(parameters(request("GET", "/x?0=a&-7=b&07=c", "", "")) == R"({"07":"c"})");
}

TEST_CASE("A POST form keeps 1001 variables, a query and other forms 1000") {
    const auto keeps_last = [](const std::string& method, int count, const std::string& query) {
        Request wanted = request(method, "/x" + query, kForm, many_variables(count, "last=1"));
        return request_parameters(wanted, {})->find("last") != nullptr;
    };
    CHECK(keeps_last("POST", 1000, ""));
    CHECK_FALSE(keeps_last("POST", 1001, ""));
    CHECK(keeps_last("PUT", 999, ""));
    CHECK_FALSE(keeps_last("PUT", 1000, ""));
    CHECK(keeps_last("POST", 2000, "?" + many_variables(999, "last=1")));
    CHECK_FALSE(keeps_last("POST", 2000, "?" + many_variables(1000, "last=1")));
}

TEST_CASE("JSON bodies have no limit of variables and are merged in linear time") {
    std::string body = "{";
    for (int i = 0; i < 100'000; ++i)
        body += "\"v" + std::to_string(i) + "\":1,";
    const Array all =
        request_parameters(request("PUT", "/x?v3=2&q=1", kJson, body + "\"last\":1}"), {}).value();
    CHECK(all.size() == 100'002);
    CHECK(*all.find("v3")->integer() == 1);
}

TEST_CASE("JSON bodies have a limit of values, wherever in the text they are") {
    const auto refused = [](const std::string& body) {
        const auto all = request_parameters(request("PUT", "/x", kJson, body), {});
        return !all && all.error() == JsonFault::too_many_values;
    };
    std::string inner;
    for (std::size_t i = 0; i + 3 < kMaximumJsonValues; ++i)
        inner += i % 2 ? "[]," : "1,";
    CHECK_FALSE(refused("{\"a\":[" + inner + "1]}"));
    CHECK(refused("{\"a\":[" + inner + "1,1]}"));
    CHECK(refused("[" + inner + "1,1,1,1"));
}

TEST_CASE(
    "Of a JSON body only the members that are wanted are kept, and the body has to be whole") {
    constexpr std::array<std::string_view, 2> kWanted{"b", "c"};
    const auto some = [&](const std::string& body) {
        const Request wanted = request("POST", "/x?q=1", kJson, body);
        return to_json(request_parameters(wanted, {}, kWanted).value());
    };
    CHECK(some(R"({"a":1,"b":"x","d":{"b":2},"c":[{"a":1}],"e":[[],{}]})") ==
          R"({"q":"1","b":"x","c":[{"a":1}]})");
    CHECK(some(R"([{"b":1}])") == R"({"q":"1"})");
    CHECK(some(R"({"b":1,"a":[1,})") == R"({"q":"1"})");
    CHECK(some("{\"b\":1,\"a\":\"\xFF\"}") == R"({"q":"1"})");
    const std::string deep(510, '[');
    CHECK(some("{\"b\":1,\"a\":" + deep + std::string(510, ']') + "}") == R"({"q":"1","b":1})");
    CHECK(some("{\"b\":1,\"a\":[" + deep + std::string(511, ']') + "}") == R"({"q":"1"})");
}

TEST_CASE("A boundary of thousands of bytes is looked for in linear time") {
    const std::string dashes(1'000'000, '-');
    const std::string boundary = std::string(20'000, '-') + "x";
    const std::string type = "multipart/form-data; boundary=" + boundary;
    CHECK(parse_multipart(dashes + "\r\n" + dashes, type, kMaximumVariables).empty());
    const Array found =
        parse_multipart("--" + boundary + "\r\nContent-Disposition: form-data; name=a\r\n\r\n" +
                            dashes + "\r\n--" + boundary + "--",
                        type, kMaximumVariables);
    CHECK(*found.find("a")->text() == dashes);
}
