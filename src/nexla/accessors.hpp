#pragma once

#include "nexla/parts.hpp"

namespace flowsync::nexla {

// Who may do what with a resource, by entries "user EMAIL", "team NAME" and "org", each with its highest role (API
// notes A7, B10). A team without a name is looked up in `names`, and known by its id otherwise.
Part decode_accessors(const nlohmann::json& body, const PartNames& names);

ApiResult<Done> change_accessors(Api& api, const std::string& path, const PartChange& change, const PartNames& names,
                                 std::stop_token stop);

} // namespace flowsync::nexla
