#pragma once

#include "model/live.hpp"

#include <functional>
#include <string>
#include <vector>

namespace flowsync::plan {

// A field that replies showed, maybe in part.
struct PartlyRead
{
  const std::string& field;
  const LiveResource& live;
  const nlohmann::json& wanted;
  const nlohmann::json* applied = nullptr; // null: not applied, or not known
  bool recorded = false;                   // what was applied last is known
};

// Puts into `shown` what no reply showed of the field, and takes out what services add to a transform by themselves.
// Not shown is of a borrowed field all that it does not hold; of a transform its `custom`, which clients write and
// replies leave out (API notes B3). Such a part counts as it was applied last; where nothing was, as wanted. `resolve`
// gives the value of what is wanted at a path. Returns the paths of those parts.
std::vector<std::string>
take_unread(const PartlyRead& read,
            const std::function<nlohmann::json(const std::string& path, const nlohmann::json& value)>& resolve,
            nlohmann::json& shown);

} // namespace flowsync::plan
