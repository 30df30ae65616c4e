#pragma once

#include "model/live.hpp"
#include "model/node.hpp"

namespace flowsync::exporter {

// The entries of a part (model/parts.hpp) that specs can ask for: not the access of the owner and of this user, which
// is theirs anyway. Empty when nothing of the part was read.
nlohmann::json part_entries(const LiveResource& live, std::string_view part);

// `access:` and `docs:` as a person would have written them. `templates`: paths of texts in the syntax of specs.
NodePtr access_words(const nlohmann::json& entries);
NodePtr docs_words(const nlohmann::json& entries, const std::set<std::string>& templates);

} // namespace flowsync::exporter
