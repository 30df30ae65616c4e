#pragma once

#include "cli/options.hpp"
#include "usecase/run/console.hpp"
#include "usecase/run/surroundings.hpp"

#include <optional>
#include <string>

namespace flowsync::cli {

// A console that writes to the streams of a run and asks the person at its terminal.
class StreamConsole final : public usecase::Console
{
public:
  StreamConsole(const GlobalOptions& options, const usecase::Surroundings& surroundings);

  void result(const std::string& text) override;
  void with_commands(const std::string& text, LogCommands commands, Stream stream) override;
  void news(const std::string& line) override;
  void detail(const std::string& line) override;
  void problems(const Diagnostics& diagnostics) override;
  void problem(const Fatal& fatal) override;
  std::optional<std::string> ask(const std::string& question) override;
  bool can_ask() const override;
  const view::Paint& out_paint() const override { return m_out_paint; }
  const view::Paint& err_paint() const override { return m_err_paint; }

  // Whether anything was written to the standard output.
  bool has_result() const { return m_has_result; }

private:
  const GlobalOptions& m_options;
  const usecase::Surroundings& m_surroundings;
  view::Paint m_out_paint;
  view::Paint m_err_paint;
  bool m_has_result = false;
};

} // namespace flowsync::cli
