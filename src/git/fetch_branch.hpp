#pragma once

#include "git/remote.hpp"

#include <filesystem>
#include <string>

namespace flowsync::git {

// Brings a branch of a remote, and the tags in its history, into the repository of the checkout around `folder`, where
// it becomes refs/remotes/REMOTE/BRANCH as after a `git fetch`; the work tree, the index and all other branches stay as
// they are. Returns the commit that the branch points to. `cache`: a folder of our own, in which the whole history is
// fetched first, so that nothing runs that the checkout's configuration names (see find_remote()).
Result<std::string, RemoteProblem> fetch_branch(const Checkout& checkout, const std::filesystem::path& cache,
                                                const std::string& remote, const std::string& branch);

// The branch that is checked out: "main"; "" when none is, and outside git.
std::string checked_out_branch(const std::filesystem::path& folder);

} // namespace flowsync::git
