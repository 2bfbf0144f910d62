// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/comparisons.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "storage/schema/schema.h"

namespace roster::storage {

namespace {

constexpr std::string_view kEquals = " = ";

bool is_text(std::string_view type) {
    return type.starts_with('v') || type.starts_with("clob");
}

// The columns that are text in every table that has them.
const std::set<std::string_view>& text_columns() {
    static const std::set<std::string_view> kColumns = [] {
        std::set<std::string_view> texts, others;
        for (const KnownTable& table : known_tables(Engine::mariadb))
            for (const Column& column : table.columns)
                (is_text(column.type) ? texts : others).insert(column.name);
        for (const std::string_view name : others)
            texts.erase(name);
        return texts;
    }();
    return kColumns;
}

bool may_be_in_name(char c) {
    return c == '_' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

bool is_text_column(std::string_view operand) {
    return text_columns().contains(operand.substr(operand.find('.') + 1));
}

// The column or parameter at the end of the text.
std::string_view last_operand(std::string_view text) {
    if (text.ends_with('?')) return text.substr(text.size() - 1);
    std::size_t start = text.size();
    while (start > 0 && may_be_in_name(text[start - 1]))
        --start;
    return text.substr(start);
}

// The column, parameter or literal at the beginning of the text.
std::string_view first_operand(std::string_view text) {
    if (text.starts_with('?')) return text.substr(0, 1);
    if (text.starts_with('\'')) {
        const std::size_t end = text.find('\'', 1);
        return text.substr(0, end == text.npos ? 0 : end + 1);
    }
    return text.substr(
        0, static_cast<std::size_t>(std::ranges::find_if_not(text, may_be_in_name) - text.begin()));
}

// The bytewise comparison; nothing when it does not compare texts.
std::string exact(std::string_view left, std::string_view right, std::string_view exactness) {
    const bool literal = right.starts_with('\'');
    if (literal || (right == "?" && is_text_column(left)))
        return fmt::format("{} = {}{}", left, exactness, right);
    if (!is_text_column(left) || !is_text_column(right)) return {};
    // The first condition lets the engine use an index, whichever side has one.
    return fmt::format("({0} = {1} AND {2}{0} = {1})", left, right, exactness);
}

}  // namespace

std::string with_exact_comparisons(std::string_view sql, std::string_view exactness) {
    std::string out;
    // Between these two, `=` in an UPDATE assigns.
    const std::size_t set = sql.find(" SET ");
    const std::size_t where = std::min(sql.find(" WHERE ", std::min(set, sql.size())), sql.size());
    bool quoted = false;
    for (std::size_t at = 0; at < sql.size();) {
        if (sql[at] == '\'') quoted = !quoted;
        const bool assigns = set <= at && at < where;
        if (!quoted && !assigns && sql.substr(at).starts_with(kEquals)) {
            const std::string_view left = last_operand(sql.substr(0, at));
            const std::string_view right = first_operand(sql.substr(at + kEquals.size()));
            if (const std::string text = exact(left, right, exactness); !text.empty()) {
                out.resize(out.size() - left.size());
                out += text;
                at += kEquals.size() + right.size();
                continue;
            }
        }
        out += sql[at++];
    }
    return out;
}

}  // namespace roster::storage
