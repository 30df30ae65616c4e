#pragma once

#include "base/secret.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>

namespace flowsync::exporter {

// Puts a reference in the place of every known secret inside a text of `value`, whose own path is `path` (RFC 6901).
// The paths of such texts go into `templates`, since they are in the syntax of specs from then on: the rest of them is
// escaped.
void refer_to_secrets(nlohmann::json& value, const std::string& path, const std::map<std::string, Secret>& secrets,
                      std::set<std::string>& templates);

// A text of the service as a file may hold it: known secrets as references (then `path` goes into `templates`), what
// else is withheld or looks like a secret not at all.
std::string text_without_secrets(const std::string& text, const std::string& path,
                                 const std::map<std::string, Secret>& secrets, std::set<std::string>& templates);

// The name that a secret under `key` of a flow gets: letters, digits and _, beginning with a letter.
std::string secret_name(const std::string& flow, const std::string& key);

} // namespace flowsync::exporter
