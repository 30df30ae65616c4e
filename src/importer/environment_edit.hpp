#pragma once

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "model/environment.hpp"

#include <map>
#include <string>

namespace flowsync::importer {

// The text of an environment's file with these aliases added under `spec.credentials:` of its Environment document;
// every other byte stays. The result was read again and holds exactly that change. An error (an alias that is there
// already, a file that cannot be read or is written in a way that cannot be extended) is a diagnostic in `shown_path`.
Result<std::string, Diagnostics> add_credentials(const std::string& text, const std::string& shown_path,
                                                 const std::map<std::string, CredentialSelector>& added);

} // namespace flowsync::importer
