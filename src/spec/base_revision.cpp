#include "spec/base_revision.hpp"

#include "base/text.hpp"
#include "git/revision.hpp"
#include "spec/layer_loader.hpp"
#include "spec/load_text.hpp"
#include "spec/revision_tree.hpp"

#include <fmt/format.h>

namespace flowsync::spec {

namespace {

constexpr const char* k_layer = "base";
constexpr const char* k_base_folder = "environments/base";

bool looks_like_commit(const std::string& ref)
{
  constexpr std::size_t k_shortest = 7;
  return ref.size() >= k_shortest && ref.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// What brings a revision into a clone that does not have it.
std::string fetch_command(const std::string& ref, bool shallow)
{
  if (looks_like_commit(ref)) {
    return shallow ? "run `git fetch --unshallow`, or set `fetch-depth: 0` in CI"
                   : fmt::format("run `git fetch origin {}`", ref);
  }
  if (ref.starts_with('-')) {
    return "correct the name: none begins with `-`";
  }
  return fmt::format("run `git fetch{} origin tag {}`{}", shallow ? " --depth=1" : "", shell_word(ref),
                     shallow ? ", or set `fetch-depth: 0` in CI" : ", or correct the name");
}

Location place(const Project& project, const BasePin& pin)
{
  return project.files->locate(pin.at, pin.ref);
}

std::optional<git::Revision> open(const Project& project, const BasePin& pin, Diagnostics& diagnostics)
{
  auto revision = git::Revision::open(project.root, pin.ref);
  if (revision) {
    return std::move(*revision);
  }
  const auto& problem = revision.error();
  if (problem.unknown) {
    diagnostics.error(
        "unknown-revision",
        fmt::format("there is no revision `{}` in this {}clone", pin.ref, problem.shallow_clone ? "shallow " : ""),
        place(project, pin), fetch_command(pin.ref, problem.shallow_clone));
  } else {
    diagnostics.error("no-git", fmt::format("the revision `{}` cannot be read: {}", pin.ref, problem.reason),
                      place(project, pin), "a pinned base needs the project's git repository");
  }
  return std::nullopt;
}

// Files as load_files() would have read them from the disk.
std::vector<LoadedFile> files_of(const std::shared_ptr<const RevisionTree>& tree, Diagnostics& diagnostics)
{
  std::vector<LoadedFile> all;
  auto texts = tree->specs(diagnostics);
  for (auto& [path, text] : texts) {
    LoadedFile loaded;
    loaded.file = {{}, tree->shown_path(path), k_layer};
    loaded.text = accept_text(std::move(text), loaded.file.shown_path, loaded.problems);
    loaded.tree = tree;
    all.push_back(std::move(loaded));
  }
  return all;
}

} // namespace

void load_base_revision(Project& project, BasePin& pin, Diagnostics& diagnostics)
{
  auto revision = open(project, pin, diagnostics);
  if (!revision) {
    return;
  }
  if (revision->is_branch()) {
    diagnostics.warning("moving-revision",
                        fmt::format("`{}` is a branch: this environment changes with every commit to it", pin.ref),
                        place(project, pin), "pin a tag or a commit");
  }
  const auto commit = revision->commit();
  if (!project.revisions.contains(commit)) {
    auto tree = std::make_shared<RevisionTree>(std::move(*revision), pin.ref, project.access);
    if (const auto loaded = tree->load(k_base_folder); !loaded) {
      diagnostics.error(
          "unreadable-revision",
          fmt::format("`{}` of the revision `{}` cannot be read: {}", k_base_folder, pin.ref, loaded.error().reason),
          place(project, pin), loaded.error().unknown ? fetch_command(pin.ref, false) : "");
      return;
    }
    auto files = files_of(tree, diagnostics);
    if (files.empty()) {
      diagnostics.error("empty-revision", fmt::format("the revision `{}` has no specs in {}", pin.ref, k_base_folder),
                        place(project, pin), "pin a revision of this project that has");
      return;
    }
    parse_files(files, *project.files);
    std::map<std::string, Layer> layers;
    layers[k_layer].name = k_layer;
    LayerLoader loader(*project.files, layers, diagnostics);
    for (auto& file : files) {
      loader.take_layer_file(std::move(file));
    }
    loader.finish();
    project.revisions[commit] = std::move(layers.at(k_layer));
  }
  pin.commit = commit;
}

} // namespace flowsync::spec
