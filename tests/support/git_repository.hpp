#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace flowsync::testing {

// Runs git in a folder, with a name and without anything that the machine's own configuration says.
inline void run_git(const std::filesystem::path& folder, const std::string& words, const std::string& date = "")
{
  const auto when = date.empty() ? std::string() : "GIT_AUTHOR_DATE=" + date + " GIT_COMMITTER_DATE=" + date + " ";
  const auto command =
      "cd '" + folder.string() + "' && " + when +
      "GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null git -c user.name=t -c user.email=t@example.org "
      "-c init.defaultBranch=main -c advice.detachedHead=false -c protocol.file.allow=always " +
      words + " >/dev/null 2>&1";
  REQUIRE_MESSAGE(std::system(command.c_str()) == 0, command);
}

} // namespace flowsync::testing
