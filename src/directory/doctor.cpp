// SPDX-License-Identifier: Apache-2.0
#include "directory/doctor.h"

#include <algorithm>

#include "directory/audit.h"
#include "directory/rows.h"

namespace roster {

namespace {

std::string filled(std::string_view pattern, const std::string& found) {
    std::string text(pattern);
    for (std::size_t place = 0; (place = text.find("{}", place)) != std::string::npos;
         place += found.size())
        text.replace(place, 2, found);
    return text;
}

// Adds the data directory to each command, so that they work wherever they are pasted.
std::string with_data_dir(std::string command, const std::string& data_dir) {
    constexpr std::string_view kProgram = "roster ";
    const std::string option = "--data-dir " + data_dir + " ";
    for (std::size_t place = 0; (place = command.find(kProgram, place)) != std::string::npos;) {
        const bool is_word = place == 0 || command[place - 1] == ' ';
        place += kProgram.size();
        if (is_word) command.insert(place, option);
    }
    return command;
}

}  // namespace

std::vector<Finding> examine(Transaction& tx) {
    Examination examination{
        .tx = tx, .settings = *tx.settings, .catalog = storage::read_catalog(rows_of(tx))};
    const bool whole = storage::missing_columns(examination.catalog, rows_of(tx).prefix()).empty();
    std::vector<Finding> findings;
    for (const Check& check : doctor_checks()) {
        if (check.reads_rows && !whole) continue;
        const std::optional<std::string> found = check.look(examination);
        if (!found) continue;
        findings.push_back(
            {.name = check.name,
             .severity = check.severity,
             .text = filled(check.text, *found),
             .mend =
                 filled(with_data_dir(std::string(check.mend), tx.installation.data_dir), *found)});
    }
    return findings;
}

Result<std::int64_t> mend(Transaction& tx, std::string_view name) {
    const std::span<const Check> checks = doctor_checks();
    const auto check = std::ranges::find(checks, name, &Check::name);
    if (check == checks.end() || !check->mend_rows)
        return refuse(Errc::not_found, "There is nothing of that name to mend", "name");
    const std::int64_t rows = check->mend_rows(tx);
    record_event(tx, {.kind = EventKind::doctor_mend, .subject = std::string(name)});
    return rows;
}

}  // namespace roster
