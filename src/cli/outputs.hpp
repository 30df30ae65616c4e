#pragma once

#include "cli/report_formats.hpp"
#include "usecase/run/context.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace flowsync::cli {

using usecase::CommandContext;

// Where the report of a command goes: to the standard output in the format of --format, and to all that --write names.
class Outputs
{
public:
  // `command`: "plan", "show", "drift" or "validate". Throws Fatal for a format that it does not have, and for a file
  // that cannot be meant (`full`: text tells every field): no file, one that is named twice, or what is there and is no
  // regular file.
  Outputs(const CommandContext& context, const std::string& command, bool full = false);

  // Writes the report everywhere, each file whole or not at all. Throws Fatal for the first file that cannot be
  // written, after all others were. `root`: of the project, for places; empty when it is not known.
  template <typename Report>
  void write(const Report& report, const std::filesystem::path& root) const;

private:
  struct Target
  {
    std::string format;
    std::string file; // as given; "" = the runner of the CI job, which reads the standard error
  };

  ReportStyle style(const std::filesystem::path& root) const;
  void print(const std::string& text) const;
  void write_target(const Target& target, const std::string& text) const;

  const CommandContext& m_context;
  std::string m_format;
  bool m_full;
  std::vector<Target> m_targets;
};

// The folder of the project around the working directory; empty when there is none.
std::filesystem::path project_root(const CommandContext& context);

} // namespace flowsync::cli
