#pragma once

#include "model/desired.hpp"
#include "model/record.hpp"

#include <optional>
#include <string>

namespace flowsync::plan {

// What a record may keep of the secrets in `document` (the desired one, references resolved): a digest of each value at
// a sensitive path, by that path. `salt` is the lineage of the state.
std::map<std::string, std::string> remembered_secrets(const DesiredResource& desired, const nlohmann::json& document,
                                                      const std::string& salt);

// Whether `value`, at `path`, holds the secrets that were applied there; nothing when the record remembers none of them
// (it may be null). Tells a rotated secret from one that somebody changed in the service.
std::optional<bool> was_applied(const Record* record, const std::string& path, const nlohmann::json& value);

} // namespace flowsync::plan
