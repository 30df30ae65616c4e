#pragma once

#include "model/environment.hpp"
#include "model/live.hpp"
#include "spec/yaml_edit.hpp"

#include <map>
#include <string>
#include <vector>

namespace flowsync::importer {

// The edits of an environment's document that add these aliases under `spec.credentials:`, where none of them may be
// yet. Names that look like references are written as literal text.
std::vector<spec::YamlEdit> adopt_edits(const std::map<Address, ResourceId>& adopted);
std::vector<spec::YamlEdit> credential_edits(const std::map<std::string, CredentialSelector>& added);

} // namespace flowsync::importer
