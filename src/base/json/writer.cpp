// SPDX-License-Identifier: Apache-2.0
#include "base/json/writer.h"

#include "base/json/value.h"

namespace roster {

namespace {

// Calls the writer's function for each type of value.
struct Visitor {
    Writer& writer;

    void operator()(std::nullptr_t) const { writer.null(); }
    void operator()(bool value) const { writer.boolean(value); }
    void operator()(std::int64_t value) const { writer.integer(value); }
    void operator()(double value) const { writer.number(value); }
    void operator()(const std::string& value) const { writer.text(value); }
    void operator()(const Array& array) const {
        const bool list = array.is_list();
        list ? writer.begin_list() : writer.begin_map();
        for (const auto& [key, value] : array) {
            if (!list) writer.key(key);
            writer.value(value);
        }
        writer.end();
    }
};

}  // namespace

void Writer::value(const Value& value) {
    std::visit(Visitor{*this}, value.variant());
}

}  // namespace roster
