#include "base/atomic_file.hpp"
#include "base/parallel.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/version.hpp"
#include "cli/commands.hpp"
#include "cli/exact_output.hpp"
#include "cli/formats.hpp"
#include "spec/file_finder.hpp"
#include "spec/load_text.hpp"
#include "spec/project.hpp"
#include "spec/yaml_format.hpp"
#include "view/diagnostics_json.hpp"
#include "view/diagnostics_text.hpp"
#include "view/json_text.hpp"
#include "view/patch_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

namespace fs = std::filesystem;

struct FormattedFile
{
  fs::path path;
  std::string shown_path;
  std::string before; // as it is
  std::string text;   // as it should be, when `differs`
  bool differs = false;
  Diagnostics problems;
};

bool has_yaml_name(const fs::path& path)
{
  const auto extension = lower(path.extension().string());
  return extension == ".yaml" || extension == ".yml";
}

// flowsync.yaml and the specs of the project around `folder`.
std::vector<FormattedFile> files_of_project(const fs::path& folder, Diagnostics& problems)
{
  const auto root = spec::find_root(folder);
  std::vector<FormattedFile> files;
  files.push_back({root / "flowsync.yaml", "flowsync.yaml", {}, {}, false, {}});
  for (const auto& file : spec::find_files(*spec::file_access(root), problems).files) {
    files.push_back({file.path, file.shown_path, {}, {}, false, {}});
  }
  return files;
}

// The YAML files in a folder and those below it; hidden ones are skipped, and links to folders are not followed.
void add_folder(const fs::path& folder, const fs::path& shown, std::vector<FormattedFile>& files)
{
  std::vector<FormattedFile> found;
  for (auto entry = fs::recursive_directory_iterator(folder); entry != fs::recursive_directory_iterator(); ++entry) {
    const bool is_hidden = entry->path().filename().string().starts_with('.');
    if (is_hidden && entry->is_directory()) {
      entry.disable_recursion_pending();
    } else if (!is_hidden && entry->is_regular_file() && has_yaml_name(entry->path())) {
      const auto name = (shown / entry->path().lexically_relative(folder)).lexically_normal();
      found.push_back({entry->path(), name.generic_string(), {}, {}, false, {}});
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.shown_path < b.shown_path; });
  std::move(found.begin(), found.end(), std::back_inserter(files));
}

std::vector<FormattedFile> given_files(const FmtOptions& options, const fs::path& here, Diagnostics& problems)
{
  std::vector<FormattedFile> files;
  for (const auto& path : options.paths) {
    const auto shown = path.generic_string();
    try {
      if (fs::is_directory(here / path)) {
        add_folder(here / path, path, files);
      } else {
        files.push_back({here / path, shown, {}, {}, false, {}});
      }
    } catch (const fs::filesystem_error& failure) {
      problems.error("unreadable-file", fmt::format("cannot be read: {}", failure.code().message()),
                     {shown, 0, 0, 1, {}});
    }
  }
  return files;
}

void format_text(const std::optional<std::string>& text, FormattedFile& file)
{
  if (!text) {
    return;
  }
  auto formatted = spec::format_yaml(*text, file.shown_path);
  if (!formatted) {
    file.problems = std::move(formatted.error());
    return;
  }
  file.differs = formatted.value() != *text;
  file.before = *text;
  file.text = std::move(formatted.value());
}

void format_file(FormattedFile& file)
{
  const auto text = spec::load_text(file.path, file.shown_path, file.problems);
  format_text(text, file);
  std::error_code ignored; // load_text() leaves out a byte order mark, which the size tells
  file.differs =
      file.differs || (text && !file.problems.has_errors() && fs::file_size(file.path, ignored) != text->size());
}

// What stands on the standard input, formatted. It goes to the standard output, also when nothing differs, so that an
// editor can put it in the place of what it gave.
FormattedFile format_input(const CommandContext& context)
{
  FormattedFile file{{}, "stdin", {}, {}, false, {}};
  if (!context.around.read_input) {
    throw Fatal("the standard input cannot be read");
  }
  auto given = context.around.read_input(spec::k_biggest_file + 1);
  const auto size = given.size();
  const auto text = spec::accept_text(std::move(given), file.shown_path, file.problems);
  format_text(text, file);
  file.differs = file.differs || (text && text->size() != size);
  return file;
}

std::string fmt_json(const std::vector<FormattedFile>& files, const Diagnostics& problems)
{
  nlohmann::ordered_json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["files"] = files.size();
  document["not_formatted"] = nlohmann::ordered_json::array();
  for (const auto& file : files) {
    if (file.differs) {
      document["not_formatted"].push_back(file.shown_path);
    }
  }
  document["diagnostics"] = view::diagnostics_json(problems);
  return view::json_text(document);
}

} // namespace

ExitCode run_command(const FmtOptions& options, CommandContext& context)
{
  const auto format = choose_format(context.global, "fmt");
  const auto here = usecase::working_directory(context);
  Diagnostics problems;
  const bool from_input = options.paths.size() == 1 && options.paths.front() == "-";
  std::vector<FormattedFile> files;
  if (from_input) {
    files.push_back(format_input(context));
  } else {
    files = options.paths.empty() ? files_of_project(here, problems) : given_files(options, here, problems);
    for_each_parallel(files.size(), [&](std::size_t i) { format_file(files[i]); });
  }
  const bool writes = !options.check && !options.diff;
  std::size_t differing = 0;
  for (auto& file : files) {
    const bool good = !file.problems.has_errors();
    problems.append(std::move(file.problems));
    if (from_input && writes && good && format == "text") {
      print_exactly(context, file.text);
      continue;
    }
    if (!file.differs) {
      continue;
    }
    ++differing;
    if (writes && !from_input) { // a link stays one
      write_file_atomically(fs::weakly_canonical(file.path), file.text, Durable::no);
    }
    if (format == "text") {
      context.console.result(
          options.diff ? view::patch_text(file.shown_path, file.before, file.text, context.console.out_paint())
                       : printable(file.shown_path) + "\n");
    }
  }
  if (format == "json") {
    context.console.result(fmt_json(files, problems));
  }
  context.console.problems(problems);
  if (problems.has_errors()) {
    context.console.news(fmt::format("\n{}.", view::count_problems(problems)));
    return problems.exit_code();
  }
  if (differing == 0 && !from_input) {
    context.console.detail(fmt::format("{} formatted already", count_of(files.size(), "file")));
  }
  return !writes && differing > 0 ? ExitCode::differences : ExitCode::ok;
}

} // namespace flowsync::cli
