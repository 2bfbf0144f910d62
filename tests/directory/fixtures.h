// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "base/json/writer.h"
#include "base/json/xml_writer.h"

namespace roster::test {

// The text of tests/directory/fixtures/NAME.
inline std::string directory_fixture(const std::string& name) {
    std::ifstream file(std::string(ROSTER_TESTS_DIR) + "/directory/fixtures/" + name);
    REQUIRE(file);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// What `write` writes, as the `data` of an answer has it.
template <class Write>
std::string to_json_data(Write write) {
    std::string text;
    JsonWriter out(text);
    write(out);
    return text;
}
template <class Write>
std::string to_xml_data(Write write) {
    std::string text;
    XmlWriter out(text, 1);
    out.key("data");
    write(out);
    return text;
}

}  // namespace roster::test
