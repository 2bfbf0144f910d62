// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json/writer.h"

namespace roster {

// Writes nested elements, one a line, indented by one space per level. The outermost value follows
// a key(), which names its element; without a value nothing is written. List items and members with
// numeric names are called `element`. A member `@x`, and each member of `@attributes`, is an
// attribute of its parent; `$comment` is a comment. Text ends at a NUL; U+FFFD replaces what XML
// cannot hold. A name that is not a valid element name makes the answer unrepresentable.
class XmlWriter final : public Writer {
  public:
    // `depth` is the indent level of the outermost element.
    XmlWriter(std::string& out, std::size_t depth) : out_(out), depth_(depth) {}
    void begin_map() override { begin(false); }
    void begin_list() override { begin(true); }
    void end() override;
    void key(std::string_view name) override { key_.assign(name); }
    void text(std::string_view value) override;
    void integer(std::int64_t value) override;
    void number(double value) override;
    void boolean(bool value) override;
    void null() override;
    bool representable() const override { return representable_; }

  private:
    enum class Kind { element, attributes, nothing };
    // An open map or list.
    struct Level {
        Kind kind = Kind::element;
        bool list = false;
        bool start_tag_open = false;  // `<name` is written, its `>` or `/>` not yet
        std::string name{};
    };

    void begin(bool list);
    bool in_list() const { return !levels_.empty() && levels_.back().list; }
    std::string_view element_name() const;
    void start_line();
    void open_tag(std::string_view name);
    void attribute(std::string_view name, std::string_view value);
    void comment(std::string_view value);
    std::string_view as_text(std::string_view value);
    void escaped(std::string_view value);

    std::string& out_;
    std::size_t depth_;
    bool representable_ = true;
    std::string key_{};
    std::string mended_{};  // what as_text() has repaired
    std::vector<Level> levels_{};
};

}  // namespace roster
