#include "base/atomic_file.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/environment_file.hpp"
#include "cli/rejected.hpp"
#include "cli/service.hpp"
#include "cli/withheld_check.hpp"
#include "cli/workspace.hpp"
#include "importer/convert.hpp"
#include "importer/environment_edit.hpp"
#include "importer/json_reader.hpp"
#include "spec/yaml_writer.hpp"
#include "view/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace flowsync::cli {

namespace {

namespace fs = std::filesystem;

// The file as it will be named in messages, and its tree.
NodePtr read_file_tree(const fs::path& file, const CommandContext& context, SourceFiles& files,
                       Diagnostics& diagnostics)
{
  auto text = read_file(working_directory(context) / file);
  if (!text) {
    throw Fatal(fmt::format("there is no file {}", file.string()));
  }
  return importer::read_json(files, files.add(file.string(), std::move(*text), "import"), diagnostics);
}

// Shows the candidates and asks for the id of one.
std::optional<ResourceId> choose(const importer::Choice& choice, CommandContext& context)
{
  std::vector<std::vector<std::string>> rows;
  for (const auto& candidate : choice.candidates) {
    rows.push_back({std::to_string(candidate.id), candidate.name, candidate.type});
  }
  const auto answer = context.console.ask(
      fmt::format("{} credentials are named \"{}\":\n{}Id of the one that is meant: ", rows.size(),
                  printable(choice.name), view::table_text({"ID", "NAME", "TYPE"}, rows, context.console.err_paint())));
  const auto word = answer ? trim(*answer) : std::string_view{};
  ResourceId id = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
  const bool known = error == std::errc{} && end == word.data() + word.size() &&
                     std::any_of(choice.candidates.begin(), choice.candidates.end(),
                                 [&](const auto& candidate) { return candidate.id == id; });
  return known ? std::optional(id) : std::nullopt;
}

std::vector<importer::KnownCredential> account_credentials(const Settings& settings, const CommandContext& context)
{
  const auto service =
      open_service(settings.project, settings.environment,
                   setting_place(settings.document, *settings.project.files, {"spec", "nexla", "url"}), context);
  const auto doing = fmt::format("the account of {} could not be read", settings.environment.name);
  value_or_fail(service->api().identify(context.around.stop), doing);
  const auto listing = value_or_fail(service->api().list(ResourceType::data_credential, context.around.stop), doing);
  std::vector<importer::KnownCredential> result;
  for (const auto& credential : listing.items) {
    result.push_back({credential.id, credential.name, credential.kind});
  }
  return result;
}

// Where the flow goes: the project, and with -e the environment whose account gives the credentials.
struct Target
{
  spec::Project project;
  std::optional<Settings> settings;
};

Target find_target(const CommandContext& context)
{
  if (!context.global.environments.empty()) {
    auto settings = load_settings(context, one_environment(context, "import"));
    return {settings.project, std::move(settings)};
  }
  Diagnostics diagnostics; // problems of other files do not matter here
  return {spec::load_project(working_directory(context), diagnostics), std::nullopt};
}

importer::ConvertOptions convert_options(const Target& target, CommandContext& context)
{
  importer::ConvertOptions options;
  options.now = context.around.clock.now();
  if (const auto base = target.project.layers.find("base"); base != target.project.layers.end()) {
    for (const auto& document : base->second.documents) {
      if (document.kind == spec::Kind::flow) {
        options.flow_names.insert(document.name);
      }
    }
  }
  if (target.settings) {
    options.credentials.aliases = target.settings->environment.credentials;
    options.credentials.account = account_credentials(*target.settings, context);
    options.credentials.choose = [&context](const importer::Choice& choice) { return choose(choice, context); };
  }
  return options;
}

std::string flow_text(const importer::Imported& imported, const fs::path& root)
{
  std::error_code ignored;
  const bool has_schema = fs::exists(root / "schemas" / "flow.schema.json", ignored);
  return (has_schema ? "# yaml-language-server: $schema=../../../schemas/flow.schema.json\n" : "") +
         spec::write_yaml(*imported.document);
}

// The environment's file with the new aliases; nothing when it needs none.
std::optional<EnvironmentEdit> with_aliases(const importer::Imported& imported, const Target& target)
{
  if (!target.settings || imported.credentials.empty()) {
    return std::nullopt;
  }
  return edit_environment(target.project, target.settings->environment.name,
                          importer::credential_edits(imported.credentials));
}

// What is left for a person to do.
std::string next_steps(const importer::Imported& imported, const Target& target)
{
  std::string text;
  for (const auto& note : imported.notes) {
    text += "  " + printable(note) + "\n";
  }
  if (!target.settings && !imported.credentials.empty()) {
    std::vector<std::string> aliases;
    for (const auto& [alias, selector] : imported.credentials) {
      aliases.push_back("`" + alias + "`");
    }
    text +=
        fmt::format("  Add {} to `credentials:` of each environment, or import with -e ENV.\n", join_words(aliases));
  }
  for (const auto& secret : imported.secrets) {
    text += fmt::format("  Name `{}` under `secrets:` of each environment; its value was left out.\n", secret.name);
  }
  return text;
}

} // namespace

ExitCode run_command(const ImportOptions& options, CommandContext& context)
{
  choose_format(context.global, "import");
  const auto target = find_target(context);
  SourceFiles files;
  Diagnostics diagnostics;
  const auto flow = read_file_tree(options.file, context, files, diagnostics);
  const auto properties =
      options.properties.empty() ? nullptr : read_file_tree(options.properties, context, files, diagnostics);
  if (diagnostics.has_errors() || flow == nullptr) {
    throw Rejected(std::move(diagnostics));
  }
  const auto imported =
      importer::convert(*flow, properties.get(), files, convert_options(target, context), diagnostics);
  diagnostics.sort();
  if (diagnostics.has_errors() || !imported) {
    throw Rejected(std::move(diagnostics));
  }
  const auto file = target.project.root / imported->file;
  if (std::error_code ignored; fs::symlink_status(file, ignored).type() != fs::file_type::not_found) {
    throw Fatal(fmt::format("{} exists already and is not overwritten", imported->file), ExitCode::error,
                "move it away, or rename the source in the exported file");
  }
  const auto edit = with_aliases(*imported, target);
  context.console.problems(diagnostics);
  const auto written = flow_text(*imported, target.project.root);
  refuse_withheld(imported->file, written, std::nullopt);
  write_file_atomically(file, written);
  if (edit) {
    write_file_atomically(target.project.root / edit->path, edit->text);
  }
  if (target.settings) {
    tell_of_pin(target.project, target.settings->environment.name, context.console);
  }
  auto text = fmt::format("Wrote {}\n", imported->file);
  if (edit) {
    std::vector<std::string> aliases;
    for (const auto& [alias, selector] : imported->credentials) {
      aliases.push_back("`" + alias + "`");
    }
    text += fmt::format("Added {} to {}\n", join_words(aliases), edit->path);
  }
  context.console.result(text + next_steps(*imported, target));
  return ExitCode::ok;
}

} // namespace flowsync::cli
