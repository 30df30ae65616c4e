#pragma once

#include "overlay/render.hpp"
#include "spec/project.hpp"
#include "spec/yaml_reader.hpp"
#include "spec/yaml_writer.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace flowsync::test {

// A project made of texts, without files: path below the root -> YAML. Layers come from the paths.
inline spec::Project project_of(const std::map<std::string, std::string>& texts)
{
  spec::Project project;
  project.name = "acme-data-k3x9";
  project.files = std::make_shared<SourceFiles>();
  for (const auto& entry : texts) {
    const auto& path = entry.first;
    const auto& text = entry.second;
    const std::string prefix = "environments/";
    REQUIRE(path.starts_with(prefix));
    const auto layer_name = path.substr(prefix.size(), path.find('/', prefix.size()) - prefix.size());
    auto& layer = project.layers[layer_name];
    layer.name = layer_name;
    Diagnostics diagnostics;
    const auto read = spec::read_yaml(*project.files, project.files->add(path, text, layer_name), diagnostics);
    REQUIRE_MESSAGE(read.complete, path);
    for (const auto& root : read.documents) {
      const auto document = spec::recognise(root, *project.files, diagnostics);
      REQUIRE_MESSAGE(document, (path + ": " + (diagnostics.empty() ? "" : diagnostics.items()[0].message)));
      if (document->kind == spec::Kind::environment) {
        layer.environment = document;
      } else {
        layer.documents.push_back(*document);
      }
    }
  }
  for (auto& [name, layer] : project.layers) { // as loading does it
    std::stable_sort(layer.documents.begin(), layer.documents.end(),
                     [](const auto& a, const auto& b) { return std::tie(a.kind, a.name) < std::tie(b.kind, b.name); });
  }
  return project;
}

// A Flow document whose `spec` is the given text, each line indented by two blanks.
inline std::string flow(const std::string& name, const std::string& spec)
{
  return "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: " + name + "}\nspec:\n" + spec;
}

inline std::string environment(const std::string& name, const std::string& spec)
{
  return "apiVersion: flowsync/v1\nkind: Environment\nmetadata: {name: " + name + "}\nspec:\n" + spec;
}

// "file:line:column: code: message (hint)", one a line.
inline std::string text_of(const Diagnostics& diagnostics)
{
  std::string result;
  for (const auto& item : diagnostics.items()) {
    result += fmt::format("{}:{}:{}: {}: {}{}\n", item.where.file, item.where.line, item.where.column, item.code.text(),
                          item.message, item.hint.empty() ? "" : " (" + item.hint + ")");
  }
  return result;
}

} // namespace flowsync::test
