#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"
#include "model/position.hpp"
#include "spec/yaml_reader.hpp"

#include <doctest/doctest.h>

#include <string>

// A document from YAML text, and what checks say about it.
struct ReadDocument
{
  flowsync::SourceFiles files;
  flowsync::Diagnostics diagnostics;
  flowsync::NodePtr root;

  explicit ReadDocument(std::string text)
  {
    const auto file = files.add("a.yaml", std::move(text), "base");
    auto yaml = flowsync::spec::read_yaml(files, file, diagnostics);
    REQUIRE(diagnostics.empty());
    REQUIRE(yaml.documents.size() == 1);
    root = yaml.documents[0];
  }

  // "line:column code: message (hint)" of each problem, sorted.
  std::string problems()
  {
    diagnostics.sort();
    std::string text;
    for (const auto& item : diagnostics.items()) {
      text += text.empty() ? "" : "\n";
      text += std::to_string(item.where.line) + ":" + std::to_string(item.where.column) + " " +
              std::string(item.code.text()) + ": " + item.message + (item.hint.empty() ? "" : " (" + item.hint + ")");
    }
    return text;
  }
};

// The tree as rendering leaves it: texts with ${secret.…} or ${ref.…} wait for their value.
inline flowsync::NodePtr as_rendered(const flowsync::NodePtr& node)
{
  using namespace flowsync;
  auto copy = std::make_shared<Node>(*node);
  if (node->is_map()) {
    auto entries = node->entries();
    for (auto& entry : entries) {
      entry.value = as_rendered(entry.value);
    }
    copy->content = std::move(entries);
  } else if (node->is_list()) {
    auto items = node->items();
    for (auto& item : items) {
      item = as_rendered(item);
    }
    copy->content = std::move(items);
  } else {
    copy->deferred =
        node->text().find("${secret.") != std::string::npos || node->text().find("${ref.") != std::string::npos;
  }
  return copy;
}
