#include "spec/layer_loader.hpp"

#include "base/parallel.hpp"
#include "spec/load_text.hpp"
#include "spec/parsed_cache.hpp"
#include "spec/problem_log.hpp"
#include "spec/yaml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace flowsync::spec {

namespace {

YamlText read_with_cache(LoadedFile& loaded, const SourceFiles& files, ParsedCache* cache)
{
  if (cache == nullptr) {
    return read_yaml(files, loaded.index, loaded.problems);
  }
  auto key = ParsedCache::key_of(files.text(loaded.index));
  if (auto documents = cache->find(key, loaded.index)) {
    return {std::move(*documents), true};
  }
  auto yaml = read_yaml(files, loaded.index, loaded.problems);
  if (yaml.complete && loaded.problems.empty()) {
    cache->keep(std::move(key), yaml.documents);
  }
  return yaml;
}

void read_documents(LoadedFile& loaded, const SourceFiles& files, ParsedCache* cache)
{
  const auto yaml = read_with_cache(loaded, files, cache);
  if (yaml.complete && yaml.documents.empty()) {
    loaded.problems.warning("empty-file", "this file holds no document", {loaded.file.shown_path, 0, 0, 1, {}},
                            "write a document into it, or delete it");
  }
  for (const auto& root : yaml.documents) {
    if (auto document = recognise(root, files, loaded.problems)) {
      loaded.documents.push_back(std::move(*document));
    }
  }
  loaded.roots = yaml.documents;
  loaded.complete = yaml.complete && loaded.documents.size() == yaml.documents.size();
}

} // namespace

std::vector<LoadedFile> read_files(const std::vector<SpecFile>& found, const ProjectDraft& draft)
{
  std::vector<LoadedFile> all(found.size());
  for_each_parallel(found.size(), [&](std::size_t i) {
    all[i].file = found[i];
    const auto drafted = draft.find(found[i].shown_path);
    all[i].text = drafted != draft.end()
                      ? accept_text(drafted->second.value_or(""), found[i].shown_path, all[i].problems)
                      : load_text(found[i].path, found[i].shown_path, all[i].problems);
  });
  return all;
}

void parse_files(std::vector<LoadedFile>& loaded, SourceFiles& files, const std::filesystem::path* cache_root)
{
  for (auto& one : loaded) {
    if (one.text) {
      one.index = files.add(one.file.shown_path, std::move(*one.text), one.file.layer, one.tree);
    }
  }
  const auto readable =
      std::count_if(loaded.begin(), loaded.end(), [](const auto& one) { return one.text.has_value(); });
  std::optional<ParsedCache> cache;
  if (cache_root != nullptr && static_cast<std::size_t>(readable) >= k_fewest_cached) {
    cache.emplace(*cache_root);
  }
  for_each_parallel(loaded.size(), [&](std::size_t i) {
    if (loaded[i].text) {
      read_documents(loaded[i], files, cache ? &*cache : nullptr);
    }
  });
  if (cache) {
    cache->save();
  }
}

Location LayerLoader::name_of(const Document& document) const
{
  return m_files.locate(document.name_at, document.name);
}

void LayerLoader::duplicate(const Document& first, const Document& second)
{
  m_diagnostics
      .error("duplicate-document",
             fmt::format("a second {} called `{}` in this layer", kind_name(second.kind), second.name), name_of(second),
             "keep one of them, or move one to another environment's folder as an overlay")
      .related.push_back({"the first one is here", name_of(first)});
}

void LayerLoader::take_project_file(LoadedFile loaded, Project& project)
{
  m_diagnostics.append(std::move(loaded.problems));
  for (auto& document : loaded.documents) {
    if (document.kind != Kind::project) {
      m_diagnostics.error(
          "misplaced-document",
          fmt::format("{} holds the project alone, but this is kind: {}", k_project_file, kind_name(document.kind)),
          name_of(document), "move it to environments/");
    } else if (project.document) {
      duplicate(*project.document, document);
    } else {
      project.name = document.name;
      project.name_at = document.name_at;
      project.document = std::move(document);
    }
  }
  if (loaded.complete && !project.document) {
    m_diagnostics.error(
        "missing-project", fmt::format("{} holds no document of kind: Project", k_project_file),
        {k_project_file, 0, 0, 1, {}},
        fmt::format("write `apiVersion: {}`, `kind: Project` and `metadata: {{name: ...}}`", k_api_version));
  }
}

void LayerLoader::take_layer_file(LoadedFile loaded)
{
  auto& layer = m_layers[loaded.file.layer];
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

void LayerLoader::take_environment(Layer& layer, Document document)
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

void LayerLoader::finish()
{
  for (auto& [name, layer] : m_layers) {
    sort_layer(layer);
    if (name != "base" && !layer.environment && m_doubtful.count(name) == 0) {
      m_diagnostics.error(
          "missing-environment", fmt::format("the folder of `{}` holds no document of kind: Environment", name),
          {fmt::format("environments/{}/environment.yaml", name), 0, 0, 1, {}},
          fmt::format("write one with `metadata: {{name: {}}}`, or move the specs to environments/base/", name));
    }
  }
}

void LayerLoader::sort_layer(Layer& layer)
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

} // namespace flowsync::spec
