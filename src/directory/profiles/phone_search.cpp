// SPDX-License-Identifier: Apache-2.0
#include "directory/profiles/phone_search.h"

#include <algorithm>
#include <map>

#include "directory/profiles/phone.h"
#include "directory/rows.h"
#include "storage/rows/known_user_rows.h"
#include "storage/rows/profile_rows.h"

namespace roster {

namespace {

// From a number in international form to the caller's key; the last key wins.
using Numbers = std::map<std::string, std::string>;

void add_number(Numbers& numbers, const std::string& key, const std::string& written,
                const std::string& region) {
    if (const std::optional<std::string> number = to_e164(written, region)) numbers[*number] = key;
}

Result<Numbers> read_numbers(Transaction& tx, const std::string& location, const Array& search) {
    const std::string usual_region = tx.settings->text("default_phone_region");
    Numbers numbers;
    for (const auto& [key, list] : search) {
        if (!list.array()) continue;
        for (const auto& [index, written] : *list.array()) {
            if (!written.text())
                return refuse(Errc::internal, "A phone number has to be a text", "search");
            add_number(numbers, key, *written.text(), location);
            if (!usual_region.empty() && usual_region != location &&
                written.text()->starts_with('0'))
                add_number(numbers, key, *written.text(), usual_region);
        }
    }
    return numbers;
}

struct Match {
    storage::PhoneRow row{};
    std::string number{};
};

// One user for each number, and one number for each user; the last row wins.
std::vector<Match> find_matches(Transaction& tx, const Numbers& numbers) {
    std::vector<Match> rows;
    for (const auto& [number, key] : numbers)
        for (storage::PhoneRow& row : storage::accounts_with_phone(rows_of(tx), number))
            rows.push_back({std::move(row), number});
    std::sort(rows.begin(), rows.end(),
              [](const Match& a, const Match& b) { return a.row.id < b.row.id; });
    std::vector<Match> matches;
    for (Match& row : rows) {
        const auto same = std::find_if(matches.begin(), matches.end(), [&row](const Match& match) {
            return match.number == row.number || match.row.uid == row.row.uid;
        });
        if (same == matches.end())
            matches.push_back(std::move(row));
        else
            *same = std::move(row);
    }
    return matches;
}

}  // namespace

Result<std::vector<std::pair<std::string, std::string>>> search_by_phone(
    Transaction& tx, const std::string& location, const Array& search) {
    std::vector<std::pair<std::string, std::string>> found;
    if (!is_region(location)) return refuse(Errc::invalid_argument, "", "location");
    const Numbers numbers = TRY(read_numbers(tx, location, search));
    if (numbers.empty()) return found;

    storage::delete_users_known_to(rows_of(tx), tx.actor.uid);
    for (const Match& match : find_matches(tx, numbers)) {
        storage::insert_known_user(rows_of(tx), tx.actor.uid, match.row.uid);
        const std::string& key = numbers.at(match.number);
        const auto same = std::find_if(found.begin(), found.end(),
                                       [&key](const auto& pair) { return pair.first == key; });
        if (same == found.end())
            found.emplace_back(key, match.row.uid);
        else
            same->second = match.row.uid;
    }
    return found;
}

std::string cloud_address(const Transaction& tx) {
    std::string address = tx.own_url();
    address.erase(0, address.find("//") + 2);
    const std::size_t root = std::min(address.find('/'), address.size());
    const std::size_t colon = address.rfind(':', root);
    if (colon != std::string::npos && address.find(']', colon) == std::string::npos)
        address.erase(colon, root - colon);
    return address;
}

}  // namespace roster
