#pragma once

#include "base/diagnostic.hpp"
#include "base/fatal.hpp"
#include "cli/options.hpp"
#include "cli/surroundings.hpp"
#include "cli/traffic.hpp"
#include "view/paint.hpp"

#include <string>
#include <vector>

namespace flowsync::cli {

// Where a command says things: its result on stdout, all else on stderr.
class Console
{
public:
  Console(const GlobalOptions& options, const Surroundings& surroundings);

  // The result, as it is.
  void result(const std::string& text);
  // Lines that are commands to a CI job's runner, on the standard output or the standard error: both are read.
  enum class Stream
  {
    out,
    err
  };
  void commands(const std::string& lines, Stream stream);
  // A line of news; nothing with -q.
  void news(const std::string& line);
  // A line that is shown with -v only.
  void detail(const std::string& line);
  // Problems as text; with -q only errors.
  void problems(const Diagnostics& diagnostics);
  void problem(const Fatal& fatal);

  // Asks for one line; nothing when nobody can answer (no terminal, --no-input, end of input, stop requested).
  std::optional<std::string> ask(const std::string& question);
  bool can_ask() const;

  const view::Paint& out_paint() const { return m_out_paint; }
  const view::Paint& err_paint() const { return m_err_paint; }

private:
  const GlobalOptions& m_options;
  const Surroundings& m_surroundings;
  view::Paint m_out_paint;
  view::Paint m_err_paint;
};

// What a command gets: its flags come on top.
struct CommandContext
{
  const GlobalOptions& global;
  const Surroundings& around;
  Console& console;
  std::string revision{};     // the git commit whose specs count; "" = the files as they lie here
  Traffic* traffic = nullptr; // counts what is sent to Nexla
};

// The wanted output format, the usual one when none was given. Throws Fatal for one that the command lacks (see
// formats.hpp).
std::string choose_format(const GlobalOptions& options, const std::string& command);

// The folder that -C names, or the current one; absolute.
std::filesystem::path working_directory(const CommandContext& context);

} // namespace flowsync::cli
