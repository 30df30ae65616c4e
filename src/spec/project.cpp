#include "spec/project.hpp"

#include "base/excerpt.hpp"
#include "base/fatal.hpp"
#include "base/text.hpp"
#include "spec/file_finder.hpp"
#include "spec/layer_loader.hpp"
#include "spec/listed_folders.hpp"
#include "spec/needed_layers.hpp"
#include "spec/required_version.hpp"
#include "spec/work_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace flowsync::spec {

namespace fs = std::filesystem;

const Document* Layer::find(Kind kind, std::string_view document_name) const
{
  const auto found = std::lower_bound(documents.begin(), documents.end(), std::tie(kind, document_name),
                                      [](const Document& document, const auto& wanted) {
                                        return std::tuple(document.kind, std::string_view(document.name)) < wanted;
                                      });
  return found != documents.end() && found->kind == kind && found->name == document_name ? &*found : nullptr;
}

std::vector<const Layer*> Project::all_layers() const
{
  std::vector<const Layer*> all;
  for (const auto& [folder, layer] : layers) {
    all.push_back(&layer);
  }
  for (const auto& [commit, layer] : revisions) {
    all.push_back(&layer);
  }
  return all;
}

fs::path find_root(const fs::path& folder)
{
  std::error_code failure;
  const auto start = fs::canonical(folder, failure);
  if (failure) {
    throw Fatal(fmt::format("cannot use the folder {}: {}", folder.string(), failure.message()));
  }
  for (auto candidate = start;; candidate = candidate.parent_path()) {
    if (fs::exists(candidate / k_project_file, failure)) {
      return candidate;
    }
    if (candidate == candidate.root_path()) {
      throw Fatal(fmt::format("no {} in {} or any folder above it", k_project_file, start.string()), ExitCode::error,
                  "`flowsync init` makes a project; -C DIR works in another folder");
    }
  }
}

namespace {

// The files that were found, as a draft has them.
std::vector<SpecFile> with_draft(std::vector<SpecFile> found, const fs::path& root, const ProjectDraft& draft)
{
  std::erase_if(found, [&](const SpecFile& file) { return draft.contains(file.shown_path); });
  for (const auto& [path, text] : draft) {
    const auto parts = split(path, '/');
    if (text && parts.size() > 2 && parts[0] == "environments" && is_yaml_file(path)) {
      found.push_back({root / path, path, std::string(parts[1])});
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.layer < b.layer; });
  return found;
}

// Leaves the files that these flows, and those that they refer to, may need.
void pass_over_others(std::vector<LoadedFile>& files, std::set<std::string> names)
{
  std::vector<LoadedFile> others = std::move(files);
  std::vector<bool> needed(others.size());
  for (std::size_t known = 0; known <= names.size();) {
    known = names.size() + 1;
    for (std::size_t i = 0; i < others.size(); ++i) {
      if (const auto& text = others[i].text; !needed[i] && (!text || !is_about_others(*text, names))) {
        needed[i] = true;
        names.merge(text ? referred_flows(*text) : std::set<std::string>{});
      }
    }
  }
  files.clear();
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (needed[i]) {
      files.push_back(std::move(others[i]));
    }
  }
}

// The project with what flowsync.yaml says.
Project load_root(const fs::path& root, Diagnostics& diagnostics)
{
  Project project;
  project.root = root;
  project.files = std::make_shared<SourceFiles>();
  if (std::error_code ignored; fs::is_symlink(root / k_project_file, ignored)) {
    diagnostics.error("unreadable-file", fmt::format("{} is a symbolic link", k_project_file),
                      {k_project_file, 0, 0, 1, {}}, "put the file itself here");
  } else {
    auto own_file = read_files({{root / k_project_file, k_project_file, ""}}, {});
    parse_files(own_file, *project.files);
    for (const auto& document : own_file.at(0).roots) {
      check_required_version(*document, *project.files);
    }
    LayerLoader(*project.files, project.layers, diagnostics).take_project_file(std::move(own_file.at(0)), project);
  }
  project.access = std::make_shared<const FileAccess>(root, listed_folders(project, diagnostics));
  project.files->set_work_tree(std::make_shared<const WorkTree>(project.access));
  return project;
}

} // namespace

std::shared_ptr<const FileAccess> file_access(const fs::path& root)
{
  Diagnostics unused;
  return load_root(root, unused).access;
}

Project load_project(const fs::path& folder, Diagnostics& diagnostics, const std::vector<std::string>& environments,
                     const ProjectDraft& draft, const NamedFlows& named, Cached cached)
{
  Diagnostics found_problems;
  auto project = load_root(find_root(folder), found_problems);
  LayerLoader loader(*project.files, project.layers, found_problems);
  auto found = find_files(*project.access, found_problems);
  for (const auto& name : found.layers) {
    project.layers[name].name = name;
  }
  auto files = read_files(draft.empty() ? found.files : with_draft(std::move(found.files), project.root, draft), draft);
  if (named) {
    pass_over_others(files, *named);
    project.whole = false;
  }
  if (!draft.empty()) {
    const auto tree = std::make_shared<const DraftTree>(project.access, draft);
    std::for_each(files.begin(), files.end(), [&](LoadedFile& file) { file.tree = tree; });
  }
  parse_files(files, *project.files, cached == Cached::yes ? &project.root : nullptr);
  for (auto& loaded : files) {
    project.layers[loaded.file.layer].name = loaded.file.layer;
    loader.take_layer_file(std::move(loaded));
  }
  loader.finish();
  diagnostics.append(environments.empty() ? std::move(found_problems)
                                          : problems_of_layers(found_problems, needed_layers(project, environments)));
  return project;
}

} // namespace flowsync::spec
