#pragma once

#include <string_view>

namespace flowsync::cli {

// What is said of one command.
struct Help
{
  std::string_view command;
  std::string_view summary;
  std::string_view footer;
};

// Of commands that only CI jobs need; nullptr for others.
const Help* find_ci_help(std::string_view command);

} // namespace flowsync::cli
