// SPDX-License-Identifier: Apache-2.0
#include "base/gzip.h"

#include <doctest/doctest.h>
#include <zlib.h>

namespace {

std::string gunzip(std::string packed, std::size_t size) {
    std::string bytes(size, '\0');
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);  // gzip's own header only
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
    stream.avail_out = static_cast<uInt>(bytes.size());
    CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    inflateEnd(&stream);
    return bytes;
}

}  // namespace

TEST_CASE("A gzip stream unpacks to the same bytes") {
    const std::string text(100'000, 'a');
    const std::string packed = roster::gzip(text);
    CHECK(packed.size() < 1000);
    CHECK(gunzip(packed, text.size()) == text);
    CHECK(roster::gzip("").starts_with("\x1f\x8b"));
}
