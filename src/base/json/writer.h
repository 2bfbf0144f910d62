// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace roster {

class Value;

// Writes an answer directly into the bytes that are sent, as JSON or as XML (contract: transport,
// sections 2 and 3). Values are written in document order; inside a map, key() precedes each.
class Writer {
  public:
    virtual ~Writer() = default;
    virtual void begin_map() = 0;
    virtual void begin_list() = 0;
    virtual void end() = 0;  // closes the innermost map or list
    virtual void key(std::string_view name) = 0;
    virtual void text(std::string_view value) = 0;
    virtual void integer(std::int64_t value) = 0;
    virtual void number(double value) = 0;
    virtual void boolean(bool value) = 0;
    virtual void null() = 0;
    // False when the format cannot express what was written (XML: a key that is not an element
    // name; stored JSON: text that is not UTF-8). Such an answer is sent with an empty body.
    virtual bool representable() const = 0;
    // False when U+FFFD has replaced something that the format cannot hold in a text: bytes that
    // are not UTF-8, and in XML also its forbidden characters.
    bool intact() const { return intact_; }

    void value(const Value& value);
    // Writes a list of texts.
    template <class Text>
    void texts(const std::vector<Text>& list) {
        begin_list();
        for (const Text& item : list)
            text(item);
        end();
    }

    // key() and the value in one call.
    void member(std::string_view name, std::string_view value) { key(name), text(value); }
    void member(std::string_view name, const std::string& value) { key(name), text(value); }
    void member(std::string_view name, const char* value) { key(name), text(value); }
    void member(std::string_view name, std::int64_t value) { key(name), integer(value); }
    void member(std::string_view name, int value) { key(name), integer(value); }
    void member(std::string_view name, double value) { key(name), number(value); }
    void member(std::string_view name, bool value) { key(name), boolean(value); }
    void member(std::string_view name, std::nullptr_t) { key(name), null(); }
    void member(std::string_view name, const Value& value) { key(name), this->value(value); }
    template <class Text>
    void member(std::string_view name, const std::vector<Text>& list) {
        key(name), texts(list);
    }

  protected:
    bool intact_ = true;
};

// The PHP json_encode flags to imitate.
enum class JsonStyle {
    answer,  // JSON_HEX_TAG: `\/`, and `<` `>` as \u003C \u003E
    stored,  // no flags: `\/`, and `<` `>` as they are
    log,     // JSON_UNESCAPED_SLASHES and JSON_PARTIAL_OUTPUT_ON_ERROR: `/`, broken text is null
};

// Writes JSON like PHP's json_encode: non-ASCII as \uxxxx; an empty map, or a map with the keys
// 0..n-1, as a list. A number that is not finite makes the answer unrepresentable. So does text
// that is not UTF-8 in the style `stored`; in an answer U+FFFD replaces such bytes.
class JsonWriter final : public Writer {
  public:
    explicit JsonWriter(std::string& out, JsonStyle style = JsonStyle::answer)
        : out_(out), style_(style) {}
    void begin_map() override;
    void begin_list() override;
    void end() override;
    void key(std::string_view name) override;
    void text(std::string_view value) override;
    void integer(std::int64_t value) override;
    void number(double value) override;
    void boolean(bool value) override;
    void null() override;
    bool representable() const override { return representable_; }
    // Inserts a value that a writer of the same style has written.
    void written(std::string_view json);

  private:
    // An open map or list. While a map may still turn out to be a list, its keys are recorded in
    // key_positions_, starting at `first_key`.
    struct Level {
        std::size_t start = 0;  // position of its bracket in out_
        std::size_t first_key = 0;
        std::size_t size = 0;
        bool map = false;
        bool counted = true;  // the keys so far are 0, 1, 2, ...
    };

    void before_value();
    void erase_keys(const Level& level);
    // `broken` replaces a text that is not UTF-8 and cannot be repaired.
    void quote(std::string_view value, std::string_view broken);

    std::string& out_;
    JsonStyle style_;
    bool representable_ = true;
    std::vector<Level> levels_;
    std::vector<std::size_t> key_positions_;
};

}  // namespace roster
