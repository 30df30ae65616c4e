#pragma once

#include "model/address.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace flowsync::exporter {

// A source's or sink's config less what the service writes by itself and less documented defaults (API notes C4): a
// plan leaves such keys to the service, and it writes them again in another account. `kind` is the connector.
nlohmann::json without_noise(ResourceKind type, const std::string& kind, nlohmann::json config);

} // namespace flowsync::exporter
