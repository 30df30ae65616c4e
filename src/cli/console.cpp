#include "cli/console.hpp"

#include "base/text.hpp"
#include "cli/concealing_stream.hpp"
#include "cli/formats.hpp"
#include "view/diagnostics_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

view::Paint paint_for(const GlobalOptions& options, const Surroundings& surroundings, bool is_terminal)
{
  return view::Paint(view::want_color(options.color, is_terminal,
                                      [&](const std::string& name) { return surroundings.variable(name); }));
}

} // namespace

Console::Console(const GlobalOptions& options, const Surroundings& surroundings)
    : m_options(options),
      m_surroundings(surroundings),
      m_out_paint(paint_for(options, surroundings, surroundings.out_is_terminal)),
      m_err_paint(paint_for(options, surroundings, surroundings.err_is_terminal))
{
}

void Console::result(const std::string& text)
{
  m_surroundings.out << text << std::flush;
}

void Console::commands(const std::string& lines, Stream stream)
{
  auto& to = stream == Stream::out ? m_surroundings.out : m_surroundings.err;
  const CommandsAllowed allowed(to);
  to << lines << std::flush;
}

void Console::news(const std::string& line)
{
  if (!m_options.quiet) {
    m_surroundings.err << line << '\n' << std::flush;
  }
}

void Console::detail(const std::string& line)
{
  if (m_options.verbose > 0) {
    m_surroundings.err << line << '\n' << std::flush;
  }
}

void Console::problems(const Diagnostics& diagnostics)
{
  Diagnostics shown;
  for (const auto& item : diagnostics.items()) {
    if (item.severity == Severity::error || !m_options.quiet) {
      shown.add(item);
    }
  }
  m_surroundings.err << view::diagnostics_text(shown, m_err_paint) << std::flush;
}

void Console::problem(const Fatal& fatal)
{
  Diagnostic diagnostic;
  diagnostic.message = fatal.what();
  diagnostic.hint = fatal.hint();
  m_surroundings.err << view::diagnostic_text(diagnostic, m_err_paint) << std::flush;
}

bool Console::can_ask() const
{
  return m_surroundings.in_is_terminal && !m_options.no_input && m_surroundings.read_line != nullptr;
}

std::optional<std::string> Console::ask(const std::string& question)
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

std::string choose_format(const GlobalOptions& options, const std::string& command)
{
  const auto& formats = formats_of(command);
  if (options.format.empty()) {
    return formats.front();
  }
  if (std::find(formats.begin(), formats.end(), options.format) != formats.end()) {
    return options.format;
  }
  const auto guess = nearest(options.format, formats);
  throw Fatal(fmt::format("`flowsync {}` has no format `{}`", command, options.format), ExitCode::error,
              guess ? fmt::format("did you mean `{}`? There is {}", *guess, join_words(formats, "and"))
                    : fmt::format("there is {}", join_words(formats, "and")));
}

std::filesystem::path working_directory(const CommandContext& context)
{
  return (context.around.directory / context.global.directory).lexically_normal();
}

} // namespace flowsync::cli
