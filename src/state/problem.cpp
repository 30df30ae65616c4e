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
    return ExitCode::refused;
  case Kind::interrupted:
    return ExitCode::interrupted;
  case Kind::unreadable:
    break;
  }
  return ExitCode::error;
}

Problem damaged(const std::string& file, const std::string& what)
{
  const auto folder = std::filesystem::path(file).parent_path().string();
  return {
      Problem::Kind::damaged, fmt::format("the state file {} is damaged: {}", file, what),
      fmt::format("nothing was changed; restore the folder {0} from a backup, or move it away (mv {0} {0}.damaged): "
                  "flowsync then finds its resources by their marks and creates nothing twice, but cannot say why "
                  "values differ until the next apply",
                  folder)};
}

Problem newer_format(const std::string& file)
{
  return {Problem::Kind::newer, fmt::format("the state file {} was written by a newer flowsync", file),
          "nothing was changed; use the version of flowsync that wrote it, or a later one"};
}

} // namespace flowsync::state
