// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "base/crypto.h"
#include "base/php.h"
#include "directory/avatars.h"
#include "directory/users.h"
#include "ocs/avatar_picture.h"
#include "ocs/headers.h"
#include "ocs/page_rows.h"
#include "service/call.h"

namespace roster::ocs {

namespace {

constexpr int kSmall = 64, kLarge = 512;

std::string file_name(AvatarKind kind, int pixels, bool dark) {
    if (kind == AvatarKind::disabled) return "avatar.png";
    return fmt::format("avatar{}{}.{}.png", kind == AvatarKind::placeholder ? "-placeholder" : "",
                       dark ? "-dark" : "", pixels);
}

void send_picture(Exchange& exchange, std::string picture, const std::string& name, bool has_tag) {
    Response& response = exchange.response;
    response.body = std::move(picture);
    response.set("Content-Type", "image/png");
    response.set("Content-Disposition", fmt::format("inline; filename=\"{}\"", name));
    response.set("X-NC-IsCustomAvatar", "0");
    set_controller_headers(exchange);
    response.set("Cache-Control", "private, max-age=86400, immutable");
    set_user_header(exchange);
    if (!has_tag) return;
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
    send_picture(call.exchange, draw_avatar(user.uid, user.display_name(), pixels, dark),
                 file_name(kind, pixels, dark), kind != AvatarKind::disabled);
    return Done{};
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
     .guard = Guard::anyone,
     .handler = show_light_avatar,
     .csrf_exempt = true},
    {.method = "GET",
     .path = "/avatar/{userId}/{size}/dark",
     .guard = Guard::anyone,
     .handler = show_dark_avatar,
     .csrf_exempt = true},
};

}  // namespace

std::span<const Route> avatar_rows() {
    return kRows;
}

}  // namespace roster::ocs
