#pragma once

#include "git/remote.hpp"
#include "state/storage.hpp"

namespace flowsync::state {

// Keeps the state as the files of a commit that a ref of a remote repository points to, and the lock as a second ref
// beside it ("…_lock"), whose commit's message tells the holder.
std::unique_ptr<Storage> git_storage(git::RemoteRefs remote, std::string ref, std::string remote_name);

} // namespace flowsync::state
