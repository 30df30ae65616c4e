#pragma once

#include "base/result.hpp"
#include "model/live.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace flowsync::nexla {

// Decodes one resource of a list, a flow index, a single read or the reply of a write. Every field but the id may be
// missing, null or of another spelling (API notes G); `body` is the document as it came: hand it over, since a whole
// account passes here. Nothing when `document` is not an object with an id.
std::optional<LiveResource> decode_resource(ResourceKind type, nlohmann::json document);

// The field that the full form of a source, nexset or sink has, and a brief one may lack (API notes G1, J2).
const char* detail_field(ResourceKind type);

// Adds what another reply said of the same resource. What `more` knows wins; what it does not say stays. Of its body,
// null stands for "not shown here" unless it comes from a read of that resource alone.
void merge(LiveResource& into, LiveResource more);

// Reads id, name and flows of a project (API notes B6); nothing without an id.
std::optional<LiveProject> decode_project(const nlohmann::json& document);
// The flows (origin nodes) that a reply about a project shows, sorted; lists may leave them out (API notes B6).
std::vector<ResourceId> member_nodes(const nlohmann::json& project);

// The user and organisation that the reply of POST /token or GET /users/current names (API notes A2); nothing when it
// names no user.
std::optional<Identity> decode_identity(const nlohmann::json& document);

} // namespace flowsync::nexla
