#pragma once

#include <nlohmann/json_fwd.hpp>

namespace flowsync {

// Takes what is withheld (base/withheld.hpp) out of every text of a value, and out of every key that is more than the
// name of a field: letters in lower case, '_' and '.', of which no credential worth the name consists.
nlohmann::json concealed(nlohmann::json value);

} // namespace flowsync
