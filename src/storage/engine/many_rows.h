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

// Statements for many rows. What is written once for each row stands in brackets, with what comes
// between two of them behind a bar: `VALUES [(?, ?)|, ]` is `VALUES (?, ?), (?, ?)` for two rows.
// The texts are made when this program is compiled, for some numbers of rows, so that each is a
// literal that can be prepared once. `groups` are functions, one for each pair of brackets in their
// order: each gives the values of one row there, as std::tie does.

// A text as an argument of a template.
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

// For how many rows there are statements: more rows take several of them.
inline constexpr std::array<std::size_t, 20> kSizes{1,  2,  3,  4,  5,  6,  7,  8,  9,   10,
                                                    11, 12, 13, 14, 15, 16, 32, 64, 128, 256};

// Passes on the statement for `rows` rows in pieces.
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

// The place in kSizes of the most rows that one statement takes of these.
inline std::size_t piece_of(std::size_t rows) {
    std::size_t found = 0;
    while (found + 1 < kSizes.size() && kSizes[found + 1] <= rows)
        ++found;
    return found;
}

// The same of the fewest that takes all of them, where there is one.
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

// Changes rows and says how many.
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

// Passes each row that is found to `visit`. Questions for a few more rows than there are repeat the
// last one, so that 100 are asked about in one statement.
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
