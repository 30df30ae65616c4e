#pragma once

#include "git/revision.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace flowsync::git {

// A number of bytes as git writes it; nothing for anything else.
std::optional<std::uint64_t> parse_size(std::string_view text);

// Reads what `git ls-tree -r -z --long` answered (git-ls-tree(1)), sorted by path; nothing when it is nothing that git
// says.
std::optional<std::vector<RevisionFile>> parse_tree(std::string_view text);

} // namespace flowsync::git
