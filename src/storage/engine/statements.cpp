// SPDX-License-Identifier: Apache-2.0
#include "storage/engine/statements.h"

#include <fmt/core.h>

#include <stdexcept>

#include "storage/engine/comparisons.h"
#include "storage/engine/like.h"

namespace roster::storage {

namespace {
constexpr std::string_view kWrittenPrefix = "oc_";

// The SQL of this engine for a word in braces.
std::string expanded(std::string_view word, const Dialect& dialect) {
    constexpr std::string_view kHas = "has:", kWritten = "written:";
    if (word.starts_with(kHas)) return contains_condition(word.substr(kHas.size()), dialect);
    if (word == "share") return std::string(dialect.sharing);
    if (word == "exact") return std::string(dialect.exactness);
    if (word == "key=") return "=";
    if (!word.starts_with(kWritten)) throw std::logic_error(fmt::format("no word {{{}}}", word));
    const std::string_view key = word.substr(kWritten.size());
    if (dialect.written_order.empty()) return std::string(key);
    const std::size_t table = key.find('.') + 1;  // 0 without a table
    return fmt::format("{}{}", key.substr(0, table), dialect.written_order);
}

}  // namespace

std::string Statements::for_engine(std::string_view written) const {
    const std::string_view exactness = dialect().exactness;
    const std::string sql =
        exactness.empty() ? std::string(written) : with_exact_comparisons(written, exactness);
    std::string text;
    text.reserve(sql.size());
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const bool word_starts = i == 0 || sql[i - 1] == ' ' || sql[i - 1] == '(' ||
                                 sql[i - 1] == ',' || sql[i - 1] == '"';
        if (word_starts && sql.compare(i, kWrittenPrefix.size(), kWrittenPrefix) == 0) {
            text += prefix_;
            i += kWrittenPrefix.size() - 1;
        } else if (const std::size_t end = sql[i] == '{' ? sql.find('}', i) : sql.npos;
                   end != sql.npos) {
            text += expanded(sql.substr(i + 1, end - i - 1), dialect());
            i = end;
        } else {
            text += sql[i];
        }
    }
    return text;
}

Statement& Statements::prepared(Sql sql) {
    std::unique_ptr<Statement>& statement = prepared_[sql.text().data()];
    if (!statement) statement = driver_->prepare(for_engine(sql.text()));
    return *statement;
}

std::vector<std::string> Statements::texts() const {
    std::vector<std::string> texts;
    for (const auto& [written, statement] : prepared_)
        texts.push_back(for_engine(written));
    return texts;
}

void Statements::run(Sql sql) {
    const Use use{prepared(sql)};
    use.statement.step();
}

}  // namespace roster::storage
