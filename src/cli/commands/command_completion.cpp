#include "base/printable.hpp"
#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/completion_scripts.hpp"
#include "schema/schema_texts.hpp"
#include "spec/name_scan.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

namespace {

using Names = CompletionPlace::Names;

// How many flows may still be meant for their addresses to be offered.
constexpr std::size_t k_few_flows = 20;

void add_names(CompletionPlace& place, const std::filesystem::path& here)
{
  constexpr std::chrono::milliseconds k_budget{15};
  const auto add_all = [&](const auto& names) {
    for (const auto& name : names) {
      place.candidates.push_back({name, {}});
    }
  };
  if (place.names == Names::schemas) {
    for (const auto& schema : schema::schema_texts()) {
      place.candidates.push_back({schema.name, {}});
    }
    return;
  }
  if (place.names == Names::fixed || place.names == Names::files) {
    return;
  }
  if (place.names == Names::environments) {
    add_all(spec::scan_environments(here / place.directory, k_budget));
    return;
  }
  const auto found = spec::scan_names(here / place.directory, place.word, k_budget);
  if (place.names != Names::addresses) {
    add_all(found.flows);
  }
  if (place.names != Names::flows && found.flows.size() <= k_few_flows) {
    add_all(found.addresses);
  } else if (place.names == Names::addresses) {
    for (const auto& flow : found.flows) {
      place.candidates.push_back({flow + "/", {}});
    }
  }
}

} // namespace

std::string complete(const std::vector<std::string>& words, const std::filesystem::path& here)
{
  auto place = find_completion(words);
  add_names(place, here);
  if (place.names == Names::files) {
    return ":files\n";
  }
  std::string out;
  for (const auto& candidate : place.candidates) {
    if (candidate.text.starts_with(place.word)) {
      out += place.kept + printable(candidate.text);
      out += candidate.description.empty() ? "\n" : "\t" + printable(candidate.description) + "\n";
    }
  }
  return out;
}

ExitCode run_command(const CompletionOptions& options, CommandContext& context)
{
  const auto script = completion_script(options.shell);
  if (script.empty()) {
    const auto& shells = completion_shells();
    const auto guess = nearest(options.shell, shells);
    throw Fatal(fmt::format("there is no completion for `{}`", printable(options.shell)), ExitCode::error,
                guess ? fmt::format("did you mean `{}`?", *guess) : fmt::format("there is {}", join_words(shells)));
  }
  context.console.result(std::string(script));
  return ExitCode::ok;
}

} // namespace flowsync::cli
