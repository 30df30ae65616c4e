#include "state/problem.hpp"

#include "base/version.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace flowsync::state {

ExitCode Problem::exit() const
{
  switch (kind) {
  case Kind::newer:
  case Kind::damaged:
  case Kind::locked:
  case Kind::moved:
  case Kind::foreign:
    return ExitCode::refused;
  case Kind::unreachable:
    return ExitCode::unreachable;
  case Kind::forbidden:
    return ExitCode::auth;
  case Kind::interrupted:
    return ExitCode::interrupted;
  case Kind::unreadable:
    break;
  }
  return ExitCode::error;
}

namespace {

// State folders are called as their environments.
std::string rebuild_command(const std::string& file)
{
  return "flowsync state rebuild -e " + std::filesystem::path(file).parent_path().filename().string();
}

} // namespace

Problem damaged(const std::string& file, const std::string& what)
{
  return {Problem::Kind::damaged, fmt::format("the state file {} is damaged: {}", file, what),
          fmt::format("nothing was changed; restore the folder {} from a backup, or run `{}`: it keeps this file aside "
                      "and finds the resources by their marks, so that nothing is created twice",
                      std::filesystem::path(file).parent_path().string(), rebuild_command(file))};
}

Problem newer_format(const std::string& file, std::string_view text)
{
  const auto writer = newer_writer(text);
  return {Problem::Kind::newer, fmt::format("the state file {} was written by {}", file, writer_words(writer)),
          fmt::format("nothing was changed; {}; `{}` would keep it aside and begin anew", version_to_get(writer),
                      rebuild_command(file))};
}

} // namespace flowsync::state
