#pragma once

#include "base/clock.hpp"
#include "nexla/api.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::nexla {

// One change as the audit log of a resource has it. All of it is the service's text; the values that changed are not
// kept: secrets may be among them.
struct AuditEntry
{
  std::string who; // "Ana Example <ana@example.com>", or as much of it as is told
  std::optional<WallTime> at;
  std::string agent;            // of the request
  std::set<std::string> fields; // what changed, by its API name; empty: not told
  bool operator==(const AuditEntry&) const = default;
};

// The changes of one resource since that day, newest first (API notes B10); nothing when this service or key does not
// tell.
ApiResult<std::optional<std::vector<AuditEntry>>> audit_log(Api& api, ResourceKind type, ResourceId id, WallTime since,
                                                            std::stop_token stop);

std::vector<AuditEntry> decode_audit_log(const nlohmann::json& body);

} // namespace flowsync::nexla
