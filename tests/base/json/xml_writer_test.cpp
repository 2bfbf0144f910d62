// SPDX-License-Identifier: Apache-2.0
#include "base/json/xml_writer.h"

#include <doctest/doctest.h>

#include <limits>

using namespace roster;
using namespace std::string_literals;

namespace {

template <class Write>
std::string xml(Write write, bool representable = true) {
    std::string out;
    XmlWriter writer(out, 1);
    writer.key("data");
    write(writer);
    CHECK(writer.representable() == representable);
    return out;
}

template <class Write>
bool is_representable(Write write) {
    std::string out;
    XmlWriter writer(out, 1);
    writer.key("data");
    writer.begin_map();
    write(writer);
    writer.end();
    return writer.representable();
}

}  // namespace

TEST_CASE("XML elements nest with one blank per depth and one line each") {
    CHECK(xml([](Writer& out) {
              out.begin_map();
              out.key("users"), out.begin_list(), out.text("a"), out.begin_map();
              out.member("id", 7), out.end(), out.end();
              out.member("last", "x");
              out.end();
          }) ==
          " <data>\n  <users>\n   <element>a</element>\n   <element>\n    <id>7</id>\n"
          "   </element>\n  </users>\n  <last>x</last>\n </data>\n");
}

TEST_CASE("Empty XML arrays and null close themselves, empty text and false do not") {
    CHECK(xml([](Writer& out) { out.begin_list(), out.end(); }) == " <data/>\n");
    CHECK(xml([](Writer& out) { out.null(); }) == " <data/>\n");
    CHECK(xml([](Writer& out) { out.text(""); }) == " <data></data>\n");
    CHECK(xml([](Writer& out) { out.boolean(false); }) == " <data></data>\n");
    CHECK(xml([](Writer& out) { out.boolean(true); }) == " <data>1</data>\n");
    CHECK(xml([](Writer&) {}) == "");
}

TEST_CASE("XML floats have fourteen digits") {
    CHECK(xml([](Writer& out) { out.number(1.0 / 3); }) == " <data>0.33333333333333</data>\n");
    CHECK(xml([](Writer& out) { out.number(1e25); }) == " <data>1.0E+25</data>\n");
}

TEST_CASE("XML text escapes five characters and ends at a NUL") {
    CHECK(xml([](Writer& out) { out.text("<a> & \"b\" 'c'\t\n\r]]>\u00e9"); }) ==
          " <data>&lt;a&gt; &amp; &quot;b&quot; 'c'\t\n&#13;]]&gt;\u00e9</data>\n");
    CHECK(xml([](Writer& out) { out.text("null\0x"s); }) == " <data>null</data>\n");
}

TEST_CASE("A replacement character stands for what XML cannot hold") {
    CHECK(xml([](Writer& out) {
              out.begin_map();
              out.member("a", "\x01x\x1f\ty\x7f"), out.member("b", "M\xfcller\xed\xa0\x80\u00e9");
              out.member("c", "\uFFFE\uFFFF\uFFFD\U0001F600");
              out.key("d"), out.begin_map(), out.member("@a", "\xff\u00e9\x02<"), out.end();
              out.end();
              CHECK_FALSE(out.intact());
          }) ==
          " <data>\n  <a>\uFFFDx\uFFFD\ty\x7f</a>\n  <b>M\uFFFDller\uFFFD\uFFFD\uFFFD\u00e9</b>\n"
          "  <c>\uFFFD\uFFFD\uFFFD\U0001F600</c>\n"
          "  <d a=\"\uFFFD\u00e9\uFFFD&lt;\"/>\n </data>\n");
}

TEST_CASE("Numeric names of XML members become element") {
    CHECK(xml([](Writer& out) {
              out.begin_map();
              for (const char* name : {"5", "-1", "1.5", "1e3", " 7"})
                  out.member(name, "x");
              out.key("9"), out.begin_map(), out.end();
              out.end();
          }) ==
          " <data>\n  <element>x</element>\n  <element>x</element>\n  <element>x</element>\n"
          "  <element>x</element>\n  <element>x</element>\n  <element/>\n </data>\n");
}

TEST_CASE("Names that no XML element can have are not representable") {
    for (const char* name : {"a@b", "with space", "9x", "o'neil", "-dash", ".x", "", "a/b", "@"})
        CHECK_FALSE(is_representable([&](Writer& out) { out.member(name, "x"); }));
    CHECK_FALSE(is_representable(
        [](Writer& out) { out.key("@at"), out.begin_map(), out.member("id", "x"), out.end(); }));
    for (const char* name : {"_x", "a.b-c", "\u00e9t\u00e9", "a:b", "@attribute"})
        CHECK(is_representable([&](Writer& out) { out.member(name, "x"); }));
}

TEST_CASE("XML attributes come from @attributes and @name") {
    CHECK(xml([](Writer& out) {
              out.begin_map();
              out.key("nextcloud"), out.begin_map(), out.key("@attributes"), out.begin_map();
              out.member("min-version", "32"), out.member("max-version", 32);
              out.end(), out.end();
              out.key("x"), out.begin_map(), out.member("@a", "\"<\n"), out.member("b", "c");
              out.member("@late", "dropped"), out.end();
              out.end();
          }) ==
          " <data>\n  <nextcloud min-version=\"32\" max-version=\"32\"/>\n"
          "  <x a=\"&quot;&lt;&#10;\">\n   <b>c</b>\n  </x>\n </data>\n");
}

TEST_CASE("An XML comment does not end before its text does") {
    const auto comment = [](std::string_view text) {
        return xml([text](Writer& out) {
            out.begin_map();
            out.member("$comment", text);
            out.end();
        });
    };
    CHECK(comment("a--b") == " <data>\n  <!--a- -b-->\n </data>\n");
    CHECK(comment("---") == " <data>\n  <!--- - - -->\n </data>\n");
    CHECK(comment("a -") == " <data>\n  <!--a - -->\n </data>\n");
}

TEST_CASE("An XML comment has its own line and is not escaped") {
    CHECK(xml([](Writer& out) {
              out.begin_map();
              out.member("$comment", "\"a\" <b>");
              out.member("c", "d");
              out.end();
          }) == " <data>\n  <!--\"a\" <b>-->\n  <c>d</c>\n </data>\n");
}
