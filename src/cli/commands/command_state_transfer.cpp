#include "base/atomic_file.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "cli/commands/command_state.hpp"
#include "cli/exact_output.hpp"
#include "state/state_file.hpp"
#include "usecase/account/state_access.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

using state::Changes;
using state::Stored;

std::unique_ptr<state::Storage> open_or_fail(const state::Place& place)
{
  auto storage = state::open_storage(place);
  if (!storage) {
    fail_with(storage.error());
  }
  return std::move(storage).value();
}

Stored load_or_fail(state::Storage& storage, const std::vector<std::string>& files)
{
  auto stored = storage.load(files);
  if (!stored) {
    fail_with(stored.error());
  }
  return std::move(stored).value();
}

// The lock of a place for as long as something is copied there.
class Locked
{
public:
  Locked(state::Storage& storage, const CommandContext& context, const std::string& what) : m_storage(storage)
  {
    auto token = storage.lock(usecase::this_run(context, what), "");
    if (token) {
      m_token = std::move(token).value();
      return;
    }
    const auto held = storage.holder();
    const auto problem = token.error();
    throw Fatal(held && *held ? fmt::format("{}: {}", problem.text, state::words_for((*held)->holder)) : problem.text,
                problem.exit(), problem.hint.empty() ? "wait until that run has ended" : problem.hint);
  }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
  ~Locked() { static_cast<void>(m_storage.unlock(m_token)); }

private:
  state::Storage& m_storage;
  std::string m_token;
};

enum class Lies
{
  in_its_place,
  elsewhere, // a file that somebody gives: nothing lies in a place yet that could be repaired
};

StateData parse_or_fail(const std::string& text, const std::string& name, Lies lies = Lies::in_its_place)
{
  auto data = state::parse_state_file(text, name);
  if (!data && lies == Lies::elsewhere && data.error().kind == state::Problem::Kind::damaged) {
    const bool is_a_state = text.find(R"("lineage")") != std::string::npos;
    throw Fatal(is_a_state ? data.error().text : fmt::format("{} is not a state of flowsync", printable(name)),
                is_a_state ? ExitCode::refused : ExitCode::error,
                "give a file that `state pull` has printed or an apply has written, whole and unchanged");
  }
  if (!data) {
    fail_with(data.error());
  }
  return std::move(data).value();
}

// Everything that a place holds; folders as far as the storage knows them.
Stored everything(state::Storage& storage)
{
  std::vector<std::string> wanted{state::k_state_file, state::k_observed_file, state::k_run_file};
  load_or_fail(storage, wanted);
  for (const auto* const folder : {state::k_history_folder, state::k_trash_folder}) {
    auto paths = storage.list(folder);
    if (!paths) {
      fail_with(paths.error());
    }
    wanted.insert(wanted.end(), paths->begin(), paths->end());
  }
  return load_or_fail(storage, wanted);
}

StateSettings settings_of(const StateOptions& options)
{
  StateSettings settings;
  settings.given = true;
  settings.backend = options.to;
  if (find_backend(options.to) == nullptr) {
    std::vector<std::string> names;
    for (const auto& backend : backends()) {
      names.emplace_back(backend.name);
    }
    throw Fatal(fmt::format("there is no backend `{}`", printable(options.to)), ExitCode::error,
                fmt::format("there is {}", join_words(names)));
  }
  for (const auto& word : options.with) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) {
      throw Fatal(fmt::format("`--with {}` has no value", printable(word)), ExitCode::error, "write --with KEY=VALUE");
    }
    settings.options[word.substr(0, equals)] = word.substr(equals + 1);
  }
  for (const auto& problem : check_state_settings(settings)) {
    throw Fatal(problem.text, ExitCode::error, problem.hint.empty() ? "add it with --with KEY=VALUE" : problem.hint);
  }
  return settings;
}

// The line to commit: "state: {backend: git}".
std::string line_of(const StateSettings& settings)
{
  auto line = fmt::format("state: {{backend: {}", settings.backend);
  for (const auto& [key, value] : settings.options) {
    line += fmt::format(", {}: {}", key,
                        value.find_first_of(":#{}[],& *!|>'\"%@`") == std::string::npos ? value
                                                                                        : fmt::format("\"{}\"", value));
  }
  return line + "}";
}

} // namespace

ExitCode pull_state(const StateOptions& /*options*/, CommandContext& context)
{
  const auto found = find_state(context, "state pull");
  const auto storage = open_or_fail(found.place);
  const auto stored = load_or_fail(*storage, {state::k_state_file});
  const auto file = stored.files.find(state::k_state_file);
  if (file == stored.files.end()) {
    throw Fatal(fmt::format("there is no state of {} in {}", found.environment, found.place.text()), ExitCode::error,
                "the first apply makes one");
  }
  print_exactly(context, file->second);
  return ExitCode::ok;
}

ExitCode push_state(const StateOptions& options, CommandContext& context)
{
  const auto found = find_state(context, "state push");
  const auto& name = options.words.at(0);
  const auto path = usecase::working_directory(context) / name;
  const auto text = read_file(path);
  if (!text) {
    throw Fatal(fmt::format("there is no file {}", printable(name)));
  }
  auto data = parse_or_fail(*text, name, Lies::elsewhere);
  if (const auto problem = state::check_owner(data, found.place)) {
    fail_with(*problem);
  }
  const auto storage = open_or_fail(found.place);
  const Locked locked(*storage, context, "state push");
  const auto stored = load_or_fail(*storage, {state::k_state_file, state::k_run_file});
  if (const auto file = stored.files.find(state::k_state_file); file != stored.files.end() && !options.force) {
    const auto there = parse_or_fail(file->second, found.place.text());
    if (there.lineage != data.lineage) {
      throw Fatal(fmt::format("{} is not a later or earlier form of the state in {}: they began apart", printable(name),
                              found.place.text()),
                  ExitCode::refused, "--force puts it there all the same");
    }
    if (there.serial > data.serial) {
      throw Fatal(fmt::format("the state in {} is newer (serial {}) than {} (serial {})", found.place.text(),
                              there.serial, printable(name), data.serial),
                  ExitCode::refused, "--force puts it there all the same");
    }
  }
  const state::SaveNote note{usecase::this_run(context, "state push").who,
                             fmt::format("state push of {}", found.environment), context.around.clock.now(), false};
  const auto version =
      storage->save({{state::k_state_file, *text}, {state::k_run_file, std::nullopt}}, stored.version, note);
  if (!version) {
    fail_with(version.error());
  }
  context.console.result(fmt::format("The state of {} in {} is now that of {}: serial {}, {}.\n", found.environment,
                                     found.place.text(), printable(name), data.serial,
                                     count_of(data.records.size(), "resource")));
  return ExitCode::ok;
}

ExitCode migrate_state(const StateOptions& options, CommandContext& context)
{
  const auto found = find_state(context, "state migrate");
  auto from = found.place;
  auto to = found.place;
  to.settings = settings_of(options);
  if (shared_place(from.settings, from.project, from.environment) ==
      shared_place(to.settings, to.project, to.environment)) {
    from.settings = {}; // the specs name the new place already: what lies on this machine moves there
  }
  if (from.text() == to.text()) {
    throw Fatal(fmt::format("the state of {} lives in {} already", found.environment, to.text()));
  }
  const auto source = open_or_fail(from);
  const auto target = open_or_fail(to);
  const Locked source_lock(*source, context, "state migrate");
  const Locked target_lock(*target, context, "state migrate");
  auto moving = everything(*source);
  const auto file = moving.files.find(state::k_state_file);
  if (file == moving.files.end()) {
    throw Fatal(fmt::format("there is no state of {} in {}", found.environment, from.text()), ExitCode::error,
                "nothing needs to be moved: the first apply makes a state in the new place");
  }
  auto data = parse_or_fail(file->second, from.text());
  if (const auto problem = state::check_owner(data, to)) {
    fail_with(*problem);
  }
  data.project = to.project;
  data.environment = to.environment;
  file->second = state::state_file_text(data);
  const auto there = load_or_fail(*target, {state::k_state_file});
  if (!there.version.empty()) {
    throw Fatal(fmt::format("there is a state of {} in {} already", found.environment, to.text()), ExitCode::refused,
                "nothing was changed; look at both with `flowsync state show`, and bring one in with `flowsync state "
                "push --force`");
  }
  Changes changes;
  for (const auto& [path, text] : moving.files) {
    changes.emplace(path, text);
  }
  const state::SaveNote note{usecase::this_run(context, "state migrate").who,
                             fmt::format("state migrate of {} from {}", found.environment, from.text()),
                             context.around.clock.now(), false};
  if (const auto version = target->save(changes, there.version, note); !version) {
    fail_with(version.error());
  }
  // Read back, by eyes that have not written it.
  const auto proof = load_or_fail(*open_or_fail(to), {state::k_state_file});
  const auto read = proof.files.find(state::k_state_file);
  if (read == proof.files.end() || read->second != file->second) {
    throw Fatal(fmt::format("what was written to {} does not read the same", to.text()), ExitCode::partial,
                fmt::format("the state in {} is as it was: go on with that one", from.text()));
  }
  context.console.result(fmt::format("The state of {} ({}, serial {}) is copied to {} and reads back the same.\n",
                                     found.environment, count_of(data.records.size(), "resource"), data.serial,
                                     to.text()));
  context.console.news(fmt::format("Now write this below `spec:` in environments/{}/environment.yaml and commit it:\n\n"
                                   "  {}\n\nThe old one stays in {} and is not used any more then.",
                                   found.environment, line_of(to.settings), from.text()));
  return ExitCode::ok;
}

} // namespace flowsync::cli
