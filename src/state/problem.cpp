#include "state/problem.hpp"

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

Problem newer_format(const std::string& file)
{
  return {Problem::Kind::newer, fmt::format("the state file {} was written by a newer flowsync", file),
          fmt::format("nothing was changed; use the version of flowsync that wrote it, or a later one; `{}` would keep "
                      "it aside and begin anew",
                      rebuild_command(file))};
}

} // namespace flowsync::state
