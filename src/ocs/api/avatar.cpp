// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "base/clock.h"
#include "base/crypto/crypto.h"
#include "base/php/php.h"
#include "directory/profiles/avatars.h"
#include "directory/users/users.h"
#include "ocs/api/avatar_picture.h"
#include "ocs/headers.h"
#include "ocs/pages/page_routes.h"
#include "service/call.h"

namespace roster::ocs {

namespace {

constexpr int kSmall = 64, kLarge = 512;

std::string file_name(AvatarKind kind, int pixels, bool dark) {
    if (kind == AvatarKind::disabled) return "avatar.png";
    return fmt::format("avatar{}{}.{}.png", kind == AvatarKind::placeholder ? "-placeholder" : "",
                       dark ? "-dark" : "", pixels);
}

constexpr int kDaySeconds = 86'400, kHalfHourSeconds = 1'800;

// The picture is drawn at each request, so its time is now.
void send_picture(Call& call, std::string picture, const std::string& name, int seconds) {
    Response& response = call.exchange.response;
    response.body = std::move(picture);
    response.set("Content-Type", "image/png");
    response.set("Content-Disposition", fmt::format("inline; filename=\"{}\"", name));
    set_controller_headers(call.exchange);
    response.set("Cache-Control", fmt::format("private, max-age={}, immutable", seconds));
    response.set("Last-Modified", to_http_date(call.tx.now));
    set_user_header(call.exchange);
}

void tag_picture(Exchange& exchange) {
    Response& response = exchange.response;
    const std::string tag = "\"" + md5_hex(response.body) + "\"";
    response.set("ETag", tag);
    if (exchange.request.header("If-None-Match") != tag) return;
    response.status = 304;
    response.body.clear();
}

Result<Done> show_avatar(Call& call, bool dark) {
    const std::string id = TRY(call.required("userId"));
    const std::string size = TRY(call.required("size"));
    const User user = TRY(find_user(call.tx, id));
    const int pixels = to_int(size) > kSmall ? kLarge : kSmall;
    const AvatarKind kind = find_avatar_kind(call.tx, user);
    send_picture(call, draw_avatar(user.uid, user.display_name(), pixels, dark),
                 file_name(kind, pixels, dark), kDaySeconds);
    call.exchange.response.set("X-NC-IsCustomAvatar", "0");
    if (kind != AvatarKind::disabled) tag_picture(call.exchange);
    return Done{};
}

// For a guest, who is not a user and has only a name.
Result<Done> show_guest(Call& call, bool dark) {
    const std::string name = TRY(call.required("guestName"));
    const std::string size = TRY(call.required("size"));
    const int pixels = to_int(size) > kSmall ? kLarge : kSmall;
    send_picture(call, draw_avatar(name, name, pixels, dark), "avatar.png", kHalfHourSeconds);
    call.exchange.response.status = 201;
    return Done{};
}

Result<Done> show_light_guest(Call& call) {
    return show_guest(call, false);
}

Result<Done> show_dark_guest(Call& call) {
    return show_guest(call, true);
}

Result<Done> show_light_avatar(Call& call) {
    return show_avatar(call, false);
}

Result<Done> show_dark_avatar(Call& call) {
    return show_avatar(call, true);
}

constexpr Route kRows[] = {
    {.method = "GET",
     .path = "/avatar/{userId}/{size}",
     .guard = Role::anyone,
     .handler = show_light_avatar,
     .csrf_exempt = true},
    {.method = "GET",
     .path = "/avatar/{userId}/{size}/dark",
     .guard = Role::anyone,
     .handler = show_dark_avatar,
     .csrf_exempt = true},
    {.method = "GET",
     .path = "/avatar/guest/{guestName}/{size}",
     .guard = Role::anyone,
     .handler = show_light_guest,
     .csrf_exempt = true,
     .needs = Needs::nothing},
    {.method = "GET",
     .path = "/avatar/guest/{guestName}/{size}/dark",
     .guard = Role::anyone,
     .handler = show_dark_guest,
     .csrf_exempt = true,
     .needs = Needs::nothing},
};

}  // namespace

std::span<const Route> avatar_rows() {
    return kRows;
}

}  // namespace roster::ocs
