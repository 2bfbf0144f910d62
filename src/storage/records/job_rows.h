// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "storage/engine/connection.h"

namespace roster::storage {

// Queues a background job of Nextcloud (oc_jobs). `job_class` has backslashes, `argument` is JSON,
// `now` is in Unix seconds. A job that is queued already with the same argument is reset instead.
void queue_job(Connection& db, std::string_view job_class, std::string_view argument,
               std::int64_t now);

// The same for many jobs.
struct Job {
    std::string_view job_class{};
    std::string argument{};
};
void queue_jobs(Connection& db, std::span<const Job> jobs, std::int64_t now);

}  // namespace roster::storage
