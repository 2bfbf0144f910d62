// SPDX-License-Identifier: Apache-2.0
#include "support/world.h"

#include <set>
#include <stdexcept>

#include "base/json/json.h"
#include "base/text.h"
#include "directory/login/authenticate.h"
#include "storage/databases.h"
#include "storage/rows/user_rows.h"

namespace roster {

namespace {

constexpr const char* kAdminPassword = "Secret-admin";

Array test_settings() {
    Array settings;
    settings.set("instanceid", "octest000000");
    settings.set("secret", "test-secret");
    settings.set("passwordsalt", "test-salt");
    settings.set("hashingTimeCost", 1);
    settings.set("hashingMemoryCost", 8);
    settings.set("has_internet_connection", false);
    return settings;
}

// In memory; with ROSTER_TEST_WORLD on that one of the servers of ROSTER_TEST_DATABASES.
storage::Database fresh_database() {
    if (const char* place = std::getenv("ROSTER_TEST_WORLD"))
        return storage::ServerDatabases::get().emptied(place);
    storage::Database database = storage::Database::memory();
    database.install(0);
    return database;
}

// What the envelope of an answer says; nothing for answers without one.
void read_envelope(Answer& answer) {
    const std::optional<Value> body = parse_json(answer.response.body);
    const Array* top = body ? body->array() : nullptr;
    const Value* ocs = top ? top->find("ocs") : nullptr;
    if (!ocs || !ocs->array()) return;
    const Value* meta = ocs->array()->find("meta");
    if (const Value* number = meta->array()->find("statuscode"))
        answer.number = static_cast<int>(*number->integer());
    if (const Value* message = meta->array()->find("message"); message && message->text())
        answer.message = *message->text();
    answer.data = *ocs->array()->find("data");
}

}  // namespace

std::string basic(const std::string& name, const std::string& password) {
    return "Basic " + base64_encode(name + ":" + password);
}

std::string encode_form(const Form& form) {
    std::string text;
    for (const auto& [name, value] : form) {
        if (!text.empty()) text += '&';
        text += percent_encode(name) + "=" + percent_encode(value);
    }
    return text;
}

std::vector<Header> headers_of(const Response& response) {
    std::vector<Header> headers;
    for (const std::string_view line : split(response.header_lines, '\n')) {
        if (line.empty()) continue;
        const std::size_t colon = line.find(':');
        headers.push_back({std::string(line.substr(0, colon)),
                           std::string(line.substr(colon + 2, line.size() - colon - 3))});
    }
    return headers;
}

namespace {

// Headers that every answer has are added without a look whether they are there.
void expect_each_once(const Response& response) {
    std::set<std::string> names;
    for (const Header& header : headers_of(response))
        if (header.name != "Set-Cookie" && !names.insert(to_ascii_lower(header.name)).second)
            throw std::runtime_error("the answer has the header " + header.name + " twice");
}

}  // namespace

World::World() : World(fresh_database()) {}

World::World(storage::Database database)
    : house_installation{.database = std::move(database),
                         .settings = storage::SettingsFile(test_settings()),
                         .data_dir = "/data",
                         .clock = [this] { return now; }},
      house(make_house(house_installation)),
      db(house_installation.database.connect(true)) {
    CallMemo work;
    Transaction tx(house_installation, *db, work);
    storage::insert_user(*db, "admin", "admin", hash_password(tx, Secret(kAdminPassword)));
    db->change("INSERT INTO oc_group_user (gid, uid) VALUES ('admin', 'admin')");
    tx.commit();
}

Response World::send(Request request) {
    if (request.remote_address.empty()) request.remote_address = "127.0.0.1";
    if (!request.find_header("Host")) request.headers.push_back({"Host", "localhost"});
    Response response = answer_at_once(house, *db, std::move(request));
    expect_each_once(response);
    return response;
}

Answer World::Caller::call(const std::string& method, const std::string& path, const Form& form) {
    const char separator = path.find('?') == std::string::npos ? '?' : '&';
    Request request{.method = method,
                    .target = "/ocs/v2.php" + path + separator + "format=json",
                    .headers = {{"OCS-APIRequest", "true"}},
                    .body = encode_form(form)};
    if (!form.empty())
        request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    if (!uid_.empty()) request.headers.push_back({"Authorization", basic(uid_, "Secret-" + uid_)});
    Answer answer{.response = world_.send(std::move(request))};
    read_envelope(answer);
    return answer;
}

namespace {

void expect_made(const Answer& answer, const std::string& what) {
    if (answer.status() != 200)
        throw std::runtime_error("the world could not make " + what + ": " + answer.response.body);
}

}  // namespace

World& World::user(const std::string& uid, const std::vector<std::string>& groups) {
    Form form{{"userid", uid}, {"password", "Secret-" + uid}};
    for (const std::string& gid : groups)
        form.emplace_back("groups[]", gid);
    expect_made(as("admin").post("/cloud/users", form), uid);
    return *this;
}

World& World::group(const std::string& gid) {
    expect_made(as("admin").post("/cloud/groups", {{"groupid", gid}}), gid);
    return *this;
}

World& World::subadmin(const std::string& uid, const std::string& gid) {
    if (!has_user(uid)) user(uid);
    expect_made(
        as("admin").post("/cloud/users/" + percent_encode(uid) + "/subadmins", {{"groupid", gid}}),
        uid + " as sub-admin");
    return *this;
}

World& World::set(const std::string& key, Value value) {
    house_installation.settings.set({key}, std::move(value));
    return *this;
}

bool World::has_user(const std::string& uid) {
    return storage::find_user(*db, to_lower(uid)).has_value();
}

}  // namespace roster
