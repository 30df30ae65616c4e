#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/version.hpp"
#include "cli/commands.hpp"
#include "cli/commands/command_state.hpp"
#include "cli/formats.hpp"
#include "model/parse_json.hpp"
#include "usecase/account/state_access.hpp"
#include "usecase/apply/history_entry.hpp"
#include "view/history_text.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

// The entries of these files, oldest first; one that is not readable is left out with a word.
std::vector<nlohmann::json> read_entries(state::Storage& storage, const std::vector<std::string>& paths,
                                         usecase::Console& console)
{
  const auto files = storage.more(paths);
  if (!files) {
    fail_with(files.error());
  }
  std::vector<nlohmann::json> entries;
  for (const auto& [path, text] : *files) {
    auto entry = parse_json(text, NumberTexts::kept).value;
    if (entry.is_object() && entry.contains("serial") && entry.contains("summary")) {
      entries.push_back(std::move(entry));
    } else {
      console.news(fmt::format("{} of the state cannot be read and is left out.", printable(path)));
    }
  }
  return entries;
}

} // namespace

ExitCode run_command(const HistoryOptions& options, CommandContext& context)
{
  const bool json = choose_format(context.global, "history") == "json";
  const auto found = find_state(context, "history");
  const auto storage = state::open_storage(found.place);
  if (!storage) {
    fail_with(storage.error());
  }
  if (const auto state = (*storage)->load({}); !state) {
    fail_with(state.error());
  }
  auto paths = (*storage)->list(state::k_history_folder);
  if (!paths) {
    fail_with(paths.error());
  }
  const auto total = paths->size();
  if (options.serial) {
    const auto wanted = usecase::history_path(*options.serial);
    if (std::find(paths->begin(), paths->end(), wanted) == paths->end()) {
      throw Fatal(fmt::format("no apply of {} has left serial {}", found.environment, *options.serial), ExitCode::error,
                  fmt::format("`flowsync history -e {}` lists those there are", found.environment));
    }
    *paths = {wanted};
  } else if (options.limit > 0 && total > options.limit) {
    paths->erase(paths->begin(), paths->end() - static_cast<std::ptrdiff_t>(options.limit));
  }
  auto entries = paths->empty() ? std::vector<nlohmann::json>() : read_entries(**storage, *paths, context.console);
  std::reverse(entries.begin(), entries.end()); // the newest first
  if (json) {
    nlohmann::ordered_json document{{"format_version", "1.0"},
                                    {"flowsync_version", program_version()},
                                    {"environment", found.environment},
                                    {"total", total},
                                    {"applies", nlohmann::ordered_json::array()}};
    for (auto& entry : entries) {
      if (!options.serial) {
        entry.erase("changes");
      }
      document["applies"].push_back(nlohmann::ordered_json(entry));
    }
    context.console.result(view::json_text(document));
    return ExitCode::ok;
  }
  const auto& paint = context.console.out_paint();
  if (options.serial) {
    context.console.result(entries.empty() ? "" : view::history_entry_text(entries.front(), paint));
  } else {
    context.console.result(view::history_text(entries, paint));
    if (entries.empty()) {
      context.console.news(fmt::format("No apply of {} is recorded yet.", found.environment));
    } else if (total > entries.size()) {
      context.console.news(fmt::format("{} more; --limit 0 shows all.", total - entries.size()));
    }
  }
  return ExitCode::ok;
}

} // namespace flowsync::cli
