// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "support/world.h"

using namespace roster;

namespace {

std::string text_of(const Answer& answer, const std::string& key) {
    const Array* data = answer.data.array();
    const Value* value = data ? data->find(key) : nullptr;
    return value && value->text() ? *value->text() : "";
}

Form edit(const std::string& key, const std::string& value) {
    return {{"key", key}, {"value", value}};
}

}  // namespace

TEST_CASE("an edited field is read back, and the answer is the empty list") {
    World world;
    world.user("ann");
    auto admin = world.as("admin");
    const Answer answer = admin.put("/cloud/users/ann", edit("role", "Boss"));
    CHECK(answer.number == 200);
    CHECK(answer.data == Value{Array{}});
    CHECK(text_of(admin.get("/cloud/users/ann"), "role") == "Boss");
    CHECK(world.as("ann").put("/cloud/users/ANN", edit("displayname", "Ann A")).number == 200);
    CHECK(text_of(admin.get("/cloud/users/ann"), "displayname") == "Ann A");
}

TEST_CASE("an edit names its fault by number: 998, 113, 101, 996") {
    World world;
    world.user("ann").user("ben");
    auto admin = world.as("admin");
    CHECK(admin.put("/cloud/users/ghost", edit("role", "x")).number == 998);
    CHECK(world.as("ben").put("/cloud/users/ann", edit("role", "x")).number == 998);
    CHECK(admin.put("/cloud/users/ann", edit("groups", "x")).number == 113);
    CHECK(admin.put("/cloud/users/ann", edit("email", "nonsense")).number == 101);
    CHECK(admin.put("/cloud/users/ann", edit("website", "x")).message == "Invalid website");
    CHECK(admin.put("/cloud/users/ann", edit("quota", "lots")).message ==
          "Invalid quota value: lots");
    CHECK(admin.put("/cloud/users/ann", edit("quota", "-1")).number == 996);
    CHECK(admin.put("/cloud/users/ghost", {{"key", "role"}}).number == 996);
    CHECK(admin.put("/cloud/users/ghost", {{"value", "x"}}).number == 996);
}

TEST_CASE("a changed password is the one to sign in with") {
    World world;
    world.user("ann");
    CHECK(world.as("ann").put("/cloud/users/ann", edit("password", "An0ther-pass-word")).number ==
          200);
    CHECK(world.as("ann").get("/cloud/user").number == 997);
    CHECK(world.as("admin").put("/cloud/users/ann", edit("password", "Secret-ann")).number == 200);
    CHECK(world.as("ann").get("/cloud/user").number == 200);
}

TEST_CASE("additional addresses are a collection, refused with 998, 103, 102 and 996") {
    World world;
    world.user("ann");
    auto ann = world.as("ann");
    const std::string mails = "/cloud/users/ann/additional_mail";
    CHECK(ann.put(mails, edit("", "a@example.org")).number == 200);
    CHECK(ann.put(mails + "Scope", edit("a@example.org", "v2-private")).number == 200);
    CHECK(ann.put(mails + "Scope", edit("a@example.org", "nonsense")).number == 102);
    world.now += 60;
    auto admin = world.as("admin");
    CHECK(admin.put("/cloud/users/ann/email", edit("a", "b")).number == 103);
    CHECK(admin.put("/cloud/users/ghost/nonsense", edit("a", "b")).number == 998);
    CHECK(admin.put(mails, edit("", std::string(2049, 'x'))).number == 996);
    CHECK(admin.put(mails, {{"key", "a"}}).number == 996);
}

TEST_CASE("a profile begins with the scopes that the settings had when the account was made") {
    World world;
    world.user("early");
    Array scopes;
    scopes.set("email", "v2-published");
    world.set("account_manager.default_property_scope", scopes);
    world.user("late");
    const auto email_scope = [&world](const std::string& uid) {
        return *world.as(uid).get("/cloud/user").data.array()->find("emailScope")->text();
    };
    CHECK(email_scope("early") == "v2-federated");
    CHECK(email_scope("late") == "v2-published");
}
