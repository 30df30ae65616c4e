#include "spec/project.hpp"

#include "base/fatal.hpp"
#include "base/parallel.hpp"
#include "spec/file_finder.hpp"
#include "spec/load_text.hpp"
#include "spec/needed_layers.hpp"
#include "spec/problem_log.hpp"
#include "spec/yaml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace flowsync::spec {

namespace fs = std::filesystem;

namespace {

constexpr const char* k_project_file = "flowsync.yaml";

// One file on its way from the disk to documents.
struct LoadedFile
{
  SpecFile file;
  std::optional<std::string> text;
  std::uint32_t index = 0; // in SourceFiles
  std::vector<Document> documents;
  bool complete = false; // all of its documents are in `documents`
  Diagnostics problems;
};

void read_documents(LoadedFile& loaded, const SourceFiles& files)
{
  const auto yaml = read_yaml(files, loaded.index, loaded.problems);
  if (yaml.complete && yaml.documents.empty()) {
    loaded.problems.warning("empty-file", "this file holds no document", {loaded.file.shown_path, 0, 0, 1, {}},
                            "write a document into it, or delete it");
  }
  for (const auto& root : yaml.documents) {
    if (auto document = recognise(root, files, loaded.problems)) {
      loaded.documents.push_back(std::move(*document));
    }
  }
  loaded.complete = yaml.complete && loaded.documents.size() == yaml.documents.size();
}

// Reads and parses in parallel; indices of files follow the order of `found`, so that runs are repeatable.
std::vector<LoadedFile> load_files(const std::vector<SpecFile>& found, SourceFiles& files)
{
  std::vector<LoadedFile> all(found.size());
  for_each_parallel(found.size(), [&](std::size_t i) {
    all[i].file = found[i];
    all[i].text = load_text(found[i].path, found[i].shown_path, all[i].problems);
  });
  for (auto& loaded : all) {
    if (loaded.text) {
      loaded.index = files.add(loaded.file.shown_path, std::move(*loaded.text), loaded.file.layer);
    }
  }
  for_each_parallel(found.size(), [&](std::size_t i) {
    if (all[i].text) {
      read_documents(all[i], files);
    }
  });
  return all;
}

class Loader
{
public:
  Loader(Project& project, Diagnostics& diagnostics) : m_project(project), m_diagnostics(diagnostics) {}

  void take_project_file(LoadedFile loaded);
  void take_layer_file(LoadedFile loaded);
  void finish();

private:
  void take_environment(Layer& layer, Document document);
  void sort_layer(Layer& layer);
  Location name_of(const Document& document) const
  {
    return m_project.files->locate(document.name_at, static_cast<int>(document.name.size()));
  }
  void duplicate(const Document& first, const Document& second)
  {
    m_diagnostics
        .error("duplicate-document",
               fmt::format("a second {} called `{}` in this layer", kind_name(second.kind), second.name),
               name_of(second), "keep one of them, or move one to another environment's folder as an overlay")
        .related.push_back({"the first one is here", name_of(first)});
  }

  Project& m_project;
  Diagnostics& m_diagnostics;
  std::set<std::string> m_doubtful; // layers whose Environment document may be among what could not be read
};

void Loader::take_project_file(LoadedFile loaded)
{
  m_diagnostics.append(std::move(loaded.problems));
  for (auto& document : loaded.documents) {
    if (document.kind != Kind::project) {
      m_diagnostics.error(
          "misplaced-document",
          fmt::format("{} holds the project alone, but this is kind: {}", k_project_file, kind_name(document.kind)),
          name_of(document), "move it to environments/");
    } else if (m_project.document) {
      duplicate(*m_project.document, document);
    } else {
      m_project.name = document.name;
      m_project.name_at = document.name_at;
      m_project.document = std::move(document);
    }
  }
  if (loaded.complete && !m_project.document) {
    m_diagnostics.error(
        "missing-project", fmt::format("{} holds no document of kind: Project", k_project_file),
        {k_project_file, 0, 0, 1, {}},
        fmt::format("write `apiVersion: {}`, `kind: Project` and `metadata: {{name: ...}}`", k_api_version));
  }
}

void Loader::take_layer_file(LoadedFile loaded)
{
  auto& layer = m_project.layers[loaded.file.layer];
  m_diagnostics.append(std::move(loaded.problems));
  if (!loaded.complete) {
    m_doubtful.insert(layer.name);
  }
  for (auto& document : loaded.documents) {
    if (document.kind == Kind::project) {
      m_diagnostics.error("misplaced-document", fmt::format("kind: Project belongs into {} alone", k_project_file),
                          name_of(document), "delete this document");
    } else if (document.kind == Kind::environment) {
      take_environment(layer, std::move(document));
    } else {
      layer.documents.push_back(std::move(document));
    }
  }
}

void Loader::take_environment(Layer& layer, Document document)
{
  if (document.name != layer.name) {
    m_diagnostics.error("wrong-name",
                        fmt::format("the environment in the folder `{}` calls itself `{}`", layer.name, document.name),
                        name_of(document), fmt::format("write `name: {}`, or rename the folder", layer.name));
    m_doubtful.insert(layer.name);
  } else if (layer.environment) {
    duplicate(*layer.environment, document);
  } else {
    layer.environment = std::move(document);
  }
}

void Loader::finish()
{
  for (auto& [name, layer] : m_project.layers) {
    sort_layer(layer);
    if (name != "base" && !layer.environment && m_doubtful.count(name) == 0) {
      m_diagnostics.error(
          "missing-environment", fmt::format("the folder of `{}` holds no document of kind: Environment", name),
          {fmt::format("environments/{}/environment.yaml", name), 0, 0, 1, {}},
          fmt::format("write one with `metadata: {{name: {}}}`, or move the specs to environments/base/", name));
    }
  }
}

void Loader::sort_layer(Layer& layer)
{
  const auto key = [](const Document& document) { return std::tie(document.kind, document.name); };
  std::stable_sort(layer.documents.begin(), layer.documents.end(),
                   [&](const Document& a, const Document& b) { return key(a) < key(b); });
  std::vector<Document> unique;
  for (auto& document : layer.documents) {
    if (!unique.empty() && key(unique.back()) == key(document)) {
      duplicate(unique.back(), document);
    } else {
      unique.push_back(std::move(document));
    }
  }
  layer.documents = std::move(unique);
}

} // namespace

const Document* Layer::find(Kind kind, std::string_view document_name) const
{
  const auto found = std::lower_bound(documents.begin(), documents.end(), std::tie(kind, document_name),
                                      [](const Document& document, const auto& wanted) {
                                        return std::tuple(document.kind, std::string_view(document.name)) < wanted;
                                      });
  return found != documents.end() && found->kind == kind && found->name == document_name ? &*found : nullptr;
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

Project load_project(const fs::path& folder, Diagnostics& diagnostics, const std::vector<std::string>& environments)
{
  Project project;
  project.root = find_root(folder);
  project.files = std::make_shared<SourceFiles>();
  Diagnostics found_problems;
  Loader loader(project, found_problems);
  auto own_file = load_files({{project.root / k_project_file, k_project_file, ""}}, *project.files);
  loader.take_project_file(std::move(own_file.at(0)));
  const auto found = find_files(project.root, found_problems);
  for (const auto& name : found.layers) {
    project.layers[name].name = name;
  }
  for (auto& loaded : load_files(found.files, *project.files)) {
    loader.take_layer_file(std::move(loaded));
  }
  loader.finish();
  diagnostics.append(environments.empty() ? std::move(found_problems)
                                          : problems_of_layers(found_problems, needed_layers(project, environments)));
  return project;
}

} // namespace flowsync::spec
