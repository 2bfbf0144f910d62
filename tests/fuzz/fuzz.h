// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// Called for each input, by libFuzzer or by corpus_main.cpp. Always 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace roster::fuzz {

// Ends the process, so that the fuzzer keeps the input, when `holds` is false.
inline void require(bool holds, const char* sentence) {
    if (holds) return;
    std::fprintf(stderr, "This does not hold: %s\n", sentence);
    std::abort();
}

// Takes decisions and texts from the front of an input. An input that is used up gives zeros.
class Input {
  public:
    Input(const std::uint8_t* data, std::size_t size)
        : rest_(reinterpret_cast<const char*>(data), size) {}

    bool empty() const { return rest_.empty(); }

    unsigned byte() {
        if (rest_.empty()) return 0;
        const auto first = static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
        return first;
    }

    // Up to a line end, which is taken too.
    std::string_view line() {
        const std::size_t end = rest_.find('\n');
        const std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        return line;
    }

    // At most 255 bytes; their number comes first.
    std::string_view text() {
        const std::size_t size = byte();
        const std::string_view text = rest_.substr(0, size);
        rest_.remove_prefix(text.size());
        return text;
    }

    std::string_view rest() const { return rest_; }

  private:
    std::string_view rest_;
};

}  // namespace roster::fuzz
