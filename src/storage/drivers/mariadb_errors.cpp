// SPDX-License-Identifier: Apache-2.0
#include "storage/drivers/mariadb_errors.h"

#include <mysqld_error.h>

#include <algorithm>
#include <initializer_list>

namespace roster::storage::mariadb {

namespace {

bool is_one_of(unsigned code, std::initializer_list<unsigned> codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// The server's messages for a full disk, including those of its operating system.
bool is_full(unsigned code, std::string_view reason) {
    return is_one_of(code, {ER_DISK_FULL, ER_RECORD_FILE_FULL}) ||
           (is_one_of(code, {ER_GET_ERRNO, ER_ERROR_ON_WRITE}) &&
            reason.find("No space left") != reason.npos);
}

bool is_of_client_library(unsigned code) {
    constexpr unsigned kFirst = 2000, kLast = 2999;
    return code >= kFirst && code <= kLast;
}

}  // namespace

bool is_conflict(unsigned code) {
    return undoes_transaction(code) || is_one_of(code, {ER_LOCK_WAIT_TIMEOUT, ER_DUP_ENTRY});
}

bool undoes_transaction(unsigned code) {
    return is_one_of(code, {ER_LOCK_DEADLOCK, ER_CHECKREAD, ER_SP_DOES_NOT_EXIST});
}

Trouble trouble_of(unsigned code, std::string_view reason) {
    if (is_full(code, reason)) return Trouble::full;
    if (code == ER_LOCK_WAIT_TIMEOUT) return Trouble::locked;
    if (is_one_of(code, {ER_OPTION_PREVENTS_STATEMENT, ER_READ_ONLY_MODE}))
        return Trouble::read_only;
    return Trouble::none;
}

bool ends_connection(unsigned code) {
    return is_of_client_library(code) || is_one_of(code, {kUnknownCommand,
                                                          ER_SERVER_SHUTDOWN,
                                                          ER_CONNECTION_KILLED,
                                                          ER_QUERY_INTERRUPTED,
                                                          ER_STATEMENT_TIMEOUT,
                                                          ER_OPTION_PREVENTS_STATEMENT,
                                                          ER_READ_ONLY_MODE,
                                                          ER_CON_COUNT_ERROR,
                                                          ER_TOO_MANY_USER_CONNECTIONS,
                                                          ER_USER_LIMIT_REACHED,
                                                          ER_HOST_IS_BLOCKED,
                                                          ER_OUT_OF_RESOURCES,
                                                          ER_OUTOFMEMORY,
                                                          ER_DISK_FULL,
                                                          ER_RECORD_FILE_FULL,
                                                          ER_UNKNOWN_STMT_HANDLER,
                                                          ER_NEED_REPREPARE,
                                                          ER_TABLE_DEF_CHANGED,
                                                          ER_NET_READ_ERROR,
                                                          ER_NET_READ_INTERRUPTED,
                                                          ER_NET_ERROR_ON_WRITE,
                                                          ER_NET_WRITE_INTERRUPTED,
                                                          ER_ABORTING_CONNECTION,
                                                          ER_NEW_ABORTING_CONNECTION});
}

}  // namespace roster::storage::mariadb
