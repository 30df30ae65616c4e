#include "overlay/explain.hpp"

#include "base/printable.hpp"
#include "model/pointer.hpp"
#include "model/sensitive_keys.hpp"
#include "overlay/directives.hpp"
#include "overlay/shown_value.hpp"

#include <fmt/format.h>

namespace flowsync::overlay {

namespace {

class Explainer
{
public:
  explicit Explainer(const SourceFiles& files) : m_files(files) {}

  void walk(const Node& node, const std::string& path, bool sensitive)
  {
    if (node.is_map() && !node.entries().empty()) {
      for (const auto& entry : node.entries()) {
        const auto below = pointer_below(path, entry.key);
        if (below != "/apiVersion" && below != "/kind" && below != "/metadata/name") {
          walk(*entry.value, below, sensitive || is_sensitive_key(entry.key));
        }
      }
    } else if (node.is_list() && !node.items().empty()) {
      const bool keyed = is_keyed(node);
      for (std::size_t i = 0; i < node.items().size(); ++i) {
        const auto& item = *node.items()[i];
        walk(item, pointer_below(path, keyed ? item.get("key")->text() : std::to_string(i)), sensitive);
      }
    } else {
      add(node, path, sensitive);
    }
  }

  void add(const Node& node, const std::string& path, bool sensitive)
  {
    sensitive = sensitive || node.sensitive;
    ExplainedLeaf leaf{path, {shown_line(node, sensitive), m_files.origin(node.at)}, {}, {}};
    if (node.provenance) {
      for (const auto& variable : node.provenance->variables) {
        leaf.variables.emplace_back(variable.name, m_files.origin(variable.at));
      }
      for (const Node* old = node.provenance->overrides.get(); old != nullptr;
           old = old->provenance ? old->provenance->overrides.get() : nullptr) {
        leaf.overrides.push_back({shown_line(*old, sensitive), m_files.origin(old->at)});
      }
    }
    m_leaves.push_back(std::move(leaf));
  }

  std::vector<ExplainedLeaf> take() { return std::move(m_leaves); }

private:
  const SourceFiles& m_files;
  std::vector<ExplainedLeaf> m_leaves;
};

} // namespace

std::string place_text(const Origin& origin)
{
  return fmt::format("{}:{}:{} ({})", printable(origin.file), origin.line, origin.column, printable(origin.layer));
}

std::vector<ExplainedLeaf> explain(const Node& document, const std::vector<Removed>& removed, const SourceFiles& files)
{
  Explainer explainer(files);
  explainer.walk(document, "", false);
  for (const auto& item : removed) {
    explainer.add(*item.tombstone, item.path, is_sensitive_key(item.path.substr(item.path.rfind('/') + 1)));
  }
  return explainer.take();
}

std::string explain_text(const std::vector<ExplainedLeaf>& leaves)
{
  std::string text;
  for (const auto& leaf : leaves) {
    text += fmt::format("{}: {}\n    from {}\n", printable(leaf.path), leaf.value.text, place_text(leaf.value.origin));
    for (const auto& [name, origin] : leaf.variables) {
      text += fmt::format("    with {} from {}\n", name, place_text(origin));
    }
    for (const auto& old : leaf.overrides) {
      text += fmt::format("    over {} from {}\n", old.text, place_text(old.origin));
    }
  }
  return text;
}

} // namespace flowsync::overlay
