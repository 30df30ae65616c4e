#include "base/atomic_file.hpp"
#include "base/printable.hpp"
#include "base/rejected.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "importer/convert.hpp"
#include "importer/environment_edit.hpp"
#include "importer/json_reader.hpp"
#include "spec/yaml_writer.hpp"
#include "usecase/account/service.hpp"
#include "usecase/project/environment_file.hpp"
#include "usecase/project/file_set.hpp"
#include "usecase/project/withheld_check.hpp"
#include "usecase/project/workspace.hpp"
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
  auto text = read_file(usecase::working_directory(context) / file);
  if (!text) {
    throw Fatal(fmt::format("there is no file {}", file.string()));
  }
  return importer::read_json(files, files.add(file.string(), std::move(*text), "import"), diagnostics);
}

// What a person said of aliases: ALIAS=ID.
std::map<std::string, ResourceId> given_credentials(const std::vector<std::string>& words)
{
  std::map<std::string, ResourceId> given;
  for (const auto& word : words) {
    const auto sign = word.find('=');
    ResourceId id = 0;
    const auto digits = sign == std::string::npos ? std::string() : word.substr(sign + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), id);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || id < 1 ||
        !given.emplace(word.substr(0, sign), id).second) {
      throw Fatal(fmt::format("--credential `{}` is not ALIAS=ID, each alias once", printable(word)));
    }
  }
  return given;
}

// Shows the candidates and asks for the id of one.
std::optional<ResourceId> choose(const importer::Choice& choice, CommandContext& context)
{
  std::vector<std::vector<std::string>> rows;
  for (const auto& candidate : choice.candidates) {
    rows.push_back({std::to_string(candidate.id), candidate.name, candidate.type});
  }
  const auto head = choice.unknown
                        ? fmt::format("No credential is named \"{}\" here; these fit:", printable(choice.name))
                        : fmt::format("{} credentials are named \"{}\":", rows.size(), printable(choice.name));
  const auto answer =
      context.console.ask(fmt::format("{}\n{}Id of the one that is meant: ", head,
                                      view::table_text({"ID", "NAME", "TYPE"}, rows, context.console.err_paint())));
  const auto word = answer ? trim(*answer) : std::string_view{};
  ResourceId id = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
  const bool known = error == std::errc{} && end == word.data() + word.size() &&
                     std::any_of(choice.candidates.begin(), choice.candidates.end(),
                                 [&](const auto& candidate) { return candidate.id == id; });
  return known ? std::optional(id) : std::nullopt;
}

std::vector<importer::KnownCredential> account_credentials(const usecase::Settings& settings,
                                                           const CommandContext& context)
{
  const auto service = usecase::open_service(
      settings.project, settings.environment,
      usecase::setting_place(settings.document, *settings.project.files, {"spec", "nexla", "url"}), context);
  const auto doing = fmt::format("the account of {} could not be read", settings.environment.name);
  usecase::value_or_fail(service->api().identify(context.around.stop), doing);
  const auto listing =
      usecase::value_or_fail(service->api().list(ResourceKind::credential, context.around.stop), doing);
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
  std::optional<usecase::Settings> settings;
};

Target find_target(const CommandContext& context)
{
  if (!context.global.environments.empty() || usecase::usual_environment(context.around)) {
    auto settings = usecase::load_settings(context, usecase::one_environment(context, "import"));
    return {settings.project, std::move(settings)};
  }
  Diagnostics diagnostics; // problems of other files do not matter here
  return {spec::load_project(usecase::working_directory(context), diagnostics), std::nullopt};
}

importer::ConvertOptions convert_options(const Target& target, const ImportOptions& given, CommandContext& context)
{
  importer::ConvertOptions options;
  options.now = context.around.clock.now();
  options.name = given.name;
  options.credentials.given = given_credentials(given.credentials);
  if (target.settings) {
    options.layer = target.settings->environment.name;
  }
  options.is_taken = [&target](ResourceKind kind, const std::string& name) {
    const auto document = spec::document_of(kind).value();
    return std::any_of(target.project.layers.begin(), target.project.layers.end(),
                       [&](const auto& layer) { return layer.second.find(document, name) != nullptr; });
  };
  options.exists = [&target](const std::string& path) {
    std::error_code ignored;
    return fs::symlink_status(target.project.root / path, ignored).type() != fs::file_type::not_found;
  };
  for (const auto& [name, layer] : target.project.layers) {
    for (const auto& document : layer.documents) {
      if (document.kind == spec::Kind::flow) {
        options.flow_layers.emplace(document.name, name);
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

std::string text_of(const Node& document, const std::string& kind, const fs::path& root)
{
  std::error_code ignored;
  const bool has_schema = fs::exists(root / "schemas" / (kind + ".schema.json"), ignored);
  return (has_schema ? fmt::format("# yaml-language-server: $schema=../../../schemas/{}.schema.json\n", kind) : "") +
         spec::write_yaml(document);
}

// Everything that is new beside the environment's file, the flow last.
std::vector<usecase::ProjectFile> new_files(const importer::Imported& imported, const fs::path& root)
{
  std::vector<usecase::ProjectFile> files;
  for (const auto& [path, text] : imported.scripts) {
    files.push_back({path, text, true});
  }
  for (const auto& shared : imported.shared) {
    files.push_back({shared.file, text_of(*shared.document, shared.kind, root), true});
  }
  files.push_back({imported.file, text_of(*imported.document, "flow", root), true});
  return files;
}

// The environment's file with the new aliases and `adopt` entries; nothing when it needs none.
std::optional<usecase::EnvironmentEdit> with_entries(const importer::Imported& imported, const Target& target)
{
  if (!target.settings || (imported.credentials.empty() && imported.adopted.empty())) {
    return std::nullopt;
  }
  auto edits = importer::credential_edits(imported.credentials);
  const auto adopted = importer::adopt_edits(imported.adopted);
  edits.insert(edits.end(), adopted.begin(), adopted.end());
  return usecase::edit_environment(target.project, target.settings->environment.name, edits);
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
  if (!target.settings && !imported.adopted.empty()) {
    text += "  The properties file names existing resources: import with -e ENV to write them under `adopt:`.\n";
  }
  for (const auto& secret : imported.secrets) {
    text += fmt::format("  Name `{}` under `secrets:` of {}; its value was left out.\n", secret.name,
                        target.settings ? target.settings->environment.name : "each environment");
  }
  if (target.settings) {
    text += fmt::format("  Its paths, schedules and addresses are in it, so other environments do not change: "
                        "`flowsync promote {} --from {} --to ENV` brings it to the next one.\n",
                        imported.flow, target.settings->environment.name);
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
      importer::convert(*flow, properties.get(), files, convert_options(target, options, context), diagnostics);
  diagnostics.sort();
  if (diagnostics.has_errors() || !imported) {
    throw Rejected(std::move(diagnostics));
  }
  const auto file = target.project.root / imported->file;
  if (std::error_code ignored; fs::symlink_status(file, ignored).type() != fs::file_type::not_found) {
    throw Fatal(fmt::format("{} exists already and is not overwritten", imported->file), ExitCode::error,
                "move it away, or give the flow another name with --name");
  }
  const auto edit = with_entries(*imported, target);
  context.console.problems(diagnostics);
  auto written = new_files(*imported, target.project.root);
  for (const auto& one : written) {
    usecase::refuse_withheld(one.path, one.text, std::nullopt);
  }
  if (edit) {
    written.push_back({edit->path, edit->text, false});
  }
  usecase::write_files(target.project.root, written);
  if (target.settings) {
    usecase::tell_of_pin(target.project, target.settings->environment.name, context.console);
  }
  std::string text;
  for (const auto& one : written) {
    text += one.is_new ? fmt::format("Wrote {}\n", one.path) : std::string();
  }
  if (!imported->adopted.empty() && edit) {
    text += fmt::format("{} in {}\n", count_of(imported->adopted.size(), "new adoption"), edit->path);
  }
  if (edit && !imported->credentials.empty()) {
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
