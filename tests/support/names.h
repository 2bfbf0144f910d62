// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "model/uid.h"

namespace roster {

inline Uid operator""_uid(const char* text, std::size_t size) {
    return Uid(std::string(text, size));
}
inline Gid operator""_gid(const char* text, std::size_t size) {
    return Gid(std::string(text, size));
}
inline Secret operator""_secret(const char* text, std::size_t size) {
    return Secret(std::string(text, size));
}

inline std::vector<Uid> uids(const std::vector<std::string>& texts) {
    std::vector<Uid> names;
    for (const std::string& text : texts)
        names.emplace_back(text);
    return names;
}
inline std::vector<Gid> gids(const std::vector<std::string>& texts) {
    std::vector<Gid> names;
    for (const std::string& text : texts)
        names.emplace_back(text);
    return names;
}
template <class Kind>
std::vector<std::string> texts(const std::vector<Name<Kind>>& names) {
    std::vector<std::string> texts;
    for (const Name<Kind>& name : names)
        texts.push_back(name.text());
    return texts;
}
template <class Kind>
bool operator==(const std::vector<Name<Kind>>& names, const std::vector<std::string>& wanted) {
    return texts(names) == wanted;
}

}  // namespace roster
