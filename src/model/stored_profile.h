// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "model/profile.h"

namespace roster {

// The profile of a user as stored in oc_accounts. It is parsed on first use, because most changes
// of a user do not touch it; copies share the parsed profile. Not thread-safe.
class StoredProfile {
  public:
    StoredProfile() = default;
    // `first` makes the default profile: for a user without a row (no `json`), and for members that
    // are missing in a row.
    StoredProfile(std::optional<std::string> json, std::function<Profile()> first)
        : content_(std::make_shared<Content>(
              Content{.json = std::move(json), .first = std::move(first)})) {}
    // A profile to be stored: `json` is the text of `profile`.
    StoredProfile(std::string json, Profile profile)
        : content_(std::make_shared<Content>(
              Content{.json = std::move(json), .profile = std::move(profile)})) {}

    // Whether oc_accounts has a row for the user.
    bool has_row() const { return content_ && content_->json; }
    // The text of oc_accounts.data; empty without a row.
    const std::string& json() const {
        static const std::string kNothing;
        return has_row() ? *content_->json : kNothing;
    }
    // The parsed profile. Its display name is the stored one, which may be outdated.
    const Profile& get() const {
        static const Profile kNothing;
        if (!content_) return kNothing;
        if (!content_->profile)
            content_->profile = has_row() ? parse_account_json(*content_->json, content_->first())
                                          : content_->first();
        return *content_->profile;
    }
    const Property& operator[](PropertyId id) const { return get()[id]; }

    // Whether both have the same row.
    bool operator==(const StoredProfile& other) const {
        return content_ == other.content_ ||
               (has_row() == other.has_row() && json() == other.json());
    }

  private:
    struct Content {
        std::optional<std::string> json{};
        std::function<Profile()> first{};
        std::optional<Profile> profile{};
    };
    std::shared_ptr<Content> content_{};
};

}  // namespace roster
