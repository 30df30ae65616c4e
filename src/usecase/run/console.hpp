#pragma once

#include "base/diagnostic.hpp"
#include "base/fatal.hpp"
#include "base/log_commands.hpp"
#include "view/paint.hpp"

#include <optional>
#include <string>

namespace flowsync::usecase {

// Where a command says things: its result on stdout, all else on stderr. `cli` writes them to the streams.
class Console
{
public:
  Console() = default;
  virtual ~Console() = default;
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  // The result, as it is.
  virtual void result(const std::string& text) = 0;
  // What may hold commands to a CI job's runner: lines that are such, or a file for other programs as it is. A runner
  // reads the standard output and the standard error.
  enum class Stream
  {
    out,
    err
  };
  virtual void with_commands(const std::string& text, LogCommands commands, Stream stream) = 0;
  // A line of news; nothing with -q.
  virtual void news(const std::string& line) = 0;
  // A line that is shown with -v only.
  virtual void detail(const std::string& line) = 0;
  // Problems as text; with -q only errors.
  virtual void problems(const Diagnostics& diagnostics) = 0;
  virtual void problem(const Fatal& fatal) = 0;

  // Asks for one line; nothing when nobody can answer (no terminal, --no-input, end of input, stop requested).
  virtual std::optional<std::string> ask(const std::string& question) = 0;
  virtual bool can_ask() const = 0;

  virtual const view::Paint& out_paint() const = 0;
  virtual const view::Paint& err_paint() const = 0;
};

} // namespace flowsync::usecase
