// SPDX-License-Identifier: Apache-2.0
#include "app/lanes.h"

#include <fmt/core.h>

#include <cstdio>

#include "app/indices.h"
#include "storage/read_model/list_indexes.h"
#include "storage/read_model/list_pages.h"
#include "storage/read_model/object_rows.h"

namespace roster {

namespace {

// The read caches of all listener threads together.
constexpr std::size_t kRememberedBytes = std::size_t{32} << 20;

}  // namespace

Lanes::Lanes(House& house, const DatabaseWatch& watch, std::size_t threads,
             std::size_t database_threads, bool show_hints)
    : serving_{.house = house, .watch = watch, .show_hints = show_hints} {
    const storage::Database& database = house.installation.database;
    const bool remote = database.is_remote();
    // One more, for the penalty box.
    for (std::size_t i = 0; i <= threads; ++i) {
        // With a database server the connection opens at its first statement, which never comes.
        serving_.readers.push_back(database.connect(false));
        serving_.readers.back()->limit_cache(kRememberedBytes / threads);
        serving_.readers.back()->keep_snapshots();
    }
    for (std::size_t i = 0; i < database_threads; ++i)
        serving_.database_connections.push_back(database.connect(true));
    if (remote) return;
    writer_ = database.connect(true);
    spare_ = database.connect(false);
    storage::complete_people_index(*writer_);
    storage::complete_list_indexes(*writer_);
    storage::complete_objects(*writer_);
    storage::refresh_people_index(*writer_);
}

net::Application Lanes::application() {
    return {
        .make_call =
            [this](Request&& request) {
                return std::make_unique<ServedCall>(serving_, std::move(request));
            },
        .end_round = [this](std::size_t thread) { serving_.readers[thread]->end_snapshot(); },
        .gives_way = [this](const Request& request) { return serving_.gives_way(request); },
        .refuse_busy = [](net::Call& call) { call.response = unavailable("The server is busy."); },
        .run_writes = [this](std::span<net::Call*> calls) { return run_writes(calls); },
        .tend = [this](bool busy) { return tend(busy); },
        .make_ahead = [this] { return serving_.house.installation.keys.make_one(); },
        .refuse_framing =
            [this](int status, std::string_view reason) {
                if (serving_.show_hints)
                    fmt::print(stderr, "A request was answered {}. {}\n", status, reason);
                return refuse_framing(status, reason);
            }};
}

std::vector<std::optional<net::Lane>> Lanes::run_writes(std::span<net::Call*> calls) {
    std::vector<std::optional<net::Lane>> next(calls.size());
    try {
        const Commit commit(serving_.house.installation);
        writer_->begin_batch();
        // The command line writes from another process.
        if (writer_->others_have_changed()) ++serving_.house.installation.login_changes;
        for (std::size_t i = 0; i < calls.size(); ++i) {
            auto& call = static_cast<ServedCall&>(*calls[i]);
            call.exchange.work.may_hash = false;
            next[i] = call.take(answer(serving_.house, *writer_, call.exchange), net::Lane::write);
        }
        writer_->commit_batch();
    } catch (const storage::DatabaseError& error) {
        writer_->abandon_batch();
        return run_in_trouble(calls, error);
    } catch (const std::exception& accident) {
        writer_->abandon_batch();
        for (std::size_t i = 0; i < calls.size(); ++i) {
            auto& call = static_cast<ServedCall&>(*calls[i]);
            call.actions.clear();
            answer_accident(serving_.house, call.exchange, accident);
            next[i] = std::nullopt;
        }
    }
    for (std::size_t i = 0; i < calls.size(); ++i)
        if (!next[i]) static_cast<ServedCall&>(*calls[i]).finish();
    return next;
}

// Answers the calls of a batch that could not be begun, continued or committed.
std::vector<std::optional<net::Lane>> Lanes::run_in_trouble(std::span<net::Call*> calls,
                                                            const storage::DatabaseError& error) {
    std::vector<std::optional<net::Lane>> next(calls.size());
    for (std::size_t i = 0; i < calls.size(); ++i) {
        auto& call = static_cast<ServedCall&>(*calls[i]);
        call.actions.clear();
        if (error.trouble == storage::Trouble::none)
            answer_accident(serving_.house, call.exchange, error);
        else
            next[i] = call.take(answer_in_trouble(serving_.house, *spare_, call.exchange, error),
                                net::Lane::write);
    }
    spare_->end_snapshot();
    for (std::size_t i = 0; i < calls.size(); ++i)
        if (!next[i]) static_cast<ServedCall&>(*calls[i]).finish();
    return next;
}

// Returns whether more background work is left.
bool Lanes::tend(bool busy) {
    if (!writer_) return false;
    if (people_keeper_.tend(*writer_, busy)) return true;
    if (busy) return false;
    if (storage::tend_list_pages(*writer_) ||
        make_some_objects_ready(serving_.house.installation, *writer_))
        return true;
    writer_->copy_log();
    return false;
}

}  // namespace roster
