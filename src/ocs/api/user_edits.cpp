// SPDX-License-Identifier: Apache-2.0
#include "ocs/compat/user_edit.h"
#include "ocs/handlers.h"

namespace roster::ocs {

Result<Done> put_user(Call& call) {
    const std::string id = TRY(call.required("userId"));
    const std::string key = TRY(call.required("key"));
    const std::string value = TRY(call.required("value"));
    return compat::edit_user(call.tx, id, key, value);
}

Result<Done> put_user_collection(Call& call) {
    const std::string id = TRY(call.required("userId"));
    const std::string collection = TRY(call.required("collectionName"));
    const std::string key = TRY(call.required("key"));
    const std::string value = TRY(call.required("value"));
    return compat::edit_user_collection(call.tx, id, collection, key, value);
}

}  // namespace roster::ocs
