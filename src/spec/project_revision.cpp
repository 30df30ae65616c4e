#include "spec/project_revision.hpp"

#include "base/text.hpp"
#include "spec/layer_loader.hpp"
#include "spec/listed_folders.hpp"
#include "spec/load_text.hpp"
#include "spec/needed_layers.hpp"
#include "spec/required_version.hpp"
#include "spec/revision_tree.hpp"

#include <fmt/format.h>

namespace flowsync::spec {

namespace {

void unreadable(const std::string& path, const std::string& reason, Diagnostics& diagnostics)
{
  diagnostics.error("unreadable-revision", fmt::format("{} cannot be read: {}", path, reason));
}

// The text of flowsync.yaml; nothing, with the reason among the problems, when there is none.
std::optional<std::string> project_text(const git::Revision& revision, const std::string& shown,
                                        Diagnostics& diagnostics)
{
  const auto found = revision.files(k_project_file);
  const auto texts =
      found ? revision.read(*found) : Result<std::vector<std::string>, git::RevisionProblem>(found.error());
  if (!texts) {
    unreadable(shown, texts.error().reason, diagnostics);
    return std::nullopt;
  }
  if (texts->size() != 1 || found->front().kind != git::RevisionFile::Kind::regular) {
    unreadable(shown, "it is not there", diagnostics);
    return std::nullopt;
  }
  return texts->front();
}

} // namespace

Project load_project_revision(const std::filesystem::path& root, git::Revision revision, const std::string& name,
                              Diagnostics& diagnostics, const std::vector<std::string>& environments)
{
  Diagnostics problems;
  Project project;
  project.root = root;
  project.files = std::make_shared<SourceFiles>();
  LayerLoader loader(*project.files, project.layers, problems);
  const auto shown = name + ":" + k_project_file;
  if (auto text = project_text(revision, shown, problems)) {
    std::vector<LoadedFile> own(1);
    own.front().file = {{}, shown, ""};
    own.front().text = accept_text(std::move(*text), shown, own.front().problems);
    parse_files(own, *project.files);
    for (const auto& document : own.front().roots) {
      check_required_version(*document, *project.files);
    }
    loader.take_project_file(std::move(own.front()), project);
  }
  const auto folders = listed_folders(project, problems);
  project.access = std::make_shared<const FileAccess>(root, folders);
  const auto tree = std::make_shared<RevisionTree>(std::move(revision), name, project.access);
  std::vector<std::string> all{k_specs_folder};
  all.insert(all.end(), folders.begin(), folders.end());
  for (const auto& folder : all) {
    if (const auto loaded = tree->load(folder); !loaded) {
      unreadable(tree->shown_path(folder), loaded.error().reason, problems);
    }
  }
  std::vector<LoadedFile> files;
  for (auto& [path, text] : tree->specs(problems)) {
    const auto parts = split(path, '/');
    if (parts.size() < 3 || parts.front() != k_specs_folder) {
      continue;
    }
    LoadedFile loaded;
    loaded.file = {{}, tree->shown_path(path), std::string(parts[1])};
    loaded.text = accept_text(text, loaded.file.shown_path, loaded.problems);
    loaded.tree = tree;
    files.push_back(std::move(loaded));
  }
  parse_files(files, *project.files);
  for (auto& loaded : files) {
    project.layers[loaded.file.layer].name = loaded.file.layer;
    loader.take_layer_file(std::move(loaded));
  }
  loader.finish();
  diagnostics.append(environments.empty() ? std::move(problems)
                                          : problems_of_layers(problems, needed_layers(project, environments)));
  return project;
}

} // namespace flowsync::spec
