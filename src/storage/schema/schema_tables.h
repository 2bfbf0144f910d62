// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace roster::storage {

// A table, described in words that are translated for each engine.
//
// `columns`: NAME TYPE [!] [=DEFAULT], with `;` between them. `!` is NOT NULL; without a default
// a column that may be NULL defaults to NULL. Types: vN (text of at most N characters), clob,
// clob16 (MariaDB: 64 KiB at most), small, usmall, int, uint, big, ubig, bool, time, and for keys
// that count up: id, uid-id (unsigned in MariaDB), int-id (32 bits).
// `keys`: the columns of the primary key (left out where a counting column is the key), then
// `NAME (COLUMNS)` for an index, `+NAME` for a unique one, `-NAME` for one that PostgreSQL goes
// without, `~NAME` for one that SQLite goes without, with `;` between them.
// COLUMN:N is an index over the first N characters, which only MariaDB needs.
struct Table {
    std::string_view name;
    std::string_view columns;
    std::string_view keys;
};

// Nextcloud's tables, without the installation's prefix.
inline constexpr Table kNextcloudTables[] = {
    {"users", "uid v64 ! =''; displayname v64; password v255 ! =''; uid_lower v64 =''",
     "(uid); user_uid_lower (uid_lower)"},
    {"accounts", "uid v64 ! =''; data clob ! =''", "(uid)"},
    {"accounts_data", "id id; uid v64 !; name v64 !; value v255 =''",
     "accounts_data_uid (uid); accounts_data_name (name); accounts_data_value (value)"},
    {"preferences",
     "userid v64 ! =''; appid v32 ! =''; configkey v64 ! =''; configvalue clob; "
     "lazy usmall ! =0; type usmall ! =0; flags uint ! =0; indexed v64 =''",
     "(userid, appid, configkey); prefs_uid_lazy_i (userid, lazy); "
     "prefs_app_key_ind_fl_i (appid, configkey, indexed, flags)"},
    {"groups", "gid v64 ! =''; displayname v255 ! ='name'", "(gid)"},
    {"group_user", "gid v64 ! =''; uid v64 ! =''", "(gid, uid); gu_uid_index (uid)"},
    {"group_admin", "gid v64 ! =''; uid v64 ! =''", "(gid, uid); group_admin_uid (uid)"},
    {"authtoken",
     "id uid-id; uid v64 ! =''; login_name v255 ! =''; password clob; name clob ! =''; "
     "token v200 ! =''; type usmall =0; remember usmall =0; last_activity uint =0; "
     "last_check uint =0; scope clob; expires uint; private_key clob; public_key clob; "
     "version usmall ! =1; password_invalid bool =false; password_hash v255",
     "+authtoken_token_index (token); authtoken_last_activity_idx (last_activity); "
     "authtoken_uid_index (uid)"},
    {"appconfig",
     "appid v32 ! =''; configkey v64 ! =''; configvalue clob; type uint ! =2; lazy usmall ! =0",
     "(appid, configkey); ac_lazy_i (lazy)"},
    {"bruteforce_attempts",
     "id uid-id; action v64 ! =''; occurred uint ! =0; ip v255 ! =''; subnet v255 ! =''; "
     "metadata v255 ! =''",
     "bruteforce_attempts_ip (ip); bruteforce_attempts_subnet (subnet)"},
    {"ratelimit_entries", "id id; hash v128 !; delete_after time !",
     "ratelimit_hash (hash); ratelimit_delete_after (delete_after)"},
    {"known_users", "id id; known_to v255 !; known_user v255 !",
     "ku_known_to (known_to); ku_known_user (known_user)"},
    {"authorized_groups", "id int-id; group_id v200 !; class v200 !",
     "admindel_groupid_idx (group_id)"},
    {"login_flow_v2",
     "id uid-id; timestamp ubig !; started usmall ! =0; poll_token v255 !; login_token v255 !; "
     "public_key clob16 !; private_key clob16 !; client_name v255 !; login_name v255; "
     "server v255; app_password v1024",
     "+poll_token (poll_token); +login_token (login_token); timestamp (timestamp)"},
    {"twofactor_providers", "provider_id v32 !; uid v64 !; enabled small !",
     "(provider_id, uid); twofactor_providers_uid (uid)"},
    {"twofactor_backupcodes", "id id; user_id v64 ! =''; code v128 !; used small ! =0",
     "twofactor_backupcodes_uid (user_id)"},
    {"webauthn",
     "id int-id; uid v64 !; name v64 !; public_key_credential_id v512 !; data clob !; "
     "user_verification bool =false",
     "webauthn_uid (uid); webauthn_publicKeyCredentialId (public_key_credential_id)"},
    {"jobs",
     "id uid-id; class v255 ! =''; argument v4000 ! =''; last_run int =0; last_checked int =0; "
     "reserved_at int =0; execution_duration int =0; argument_hash v64; time_sensitive small ! =1",
     "job_class_index (class); job_lastcheck_reserved (last_checked, reserved_at); "
     "job_argument_hash (class, argument_hash); jobs_time_sensitive (time_sensitive)"},
    {"storages", "numeric_id id; id v64; available int ! =1; last_checked int",
     "+storages_id_index (id)"},
    {"mounts",
     "id id; storage_id big !; root_id big !; user_id v64 !; mount_point v4000 !; mount_id big; "
     "mount_provider_class v128",
     "mounts_storage_index (storage_id); mounts_root_index (root_id); "
     "mounts_mount_id_index (mount_id); "
     "mounts_user_root_path_index (user_id, root_id, mount_point:128); "
     "mounts_class_index (mount_provider_class); mount_user_storage (storage_id, user_id)"},
    {"filecache",
     "fileid id; storage big ! =0; path v4000; path_hash v32 ! =''; parent big ! =0; name v250; "
     "mimetype big ! =0; mimepart big ! =0; size big ! =0; mtime big ! =0; "
     "storage_mtime big ! =0; encrypted int ! =0; unencrypted_size big ! =0; etag v40; "
     "permissions int =0; checksum v255",
     "+fs_storage_path_hash (storage, path_hash); fs_parent_name_hash (parent, name); "
     "fs_storage_mimetype (storage, mimetype); fs_storage_mimepart (storage, mimepart); "
     "fs_storage_size (storage, size, fileid); fs_parent (parent); fs_name_hash (name); "
     "fs_mtime (mtime); fs_size (size); -fs_storage_path_prefix (storage, path:64)"},
    {"profile_config", "id id; user_id v64 !; config clob !",
     "+profile_config_user_id_idx (user_id)"},
    {"comments_read_markers",
     "user_id v64 ! =''; object_type v64 ! =''; object_id v64 ! =''; marker_datetime time",
     "(user_id, object_type, object_id); comments_marker_object_index (object_type, object_id)"},
};

// What Nextcloud has no tables for. The names of tables and indexes start with `roster_` and have
// no further prefix.
inline constexpr std::array kOwnTables = {
    Table{"roster_sessions", "id_hash v64 !; uid v64 ! =''; data clob !; expires big ! =0",
          "(id_hash); roster_sessions_uid (uid); roster_sessions_expires (expires)"},
    Table{"roster_audit",
          "id id; chain v32 ! =''; occurred big !; actor v64 ! =''; credential v32 ! =''; "
          "token_id big ! =0; address v64 ! =''; request_id v64 ! =''; action v64 !; "
          "subject v255 ! =''; field v255 ! =''; old_value clob; new_value clob; "
          "previous_hash v64 ! =''; hash v64 !",
          "~roster_audit_chain (chain, id)"},
    // The change feed. An entry has no number before its transaction has ended. Where writers take
    // turns (SQLite) it has none at all: there the id serves as number.
    Table{"roster_changes",
          "id id; number big; occurred big !; kind v64 !; subject_kind v32 !; subject v255 ! =''; "
          "fields clob !",
          "~+roster_changes_number (number); roster_changes_subject (subject)"},
    // The last number that was given to an entry; one row.
    Table{"roster_change_numbers", "id small !; last_number big ! =0", "(id)"},
    // A call that changes a user writes here first, so that others wait; `changed` is in
    // microseconds.
    Table{"roster_users", "uid_lower v64 !; changed big ! =0", "(uid_lower)"},
    // The same for the members of a group, in a cluster.
    Table{"roster_groups", "gid v64 !; lane small !; changed big ! =0", "(gid, lane)"},
};

}  // namespace roster::storage
