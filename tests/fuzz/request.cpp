// SPDX-License-Identifier: Apache-2.0
// However the bytes of a connection are cut, the same requests come out of them, and none of their
// parts can begin a header or a request of its own.
#include <vector>

#include "fuzz/fuzz.h"
#include "net/request_parser.h"
#include "net/response_head.h"

using namespace roster;
using fuzz::require;

namespace {

// More than an input has: where a head that is too long is refused depends on its pieces.
constexpr std::size_t kHeaderBytes = 64 * 1024;
constexpr std::size_t kBodyBytes = 2048;

bool is_one_line(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

void check_parts(const Request& request) {
    require(is_one_line(request.method), "a method is one line");
    require(is_one_line(request.target), "a target is one line");
    require(request.body.size() <= kBodyBytes, "a body is within its limit");
    std::size_t bytes = 0;
    for (const Header& header : request.headers) {
        require(is_one_line(header.name) && is_one_line(header.value), "a header is one line");
        bytes += header.name.size() + header.value.size();
    }
    require(bytes <= kHeaderBytes, "the headers are within their limit");
}

std::string as_text(const Request& request) {
    std::string text = request.method + '\n' + request.target + '\n';
    for (const Header& header : request.headers)
        text += header.name + ": " + header.value + '\n';
    return text + '\n' + request.body;
}

// What comes out when the bytes arrive in pieces of that size.
std::vector<std::string> requests_in(std::string_view bytes, std::size_t piece) {
    std::vector<std::string> requests;
    std::string waiting;
    net::RequestParser parser(kHeaderBytes, kBodyBytes);
    std::optional<net::RequestParser> current(std::move(parser));
    for (std::size_t begin = 0; begin < bytes.size(); begin += piece) {
        waiting += bytes.substr(begin, piece);
        for (std::size_t taken = 1; taken > 0 && !waiting.empty();) {
            taken = current->parse(waiting);
            waiting.erase(0, taken);
            if (current->error()) return requests;
            if (!current->done()) continue;
            check_parts(current->request);
            requests.push_back(as_text(current->request));
            current.emplace(kHeaderBytes, kBodyBytes);
            taken = 1;
        }
    }
    return requests;
}

// Nothing that a client sends can write a header of its own into an answer.
void check_answer(std::string_view name, std::string_view value) {
    Response response;
    response.set(name, value);
    std::string head;
    net::append_head(head, response, {}, "Thu, 01 Jan 1970 00:00:00 GMT");
    const std::size_t end = head.find("\r\n\r\n");
    require(end != std::string::npos && head.find("\r\n\r\n", end + 1) == std::string::npos,
            "a head has one end");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const std::size_t piece = 1 + input.byte() % 32;
    const std::string_view bytes = input.rest();
    require(requests_in(bytes, bytes.size() + 1) == requests_in(bytes, piece),
            "requests do not depend on how their bytes arrive");
    check_answer(input.line(), input.line());
    return 0;
}
