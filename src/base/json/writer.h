// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace roster {

class Value;

// Writes an answer straight into the bytes that will be sent; one side for JSON, one for XML
// (contract: transport, sections 2 and 3). Values are written in document order; inside a map
// each is preceded by key().
class Writer {
  public:
    virtual ~Writer() = default;
    virtual void begin_map() = 0;
    virtual void begin_list() = 0;
    virtual void end() = 0;  // of the innermost map or list
    virtual void key(std::string_view name) = 0;
    virtual void text(std::string_view value) = 0;
    virtual void integer(std::int64_t value) = 0;
    virtual void number(double value) = 0;
    virtual void boolean(bool value) = 0;
    virtual void null() = 0;
    // False when the format cannot express what was written (XML: a key that is no element name;
    // stored JSON: text that is no UTF-8). Such an answer is sent with an empty body.
    virtual bool representable() const = 0;
    // False when U+FFFD stands for what the format cannot hold in a text: bytes that are no UTF-8,
    // in XML also its forbidden characters.
    bool intact() const { return intact_; }

    void value(const Value& value);
    // A list of texts.
    template <class Text>
    void texts(const std::vector<Text>& list) {
        begin_list();
        for (const Text& item : list)
            text(item);
        end();
    }

    // key() and value in one call.
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

// Which of PHP's json_encode flags a text is written with.
enum class JsonStyle {
    answer,  // JSON_HEX_TAG: `\/`, and `<` `>` as \u003C \u003E
    stored,  // none: `\/`, and `<` `>` as they are
    log,     // JSON_UNESCAPED_SLASHES and JSON_PARTIAL_OUTPUT_ON_ERROR: `/`, broken text is null
};

// PHP's json_encode: non-ASCII as \uxxxx, an empty map and a map with the keys 0..n-1 as a list.
// Numbers that are not finite make it unrepresentable, and so does text that is no UTF-8 in the
// style `stored`; in an answer U+FFFD stands for its bytes.
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
    // A value that another writer of the same style has written.
    void written(std::string_view json);

  private:
    // An open map or list. The keys of a map that may still turn out to be a list are remembered
    // from `first_key` on in key_positions_.
    struct Level {
        std::size_t start = 0;  // of its bracket in out_
        std::size_t first_key = 0;
        std::size_t size = 0;
        bool map = false;
        bool counted = true;  // keys are 0, 1, 2, ... until now
    };

    void before_value();
    void erase_keys(const Level& level);
    // `broken` stands for a text that is no UTF-8 and cannot be mended.
    void quote(std::string_view value, std::string_view broken);

    std::string& out_;
    JsonStyle style_;
    bool representable_ = true;
    std::vector<Level> levels_;
    std::vector<std::size_t> key_positions_;
};

}  // namespace roster
