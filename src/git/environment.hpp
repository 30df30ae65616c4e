#pragma once

#include <map>
#include <optional>
#include <string>

namespace flowsync::git {

// What a git process of ours finds in its environment instead of what we found in ours: English words, no prompt, no
// tracing into what we read, and nothing that a hook or an outer git has set about *its* repository.
std::map<std::string, std::optional<std::string>> clean_environment();

} // namespace flowsync::git
