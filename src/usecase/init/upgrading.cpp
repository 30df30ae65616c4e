#include "usecase/init/upgrading.hpp"

#include "base/atomic_file.hpp"
#include "base/text.hpp"
#include "overlay/layers.hpp"
#include "spec/project.hpp"
#include "usecase/init/written_files.hpp"
#include "view/patch_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace flowsync::usecase {

namespace {

namespace fs = std::filesystem;

// The environments in the order in which a file for CI applies them, then those that it does not name, before the last
// one.
std::vector<std::string> in_order(std::vector<std::string> names, const std::string& text)
{
  std::vector<std::string> ordered;
  for (auto line : split(text, '\n')) {
    while (line.ends_with(' ') || line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    for (const auto& name : names) {
      const bool job =
          line == "  apply-" + name + ":" || (line.starts_with("flowsync") && line.ends_with(" apply " + name + ":"));
      if (job && std::find(ordered.begin(), ordered.end(), name) == ordered.end()) {
        ordered.push_back(name);
      }
    }
  }
  std::erase_if(names,
                [&](const auto& name) { return std::find(ordered.begin(), ordered.end(), name) != ordered.end(); });
  ordered.insert(ordered.empty() ? ordered.end() : std::prev(ordered.end()), names.begin(), names.end());
  return ordered;
}

struct Upgraded
{
  std::vector<std::string> written;
  std::string patch; // of what somebody edited
  std::vector<std::string> edited;
};

// `asked`: it is to be there, also when somebody took it away. What the specs name always is.
void upgrade_file(const MadeFile& file, bool asked, WrittenFiles& record, const CommandContext& context,
                  Upgraded& upgraded)
{
  const auto text = read_file(file.path);
  if (text == file.text) {
    record.record(file);
    return;
  }
  const bool users_own = file.path.filename() == k_gitlab_list && !record.digest_of(file);
  const bool taken_away = !asked && !file.needed && record.digest_of(file).has_value();
  if (text ? users_own : taken_away) {
    return;
  }
  if (text && !record.is_unedited(file, *text)) {
    upgraded.patch += view::patch_text(file.name, *text, file.text, context.console.out_paint());
    upgraded.edited.push_back(file.name);
    return;
  }
  write_file_atomically(file.path, file.text, Durable::no);
  record.record(file);
  upgraded.written.push_back(file.name);
}

} // namespace

ExitCode upgrade_project(const std::filesystem::path& directory, const std::string& ci, CommandContext& context)
{
  const auto root = spec::find_root((working_directory(context) / directory).lexically_normal());
  Diagnostics unused; // of specs; only names matter here
  const auto project = spec::load_project(root, unused);
  const auto place = repository_place(root);
  auto forges = chosen_forges(ci, place);
  std::string order;
  for (const auto forge : {CiForge::github, CiForge::gitlab}) {
    const auto text = read_file(place.root / ci_apply_file(forge, place.folder));
    order += text.value_or("") + "\n";
    if (!text && ci.empty()) { // this project does without
      std::erase(forges, forge);
    }
  }
  const CiFacts facts{project.name, in_order(overlay::environment_names(project), order), place.folder};
  auto record = WrittenFiles::read(root);
  Upgraded upgraded;
  for (const auto& file : made_files(root, place, forges, facts)) {
    upgrade_file(file, !ci.empty(), record, context, upgraded);
  }
  record.write();
  for (const auto& name : upgraded.written) {
    context.console.news("  " + name);
  }
  if (!upgraded.edited.empty()) {
    context.console.news(
        fmt::format("Edited here, and so left as {}: {}. What this version would write differs like this:",
                    upgraded.edited.size() == 1 ? "it is" : "they are", join_words(upgraded.edited)));
    context.console.result(upgraded.patch);
  } else if (upgraded.written.empty()) {
    context.console.result("Everything is as this version writes it.\n");
  } else {
    context.console.result(fmt::format("Renewed {}.\n", count_of(upgraded.written.size(), "file")));
  }
  return ExitCode::ok;
}

} // namespace flowsync::usecase
