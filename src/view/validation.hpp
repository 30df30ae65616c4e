#pragma once

#include "base/diagnostic.hpp"
#include "view/paint.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace flowsync::view {

// What `validate` says of these environments: the problems, and one sentence.
std::string validation_text(const Diagnostics& diagnostics, const std::vector<std::string>& environments,
                            const Paint& paint);
nlohmann::ordered_json validation_json(const Diagnostics& diagnostics, const std::vector<std::string>& environments);
// Below the size of a comment on a forge.
std::string validation_markdown(const Diagnostics& diagnostics, const std::vector<std::string>& environments);

} // namespace flowsync::view
