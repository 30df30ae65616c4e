#include "cli/stream_console.hpp"

#include "base/concealing_stream.hpp"
#include "view/diagnostics_text.hpp"

namespace flowsync::cli {

namespace {

view::Paint paint_for(const GlobalOptions& options, const usecase::Surroundings& surroundings, bool is_terminal)
{
  return view::Paint(view::want_color(options.color, is_terminal,
                                      [&](const std::string& name) { return surroundings.variable(name); }));
}

} // namespace

StreamConsole::StreamConsole(const GlobalOptions& options, const usecase::Surroundings& surroundings)
    : m_options(options),
      m_surroundings(surroundings),
      m_out_paint(paint_for(options, surroundings, surroundings.out_is_terminal)),
      m_err_paint(paint_for(options, surroundings, surroundings.err_is_terminal))
{
}

void StreamConsole::result(const std::string& text)
{
  m_has_result = true;
  m_surroundings.out << text << std::flush;
}

void StreamConsole::with_commands(const std::string& text, LogCommands commands, Stream stream)
{
  m_has_result = m_has_result || stream == Stream::out;
  auto& to = stream == Stream::out ? m_surroundings.out : m_surroundings.err;
  const LogCommandsTreated treated(to, commands);
  to << text << std::flush;
}

void StreamConsole::news(const std::string& line)
{
  if (!m_options.quiet) {
    m_surroundings.err << line << '\n' << std::flush;
  }
}

void StreamConsole::detail(const std::string& line)
{
  if (m_options.verbose > 0) {
    m_surroundings.err << line << '\n' << std::flush;
  }
}

void StreamConsole::problems(const Diagnostics& diagnostics)
{
  Diagnostics shown;
  for (const auto& item : diagnostics.items()) {
    if (item.severity == Severity::error || !m_options.quiet) {
      shown.add(item);
    }
  }
  m_surroundings.err << view::diagnostics_text(shown, m_err_paint) << std::flush;
}

void StreamConsole::problem(const Fatal& fatal)
{
  Diagnostic diagnostic;
  diagnostic.message = fatal.what();
  diagnostic.hint = fatal.hint();
  m_surroundings.err << view::diagnostic_text(diagnostic, m_err_paint) << std::flush;
}

bool StreamConsole::can_ask() const
{
  return m_surroundings.in_is_terminal && !m_options.no_input && m_surroundings.read_line != nullptr;
}

std::optional<std::string> StreamConsole::ask(const std::string& question)
{
  if (!can_ask()) {
    return std::nullopt;
  }
  m_surroundings.err << question << std::flush;
  auto answer = m_surroundings.read_line(m_surroundings.stop);
  if (!answer) {
    m_surroundings.err << '\n' << std::flush;
  }
  return answer;
}

} // namespace flowsync::cli
