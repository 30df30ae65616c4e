#pragma once

#include "usecase/run/console.hpp"
#include "usecase/run/options.hpp"
#include "usecase/run/surroundings.hpp"
#include "usecase/run/traffic.hpp"

#include <filesystem>
#include <string>

namespace flowsync::usecase {

// What a command gets: its flags come on top.
struct CommandContext
{
  const GlobalOptions& global;
  const Surroundings& around;
  Console& console;
  std::string revision{};     // the git commit whose specs count; "" = the files as they lie here
  Traffic* traffic = nullptr; // counts what is sent to Nexla
};

// The folder that -C names, or the current one; absolute.
std::filesystem::path working_directory(const CommandContext& context);

} // namespace flowsync::usecase
