// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "storage/engine/connection.h"

namespace roster::storage {

// Statements for many rows. Brackets mark what is repeated for each row, with the separator behind
// a bar: `VALUES [(?, ?)|, ]` is `VALUES (?, ?), (?, ?)` for two rows. The texts are generated at
// compile time for some numbers of rows, so that each is a literal that is prepared once. `groups`
// are functions, one for each pair of brackets in order: each returns the values of one row there,
// as std::tie does.

// A text as a template argument.
template <std::size_t kSize>
struct SqlText {
    char text[kSize]{};
    // NOLINTNEXTLINE(google-explicit-constructor): so that a literal can be the argument.
    consteval SqlText(const char (&literal)[kSize]) {
        for (std::size_t i = 0; i < kSize; ++i)
            text[i] = literal[i];
    }
    constexpr std::string_view view() const { return {text, kSize - 1}; }
};

namespace many_rows {

// The numbers of rows that statements exist for. More rows take several statements.
inline constexpr std::array<std::size_t, 20> kSizes{1,  2,  3,  4,  5,  6,  7,  8,  9,   10,
                                                    11, 12, 13, 14, 15, 16, 32, 64, 128, 256};

// Passes the statement for `rows` rows to `add`, in pieces.
template <class Add>
constexpr void write(std::string_view sql, std::size_t rows, Add add) {
    while (!sql.empty()) {
        const std::size_t open = sql.find('['), bar = sql.find('|', open),
                          close = sql.find(']', open);
        add(sql.substr(0, open));
        if (open == sql.npos) return;
        for (std::size_t row = 0; row < rows; ++row) {
            if (row > 0) add(sql.substr(bar + 1, close - bar - 1));
            add(sql.substr(open + 1, bar - open - 1));
        }
        sql.remove_prefix(close + 1);
    }
}

template <SqlText kSql, std::size_t kRows>
consteval std::size_t length() {
    // A copy: g++ 12 finds no constant where a sanitizer checks the address of an argument.
    const auto sql = kSql;
    std::size_t total = 0;
    write(sql.view(), kRows, [&total](std::string_view piece) { total += piece.size(); });
    return total;
}

template <SqlText kSql, std::size_t kRows>
inline constexpr auto kStatement = [] {
    const auto sql = kSql;  // A copy, as above.
    std::array<char, length<kSql, kRows>() + 1> text{};
    std::size_t end = 0;
    write(sql.view(), kRows, [&](std::string_view piece) {
        for (const char c : piece)
            text[end++] = c;
    });
    return text;
}();

template <SqlText kSql, std::size_t... kIndex>
consteval auto statements(std::index_sequence<kIndex...>) {
    return std::array{Sql(kStatement<kSql, kSizes[kIndex]>)...};
}
template <SqlText kSql>
inline constexpr auto kStatements = statements<kSql>(std::make_index_sequence<kSizes.size()>());

// The index in kSizes of the largest statement that these rows fill.
inline std::size_t piece_of(std::size_t rows) {
    std::size_t found = 0;
    while (found + 1 < kSizes.size() && kSizes[found + 1] <= rows)
        ++found;
    return found;
}

// The index of the smallest statement that holds all of them, or of the largest there is.
inline std::size_t cover_of(std::size_t rows) {
    std::size_t found = 0;
    while (found + 1 < kSizes.size() && kSizes[found] < rows)
        ++found;
    return found;
}

template <class Row, class... Groups>
std::vector<Parameter> parameters(std::span<const Row> rows, std::size_t count, Groups... groups) {
    std::vector<Parameter> values;
    const auto add = [&](const auto& group) {
        for (std::size_t i = 0; i < count; ++i)
            std::apply([&values](const auto&... value) { (values.emplace_back(value), ...); },
                       group(rows[i < rows.size() ? i : rows.size() - 1]));
    };
    (add(groups), ...);
    return values;
}

}  // namespace many_rows

// Changes rows and returns how many. Throws as Connection::change() does.
template <SqlText kSql, class Rows, class... Groups>
std::int64_t change_many(Connection& db, const Rows& all, Groups... groups) {
    std::span rows(all.data(), all.size());
    std::int64_t changed = 0;
    while (!rows.empty()) {
        const std::size_t piece = many_rows::piece_of(rows.size());
        const std::size_t count = many_rows::kSizes[piece];
        changed += db.change(many_rows::kStatements<kSql>[piece],
                             many_rows::parameters(rows.first(count), count, groups...));
        rows = rows.subspan(count);
    }
    return changed;
}

// Passes each row that is found to `visit`. When a statement has room for a few more rows than
// there are, the last row is repeated, so that 100 rows take one statement.
template <SqlText kSql, class Rows, class Visit, class... Groups>
void visit_many(Connection& db, const Rows& all, Visit visit, Groups... groups) {
    std::span rows(all.data(), all.size());
    while (!rows.empty()) {
        const std::size_t piece = many_rows::cover_of(rows.size());
        const std::size_t size = many_rows::kSizes[piece];
        const std::size_t count = size < rows.size() ? size : rows.size();
        db.each(visit, many_rows::kStatements<kSql>[piece],
                many_rows::parameters(rows.first(count), size, groups...));
        rows = rows.subspan(count);
    }
}

}  // namespace roster::storage
