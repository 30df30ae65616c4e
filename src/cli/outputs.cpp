#include "cli/outputs.hpp"
#include "cli/formats.hpp"

#include "base/atomic_file.hpp"
#include "base/concealing_stream.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "usecase/plan/plan_output.hpp"
#include "usecase/project/workspace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace flowsync::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_runner_format = "github"; // the one that is read from a job's output

void check_target(const std::string& word, const std::string& format, const std::string& file, const fs::path& path)
{
  const auto has_file = word.find('=') != std::string::npos;
  if (!has_file && format != k_runner_format) {
    throw Fatal(fmt::format("`--write {}` needs a file", format), ExitCode::error,
                fmt::format("write it as --write {}=FILE; --format {} prints it", format, format));
  }
  if (has_file && (file.empty() || file == "-")) {
    throw Fatal(fmt::format("`--write {}` names no file", word), ExitCode::error,
                fmt::format("write it as --write {}=FILE; --format {} prints it", format, format));
  }
  std::error_code ignored;
  const auto type = fs::symlink_status(path, ignored).type();
  if (has_file && type != fs::file_type::not_found && type != fs::file_type::regular) {
    throw Fatal(fmt::format("{} is there and is not a regular file; nothing is written to it", printable(file)),
                ExitCode::error, "name another file");
  }
}

} // namespace

Outputs::Outputs(const CommandContext& context, const std::string& command, bool full)
    : m_context(context),
      m_format(choose_format(context.global, command)),
      m_full(full)
{
  std::vector<fs::path> paths;
  for (const auto& word : context.global.writes) {
    auto options = context.global;
    options.format = word.substr(0, word.find('='));
    Target target{choose_format(options, command),
                  word.find('=') == std::string::npos ? "" : word.substr(word.find('=') + 1)};
    const auto path = (usecase::working_directory(context) / target.file).lexically_normal();
    check_target(word, options.format, target.file, path);
    if (!target.file.empty() && std::find(paths.begin(), paths.end(), path) != paths.end()) {
      throw Fatal(fmt::format("--write names {} twice", printable(target.file)), ExitCode::error,
                  "give each format a file of its own");
    }
    paths.push_back(path);
    m_targets.push_back(std::move(target));
  }
}

ReportStyle Outputs::style(const fs::path& root) const
{
  ReportStyle style;
  style.text = usecase::plan_text_options(m_context, m_full);
  style.prefix = root.empty() ? "" : usecase::repository_prefix(m_context.around, root);
  return style;
}

void Outputs::print(const std::string& text) const
{
  if (m_format == k_runner_format) {
    m_context.console.with_commands(text, LogCommands::lines_allowed, usecase::Console::Stream::out);
  } else {
    m_context.console.result(text);
  }
}

void Outputs::write_target(const Target& target, const std::string& text) const
{
  if (target.file.empty()) {
    // The standard output may be a document.
    m_context.console.with_commands(text, LogCommands::lines_allowed, usecase::Console::Stream::err);
    return;
  }
  write_file_atomically(
      usecase::working_directory(m_context) / target.file,
      concealed_text(text, target.format == k_runner_format ? LogCommands::lines_allowed : LogCommands::broken),
      Durable::no);
}

template <typename Report>
void Outputs::write(const Report& report, const fs::path& root) const
{
  auto shown = style(root);
  print(write_report(report, m_format, shown));
  shown.in_a_file = true;
  shown.text.paint = view::Paint(false);
  shown.text.columns = view::PlanTextOptions{}.columns;
  std::optional<Fatal> problem;
  for (const auto& target : m_targets) {
    try {
      write_target(target, write_report(report, target.format, shown));
    } catch (const Fatal& fatal) {
      problem = problem ? problem : fatal;
    }
  }
  if (problem) {
    throw Fatal(*problem);
  }
}

template void Outputs::write(const PlanReport& report, const fs::path& root) const;
template void Outputs::write(const DriftReport& report, const fs::path& root) const;
template void Outputs::write(const ValidationReport& report, const fs::path& root) const;

fs::path project_root(const CommandContext& context)
{
  try {
    return spec::find_root(usecase::working_directory(context));
  } catch (const Fatal&) {
    return {}; // who needs it has said so
  }
}

} // namespace flowsync::cli
