// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "base/json/json.h"
#include "model/profile.h"

namespace roster {
namespace {

// Fills a profile while oc_accounts.data is read: a map of properties, each a map of members, and a
// list of such maps for the additional addresses.
class ProfileReader final : public JsonEvents {
  public:
    ProfileReader(Profile& profile, const Profile& defaults)
        : profile_(profile), defaults_(defaults) {}

    // The shorter form of a user who was never edited shows in its avatar, which has only a scope,
    // and in a null e-mail.
    bool never_edited() const { return (avatar_is_map_ && !avatar_has_value_) || email_is_null_; }
    bool is_map() const { return is_map_; }

    // Other programs may have stored numbers and booleans where texts belong.
    void null() override {
        if (depth_ == 2 && property_ == &email() && member_ == "value") email_is_null_ = true;
        take("");
    }
    void boolean(bool value) override { take(value ? "1" : ""); }
    void number(std::string_view digits) override {
        std::int64_t whole = 0;
        const auto result = std::from_chars(digits.begin(), digits.end(), whole);
        const bool is_whole = result.ec == std::errc() && result.ptr == digits.end();
        take(is_whole ? std::to_string(whole) : "");
    }
    void text(std::string_view value) override { take(value); }

    void key(std::string_view name) override {
        if (depth_ == 1) {
            begin_property(name);
        } else if (depth_ == member_depth()) {
            member_.assign(name);
        }
    }
    void begin() override {
        if (depth_ == 0) is_map_ = true;
        ++depth_;
        if (depth_ == 2 && property_ == &avatar()) avatar_is_map_ = true;
        if (depth_ == 3 && in_mails_) property_ = &profile_.additional_mail.emplace_back();
        if (depth_ == member_depth()) member_.clear();
    }
    void end() override {
        --depth_;
        if (depth_ == 1) property_ = nullptr;
    }

  private:
    Property& avatar() { return profile_[PropertyId::avatar]; }
    Property& email() { return profile_[PropertyId::email]; }
    int member_depth() const { return in_mails_ ? 3 : 2; }

    void begin_property(std::string_view name) {
        in_mails_ = name == kAdditionalMail;
        property_ = nullptr;
        if (in_mails_) profile_.additional_mail.clear();
        const std::optional<PropertyId> id = find_property(name);
        if (!id) return;
        property_ = &profile_[*id];
        // Of two properties with the same name the last counts.
        if (seen_[static_cast<std::size_t>(*id)]) *property_ = defaults_[*id];
        seen_[static_cast<std::size_t>(*id)] = true;
        if (*id == PropertyId::avatar) avatar_is_map_ = avatar_has_value_ = false;
        if (*id == PropertyId::email) email_is_null_ = false;
    }

    void take(std::string_view value) {
        if (depth_ != member_depth() || property_ == nullptr) return;
        if (member_ == "value") {
            property_->value = value;
            if (property_ == &avatar()) avatar_has_value_ = true;
            if (property_ == &email() && !value.empty()) email_is_null_ = false;
        } else if (member_ == "scope") {
            if (std::optional<std::string> scope = parse_scope(value))
                property_->scope = *std::move(scope);
        } else if (member_ == "verified") {
            property_->verified = value;
        } else if (member_ == "locallyVerified") {
            property_->locally_verified = value;
        }
    }

    Profile& profile_;
    const Profile& defaults_;
    int depth_ = 0;
    bool is_map_ = false;
    bool in_mails_ = false;
    Property* property_ = nullptr;  // the one being read; nullptr: skip its members
    std::string member_{};
    std::array<bool, kProperties.size()> seen_{};
    bool avatar_is_map_ = false, avatar_has_value_ = false, email_is_null_ = false;
};

}  // namespace

Profile parse_account_json(std::string_view json, const Profile& defaults) {
    Profile profile = defaults;
    ProfileReader reader(profile, defaults);
    if (!read_json(json, reader) || !reader.is_map()) return defaults;
    profile.never_edited = reader.never_edited();
    return profile;
}

}  // namespace roster
