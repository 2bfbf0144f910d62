// SPDX-License-Identifier: Apache-2.0
// What apps of Nextcloud 32.0.1 say they can do, where that depends on nothing: the members of
// their part of the capabilities, as JSON.
#pragma once

#include <string_view>

namespace roster::capability_blocks {

inline constexpr std::string_view kComments = R"({"comments":true})";
inline constexpr std::string_view kActivity =
    R"({"apiv2":["filters","filters-api","previews","rich-strings"]})";
inline constexpr std::string_view kCircles =
    R"({"version":"32.0.0","status":{"globalScale":false},"settings":{"frontendEnabled":true,)"
    R"("allowedCircles":262143,"allowedUserTypes":31,"membersLimit":-1},"circle":{"constants":{)"
    R"("flags":{"1":"Single","2":"Personal","4":"System","8":"Visible","16":"Open",)"
    R"("32":"Invite","64":"Join request","128":"Friends","256":"Password protected",)"
    R"("512":"No Owner","1024":"Hidden","2048":"Backend","4096":"Local","8192":"Root",)"
    R"("16384":"Team invite","32768":"Federated","65536":"Mount point"},"source":{"core":{)"
    R"("1":"Nextcloud Account","2":"Nextcloud Group","4":"Email address","8":"Contact",)"
    R"("16":"Team","10000":"Nextcloud App"},"extra":{"10001":"Teams App",)"
    R"("10002":"Admin Command Line"}}},"config":{"coreFlags":[1,2,4],"systemFlags":[512,1024,)"
    R"(2048]}},"member":{"constants":{"level":{"1":"Member","4":"Moderator","8":"Admin",)"
    R"("9":"Owner"}},"type":{"0":"single","1":"user","2":"group","4":"mail","8":"contact",)"
    R"("16":"circle","10000":"app"}},"teamResourceProviders":["files"]})";
inline constexpr std::string_view kFilesDownloadlimit = R"({"enabled":true,"default-limit":-1})";
inline constexpr std::string_view kNotifications =
    R"({"ocs-endpoints":["list","get","delete","delete-all","icons","rich-strings",)"
    R"("action-web","user-status","exists","test-push"],"push":["devices","object-data",)"
    R"("delete"],"admin-notifications":["ocs","cli"]})";
inline constexpr std::string_view kRecommendations = R"({"enabled":true})";
inline constexpr std::string_view kSystemtags = R"({"enabled":true})";
inline constexpr std::string_view kUserStatus =
    R"({"enabled":true,"restore":true,"supports_emoji":true,"supports_busy":true})";
inline constexpr std::string_view kWeatherStatus = R"({"enabled":true})";

}  // namespace roster::capability_blocks
