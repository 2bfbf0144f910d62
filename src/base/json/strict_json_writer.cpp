// SPDX-License-Identifier: Apache-2.0
#include "base/json/strict_json_writer.h"

#include <rapidjson/writer.h>

#include <cmath>

#include "base/text.h"

namespace roster {

namespace {

// RapidJSON's output stream.
struct TextStream {
    using Ch = char;
    std::string& out;
    void Put(char c) { out += c; }
    void Flush() {}
};

}  // namespace

struct StrictJsonWriter::State {
    explicit State(std::string& out) : stream{out}, writer(stream) {}
    TextStream stream;
    rapidjson::Writer<TextStream> writer;
    std::vector<bool> maps{};  // for each open level, whether it is a map
    bool representable = true;

    template <class Write>
    bool write_text(std::string_view value, Write write) {
        const bool intact = is_utf8(value);
        const std::string mended = intact ? std::string() : to_utf8(value);
        const std::string_view shown = intact ? value : std::string_view(mended);
        write(shown.data(), static_cast<rapidjson::SizeType>(shown.size()));
        return intact;
    }
};

StrictJsonWriter::StrictJsonWriter(std::string& out) : state_(std::make_unique<State>(out)) {}

StrictJsonWriter::~StrictJsonWriter() = default;

void StrictJsonWriter::begin_map() {
    state_->maps.push_back(true);
    state_->writer.StartObject();
}

void StrictJsonWriter::begin_list() {
    state_->maps.push_back(false);
    state_->writer.StartArray();
}

void StrictJsonWriter::end() {
    if (state_->maps.back())
        state_->writer.EndObject();
    else
        state_->writer.EndArray();
    state_->maps.pop_back();
}

void StrictJsonWriter::key(std::string_view name) {
    if (state_->maps.empty()) return;  // The outermost value has no name in JSON.
    intact_ &= state_->write_text(
        name, [this](const char* text, auto size) { state_->writer.Key(text, size); });
}

void StrictJsonWriter::text(std::string_view value) {
    intact_ &= state_->write_text(
        value, [this](const char* text, auto size) { state_->writer.String(text, size); });
}

void StrictJsonWriter::integer(std::int64_t value) {
    state_->writer.Int64(value);
}

void StrictJsonWriter::number(double value) {
    if (std::isfinite(value)) {
        state_->writer.Double(value);
        return;
    }
    state_->representable = false;
    state_->writer.Null();
}

void StrictJsonWriter::boolean(bool value) {
    state_->writer.Bool(value);
}

void StrictJsonWriter::null() {
    state_->writer.Null();
}

bool StrictJsonWriter::representable() const {
    return state_->representable;
}

}  // namespace roster
