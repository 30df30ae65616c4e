#include "cli/command_rows.hpp"

#include "cli/arguments.hpp"
#include "cli/command_options.hpp"
#include "cli/formats.hpp"
#include "cli/option_words.hpp"
#include "cli/report_formats.hpp"

#include <algorithm>
#include <stdexcept>

namespace flowsync::cli {

namespace {

// As the flags left them.
template <auto Member>
CommandOptions given(const CLI::App& /*command*/, const RawOptions& raw)
{
  return raw.*Member;
}

// Looked at once more.
template <auto Function>
CommandOptions checked(const CLI::App& /*command*/, const RawOptions& raw)
{
  return Function(raw);
}

template <auto Function>
CommandOptions checked_with(const CLI::App& command, const RawOptions& raw)
{
  return Function(command, raw);
}

// The command has no flags of its own.
template <typename Options>
CommandOptions nothing(const CLI::App& /*command*/, const RawOptions& /*raw*/)
{
  return Options{};
}

CommandOptions of_state(const CLI::App& command, const RawOptions& raw)
{
  const auto chosen = command.get_subcommands();
  auto state = state_options(chosen.empty() ? command : *chosen.front(), raw.state);
  state.lock_timeout = time_of(raw.state.lock_timeout);
  return state;
}

std::vector<CommandRow> make_rows()
{
  const std::vector<std::string> text{"text"};
  const std::vector<std::string> both{"text", "json"};
  return {{"init", text, checked<init_options>},
          {"validate", report_formats_of("validate"), nothing<ValidateOptions>},
          {"affected", both, given<&RawOptions::affected>},
          {"render", {"yaml", "json"}, given<&RawOptions::render>},
          {"plan", report_formats_of("plan"), checked<plan_options>},
          {"show", report_formats_of("show"), given<&RawOptions::show>},
          {"comment", text, given<&RawOptions::comment>},
          {"issue", text, given<&RawOptions::issue>},
          {"reviewed", text, nothing<ReviewedOptions>},
          {"apply", both, checked_with<apply_options>},
          {"drift", report_formats_of("drift"), checked<drift_options>},
          {"reconcile", text, checked<reconcile_options>},
          {"destroy", both, checked_with<destroy_options>},
          {"export", both, checked<export_options>},
          {"import", text, given<&RawOptions::import>},
          {"adopt", text, checked<adopt_options>},
          {"compare", {"text", "json", "markdown"}, checked<compare_options>},
          {"promote", text, checked<promote_options>},
          {"credentials", both, given<&RawOptions::credentials>},
          {"unmanaged", both, nothing<UnmanagedOptions>},
          {"status", both, checked_with<status_options>},
          {"run", both, given<&RawOptions::run_now>},
          {"accept", text, given<&RawOptions::accept>},
          {"sim", text, checked<sim_options>},
          {"schema", {"json", "markdown"}, given<&RawOptions::schema>},
          {"env", {}, given<&RawOptions::env>},
          {"state", {}, of_state},
          {"history", both, given<&RawOptions::history>},
          {"graph", {"text", "mermaid", "dot", "json"}, given<&RawOptions::graph>},
          {"fmt", both, checked<fmt_options>},
          {"completion", {}, given<&RawOptions::completion>},
          {"doctor", both, nothing<DoctorOptions>},
          {"version", both, nothing<VersionOptions>},
          {"env add", text},
          {"state list", both},
          {"state migrate", text},
          {"state mv", both},
          {"state pull", {"json"}},
          {"state push", text},
          {"state rebuild", both},
          {"state rm", both},
          {"state show", both},
          {"state unlock", both}};
}

} // namespace

const std::vector<CommandRow>& command_rows()
{
  static const auto k_rows = make_rows();
  return k_rows;
}

const CommandRow& command_row(std::string_view name)
{
  const auto& rows = command_rows();
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const CommandRow& row) { return row.name == name; });
  if (found == rows.end()) {
    throw std::logic_error("there is no row for the command " + std::string(name));
  }
  return *found;
}

const std::vector<std::string>& formats_of(std::string_view command)
{
  static const std::vector<std::string> k_none;
  const auto& rows = command_rows();
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const CommandRow& row) { return row.name == command; });
  return found != rows.end() ? found->formats : k_none;
}

const std::vector<std::string>& command_names()
{
  static const auto k_names = [] {
    std::vector<std::string> names;
    for (const auto& row : command_rows()) {
      if (row.options != nullptr) {
        names.emplace_back(row.name);
      }
    }
    return names;
  }();
  return k_names;
}

} // namespace flowsync::cli
