// SPDX-License-Identifier: Apache-2.0
// What apps of Nextcloud 32.0.1 say they can do, where that depends on nothing: the members of
// their part of the capabilities, as JSON.
#pragma once

#include <string_view>

namespace roster::capability_blocks {

inline constexpr std::string_view kFiles =
    R"({"$comment":"\"blacklisted_files\" is deprecated as of Nextcloud 30,)"
    R"( use \"forbidden_filenames\" instead","blacklisted_files":[".htaccess"],)"
    R"("forbidden_filenames":[".htaccess"],"forbidden_filename_basenames":[],)"
    R"("forbidden_filename_characters":["\\","/"],"forbidden_filename_extensions":[".filepart",)"
    R"(".part"],"bigfilechunking":true,"chunked_upload":{"max_size":104857600,)"
    R"("max_parallel_count":5},"file_conversions":[],"windows_compatible_filenames":false})";
inline constexpr std::string_view kComments = R"({"comments":true})";
inline constexpr std::string_view kFilesTrashbin = R"({"undelete":true,"delete_from_trash":true})";
inline constexpr std::string_view kFilesVersions =
    R"({"versioning":true,"version_labeling":true,"version_deletion":true})";
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
inline constexpr std::string_view kDav =
    R"({"chunking":"1.0","public_shares_chunking":false,"bulkupload":"1.0",)"
    R"("absence-supported":true,"absence-replacement":true})";
inline constexpr std::string_view kFilesDownloadlimit = R"({"enabled":true,"default-limit":-1})";
inline constexpr std::string_view kFilesSharing =
    R"({"api_enabled":true,"public":{"enabled":true,"password":{"enforced":false,)"
    R"("askForOptionalPassword":false},"expire_date":{"enabled":false},"multiple_links":true,)"
    R"("expire_date_internal":{"enabled":false},"expire_date_remote":{"enabled":false},)"
    R"("send_mail":false,"upload":true,"upload_files_drop":true,"custom_tokens":false},)"
    R"("resharing":true,"user":{"send_mail":false,"expire_date":{"enabled":true}},)"
    R"("group_sharing":true,"group":{"enabled":true,"expire_date":{"enabled":true}},)"
    R"("default_permissions":31,"federation":{"outgoing":true,"incoming":true,"expire_date":{)"
    R"("enabled":true},"expire_date_supported":{"enabled":true}},"sharee":{)"
    R"("query_lookup_default":false,"always_show_unique":true}})";
inline constexpr std::string_view kSharebymail =
    R"({"sharebymail":{"enabled":true,"send_password_by_mail":true,"upload_files_drop":{)"
    R"("enabled":true},"password":{"enabled":true,"enforced":false},"expire_date":{)"
    R"("enabled":true,"enforced":false}}})";
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
