// SPDX-License-Identifier: Apache-2.0
#include "storage/logins/login_flow_rows.h"

namespace roster::storage {

namespace {

LoginFlow to_flow(const Row& row) {
    return {.id = row.integer(0),
            .timestamp = row.integer(1),
            .poll_token = row.text(2),
            .login_token = row.text(3),
            .public_key = row.text(4),
            .private_key = row.text(5),
            .client_name = row.text(6),
            .login_name = row.optional_text(7),
            .server = row.optional_text(8),
            .app_password = row.optional_text(9)};
}

}  // namespace

std::optional<LoginFlow> find_flow_by_poll_token(Connection& db, std::string_view poll_token) {
    return db.one(to_flow,
                  "SELECT id, timestamp, poll_token, login_token, public_key, private_key,"
                  " client_name, login_name, server, app_password"
                  " FROM oc_login_flow_v2 WHERE poll_token = ?",
                  poll_token);
}

std::optional<LoginFlow> find_flow_by_login_token(Connection& db, std::string_view login_token) {
    return db.one(to_flow,
                  "SELECT id, timestamp, poll_token, login_token, public_key, private_key,"
                  " client_name, login_name, server, app_password"
                  " FROM oc_login_flow_v2 WHERE login_token = ?",
                  login_token);
}

void insert_flow(Connection& db, const LoginFlow& flow) {
    db.change(
        "INSERT INTO oc_login_flow_v2 (timestamp, started, poll_token, login_token, public_key,"
        " private_key, client_name) VALUES (?, 0, ?, ?, ?, ?, ?)",
        flow.timestamp, flow.poll_token, flow.login_token, flow.public_key, flow.private_key,
        flow.client_name);
}

void set_flow_started(Connection& db, std::int64_t id) {
    db.change("UPDATE oc_login_flow_v2 SET started = 1 WHERE id = ?", id);
}

void grant_flow(Connection& db, std::int64_t id, std::string_view login_name,
                std::string_view server, std::string_view app_password) {
    db.change(
        "UPDATE oc_login_flow_v2 SET login_name = ?, server = ?, app_password = ? WHERE id = ?",
        login_name, server, app_password, id);
}

void delete_flows_until(Connection& db, std::int64_t time) {
    db.change("DELETE FROM oc_login_flow_v2 WHERE timestamp <= ?", time);
}

void delete_flow(Connection& db, std::int64_t id) {
    db.change("DELETE FROM oc_login_flow_v2 WHERE id = ?", id);
}

}  // namespace roster::storage
