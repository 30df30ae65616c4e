#pragma once

#include "support/git_repository.hpp"
#include "support/temporary_folder.hpp"

#include <string>

namespace flowsync::testing {

// An empty repository without a work tree, as a server keeps one, in a folder of its own.
struct BareRepository : TemporaryFolder
{
  BareRepository() { run_git(folder(), "init --bare origin.git"); }

  std::filesystem::path origin() const { return folder() / "origin.git"; }
  // A shell script that its git runs at such a moment.
  void hook(const std::string& name, const std::string& script) const
  {
    write("origin.git/hooks/" + name, "#!/bin/sh\n" + script);
    std::filesystem::permissions(origin() / "hooks" / name, std::filesystem::perms::owner_all);
  }
};

} // namespace flowsync::testing
