#include "compare/layer_view.hpp"

#include "overlay/directives.hpp"

#include <algorithm>

namespace flowsync::compare {

namespace {

using spec::YamlPath;

bool is_flag(const Node& map, std::string_view key)
{
  const auto* const value = map.get(key);
  return value != nullptr && value->text() == "true";
}

void collect_keys(const Node& node, YamlPath& path, std::set<YamlPath>& keys)
{
  const bool is_literal = node.is_map() && node.get("$value") != nullptr;
  if (node.is_map() && !node.entries().empty() && !is_literal) {
    for (const auto& entry : node.entries()) {
      const bool identity = path.empty() ? entry.key == "apiVersion" || entry.key == "kind"
                                         : path == YamlPath{"metadata"} && entry.key == "name";
      if (!identity && !overlay::is_directive(entry.key)) {
        path.emplace_back(std::string(overlay::literal_key(entry.key)));
        collect_keys(*entry.value, path, keys);
        path.pop_back();
      }
    }
  } else if (node.is_list() && overlay::is_keyed(node)) {
    for (const auto& item : node.items()) {
      path.emplace_back(item->get("key")->text());
      for (const auto& entry : item->entries()) {
        if (entry.key != "key" && !overlay::is_directive(entry.key)) {
          path.emplace_back(std::string(overlay::literal_key(entry.key)));
          collect_keys(*entry.value, path, keys);
          path.pop_back();
        }
      }
      path.pop_back();
    }
  } else {
    keys.insert(path);
  }
}

// The written value behind a step, or nullptr.
const Node* below(const Node& node, const std::string& step)
{
  for (const auto& entry : node.entries()) {
    if (!overlay::is_directive(entry.key) && overlay::literal_key(entry.key) == step) {
      return entry.value.get();
    }
  }
  for (const auto& item : node.items()) {
    const auto* const key = item->get("key");
    if (key != nullptr && key->text() == step) {
      return item.get();
    }
  }
  return nullptr;
}

// Whether a written value puts away what earlier layers said below it.
bool puts_away(const Node& node)
{
  if (node.is_map()) {
    return is_flag(node, "$replace") || is_flag(node, "$delete") || node.get("$value") != nullptr;
  }
  return !node.is_list() || !overlay::is_keyed(node);
}

Position removal_in(const Node& document, const YamlPath& path)
{
  const auto* node = &document;
  for (const auto& step : path) {
    node = below(*node, std::get<std::string>(step));
    if (node == nullptr) {
      return {};
    }
    if (puts_away(*node)) {
      return node->at;
    }
  }
  return {};
}

} // namespace

LayerView::LayerView(const std::vector<const spec::Layer*>& own, const std::vector<const spec::Layer*>& other,
                     const SourceFiles& files)
    : m_files(files)
{
  for (const auto* const layer : own) {
    const auto twin =
        std::find_if(other.begin(), other.end(), [&](const auto* one) { return one->name == layer->name; });
    if (twin == other.end()) {
      m_own.push_back(layer);
    } else {
      (*twin == layer ? m_shared : m_pinned).insert(layer->name);
    }
  }
}

std::string LayerView::layer_name(Position at) const
{
  return at.known() ? m_files.layer(at.file) : std::string();
}

From LayerView::from(Position at) const
{
  const auto name = layer_name(at);
  if (name.empty()) {
    return From::nobody;
  }
  if (m_pinned.contains(name)) {
    return From::pinned;
  }
  return m_shared.contains(name) ? From::shared : From::own;
}

std::set<YamlPath> LayerView::written_keys(spec::Kind kind, const std::string& name) const
{
  std::set<YamlPath> keys;
  for (const auto* const layer : m_own) {
    if (const auto* const document = layer->find(kind, name); document != nullptr) {
      YamlPath path;
      collect_keys(*document->root, path, keys);
    }
  }
  return keys;
}

Position LayerView::removal(spec::Kind kind, const std::string& name, const YamlPath& path) const
{
  Position last;
  for (const auto* const layer : m_own) {
    const auto* const document = layer->find(kind, name);
    const auto found = document != nullptr ? removal_in(*document->root, path) : Position{};
    last = found.known() ? found : last;
  }
  return last;
}

} // namespace flowsync::compare
