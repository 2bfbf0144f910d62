// SPDX-License-Identifier: Apache-2.0
// Answers of any content: what a writer calls representable, a parser of its format reads.
#include <libxml/parser.h>

#include "base/json/json.h"
#include "base/json/writer.h"
#include "base/json/xml_writer.h"
#include "fuzz/fuzz.h"

using namespace roster;
using fuzz::require;

namespace {

constexpr std::size_t kMostLevels = 30;
constexpr std::size_t kMostMembers = 12;

Value take_value(fuzz::Input& input, std::size_t level);

Array take_array(fuzz::Input& input, std::size_t level, bool list) {
    Array array;
    const std::size_t members = input.byte() % kMostMembers;
    for (std::size_t i = 0; i < members && !input.empty(); ++i) {
        if (list) {
            array.push(take_value(input, level + 1));
        } else {
            const std::string key(input.text());
            array.set(key, take_value(input, level + 1));
        }
    }
    return array;
}

Value take_value(fuzz::Input& input, std::size_t level) {
    switch (input.byte() % 8) {
        case 0:
            return nullptr;
        case 1:
            return input.byte() % 2 == 0;
        case 2:
            return static_cast<std::int64_t>(input.byte()) - 128;
        case 3:
            return static_cast<double>(input.byte()) / 7;
        case 4:
            return level < kMostLevels ? Value(take_array(input, level, true)) : Value();
        case 5:
            return level < kMostLevels ? Value(take_array(input, level, false)) : Value();
        default:
            return input.text();
    }
}

bool is_well_formed(const std::string& xml) {
    xmlDoc* const document =
        xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, "UTF-8",
                      XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET);
    const bool parsed = document != nullptr;
    xmlFreeDoc(document);
    return parsed;
}

void check_json(const Value& value, JsonStyle style) {
    std::string text;
    JsonWriter writer(text, style);
    writer.value(value);
    if (!writer.representable()) return;
    const std::optional<Value> read = parse_json(text);
    require(read.has_value(), "what the JSON writer makes can be read");
    // Where a text was no UTF-8, another stands in its place.
    require(style == JsonStyle::log || !writer.intact() || to_json(*read) == to_json(value),
            "and is what was written");
}

void check_xml(const Value& value) {
    std::string text = "<?xml version=\"1.0\"?>\n<ocs>\n";
    XmlWriter writer(text, 1);
    writer.key("data");
    writer.value(value);
    text += "</ocs>\n";
    if (writer.representable()) require(is_well_formed(text), "what the XML writer makes is XML");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const Value value(take_array(input, 0, input.byte() % 2 == 0));
    check_json(value, JsonStyle::answer);
    check_json(value, JsonStyle::stored);
    check_json(value, JsonStyle::log);
    check_xml(value);
    return 0;
}
