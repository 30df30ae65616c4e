#include "base/atomic_file.hpp"
#include "base/digest.hpp"
#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "model/address.hpp"
#include "usecase/init/upgrading.hpp"
#include "usecase/init/written_files.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_random_bytes = 2;
constexpr std::size_t k_longest_base = k_longest_project - 1 - 2 * k_random_bytes;

// A folder's name as a project name: lower case, other characters to hyphens.
std::string name_from(const fs::path& folder)
{
  std::string name;
  for (const char c : lower(folder.filename().string())) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  name = name.substr(0, k_longest_base);
  while (!name.empty() && name.back() == '-') {
    name.pop_back();
  }
  return name.empty() ? "flows" : name;
}

std::string project_name(const InitOptions& options, const fs::path& folder)
{
  const auto base = options.name.empty() ? name_from(folder) : options.name;
  if (!is_name(base, k_longest_base)) {
    throw Fatal(fmt::format("`{}` cannot be the name of a project", base), ExitCode::error,
                fmt::format("use lower-case letters, digits and hyphens, at most {} characters", k_longest_base));
  }
  return fmt::format("{}-{}", base, random_hex(k_random_bytes));
}

// The environments of a new project. Throws Fatal for what cannot be the name of one.
std::vector<std::string> bare_environments(const GlobalOptions& global)
{
  if (global.environments.empty()) {
    return {"dev", "qa", "prod"};
  }
  std::vector<std::string> names;
  for (const auto& name : global.environments) {
    if (!is_name(name, k_longest_environment) || name == "base") {
      throw Fatal(
          fmt::format("`{}` cannot be the name of an environment", excerpt(name)), ExitCode::error,
          fmt::format("use lower-case letters, digits and hyphens, at most {} characters", k_longest_environment));
    }
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  return names;
}

// All files of a new project; those of the specs come first.
std::vector<usecase::MadeFile> all_files(const std::vector<usecase::InitFile>& specs,
                                         std::vector<usecase::MadeFile> made, const fs::path& folder)
{
  std::vector<usecase::MadeFile> files;
  for (const auto& file : specs) {
    files.push_back({folder / file.path, file.path, file.text});
  }
  std::move(made.begin(), made.end(), std::back_inserter(files));
  return files;
}

// What projects of one repository share, and is there as it is to be, is not in the way.
void refuse_existing(const fs::path& folder, const std::vector<usecase::MadeFile>& files)
{
  std::vector<std::string> existing;
  for (const auto& file : files) {
    std::error_code ignored;
    if (fs::symlink_status(file.path, ignored).type() != fs::file_type::not_found &&
        read_file(file.path) != file.text) {
      existing.push_back(file.name);
    }
  }
  if (!existing.empty()) {
    throw Fatal(fmt::format("nothing was written: {} already in {}",
                            existing.size() == 1 ? existing.front() + " is" : join_words(existing) + " are",
                            folder.string()),
                ExitCode::error, "choose an empty folder: flowsync init DIR");
  }
}

// Adds the folder to .gitignore, keeping what is there; true when it wrote.
bool ignore_folder(const fs::path& file)
{
  auto text = read_file(file).value_or("");
  for (const auto line : split(text, '\n')) {
    if (trim(line) == usecase::k_ignored_folder) {
      return false;
    }
  }
  text += text.empty() || text.back() == '\n' ? "" : "\n";
  write_file_atomically(file, text + usecase::k_ignored_folder + "\n", Durable::no);
  return true;
}

} // namespace

ExitCode run_command(const InitOptions& options, CommandContext& context)
{
  choose_format(context.global, "init");
  if (options.upgrade) {
    return usecase::upgrade_project(options.directory, options.ci, context);
  }
  auto folder = (usecase::working_directory(context) / options.directory).lexically_normal();
  if (!folder.has_filename()) {
    folder = folder.parent_path();
  }
  const auto project = project_name(options, folder);
  const auto environments = bare_environments(context.global); // of the sample, too: it takes no -e
  const auto place = usecase::repository_place(folder);
  const usecase::InitFacts facts{project, place.has_remote};
  auto made = usecase::made_files(folder, place, usecase::chosen_forges(options.ci, place),
                                  {project, environments, place.folder});
  const auto list = std::find_if(made.begin(), made.end(),
                                 [](const auto& file) { return file.path.filename() == usecase::k_gitlab_list; });
  std::string to_include; // where the repository has a list of its own
  if (list != made.end() && fs::exists(list->path)) {
    to_include = usecase::ci_apply_file(usecase::CiForge::gitlab, place.folder);
    made.erase(list);
  }
  auto record = usecase::WrittenFiles::read(folder);
  std::for_each(made.begin(), made.end(), [&](const auto& file) { record.record(file); });
  const auto specs = options.bare ? usecase::bare_files(facts, environments) : usecase::init_files(facts);
  const auto files = all_files(specs, std::move(made), folder);
  refuse_existing(folder, files);
  for (const auto& file : files) {
    write_file_atomically(file.path, file.text, Durable::no);
    context.console.news("  " + file.name);
  }
  record.write();
  context.console.news("  " + usecase::WrittenFiles::file_name());
  if (ignore_folder(folder / ".gitignore")) {
    context.console.news("  .gitignore");
  }
  if (!to_include.empty()) {
    context.console.news(
        fmt::format("{} is there already: add `- local: {}` to its `include:`.", usecase::k_gitlab_list, to_include));
  }
  const auto go = options.directory == "." ? std::string() : fmt::format("  cd {}\n", options.directory.string());
  const auto next =
      options.bare ? fmt::format("  flowsync export -e {} --source ID   (or --all-sources)\n", environments.front())
                   : fmt::format("  flowsync plan -e {0}\n  flowsync apply -e {0}\n", "dev");
  context.console.result(
      fmt::format("Project {} is ready. Its environments are simulators; try:\n{}{}", project, go, next));
  return ExitCode::ok;
}

} // namespace flowsync::cli
