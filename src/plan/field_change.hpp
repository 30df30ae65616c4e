#pragma once

#include "model/desired.hpp"
#include "model/fields.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace flowsync::plan {

// Why a field differs. Three-way between desired, last applied and live.
enum class Cause
{
  spec,    // desired differs from last applied
  drift,   // live differs from last applied
  both,    // both of them
  unknown, // nothing was recorded
  outside, // only the service's own key changed; repaired by nobody
};
std::string_view cause_name(Cause cause);

using flowsync::FieldClass;

// One difference, addressed as API field names by RFC 6901.
struct FieldChange
{
  std::string path;                     // "/source_config/start.cron", "/status"
  std::optional<nlohmann::json> before; // live; absent when the key is not there
  std::optional<nlohmann::json> after;  // desired; absent when the key goes, or when unknown until apply
  bool after_unknown = false;
  Cause cause = Cause::unknown;
  FieldClass field_class = FieldClass::runtime;
  bool sensitive = false;  // before and after are then k_sensitive_text
  bool rotated = false;    // the same place was applied with another secret
  bool suspension = false; // a status that changes because `paused` of the environment came or went
  bool by_variable = true; // a variable in it may be why it changes; see can_decide()
  FieldOrigin origin;      // origin.origin.known() is false where nothing in the specs set the value

  bool operator==(const FieldChange&) const = default;
};

} // namespace flowsync::plan
