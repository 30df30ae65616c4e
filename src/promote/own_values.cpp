#include "promote/own_values.hpp"

#include "compare/environment_keys.hpp"
#include "model/template_text.hpp"
#include "overlay/directives.hpp"

#include <algorithm>

namespace flowsync::promote {

namespace {

using spec::YamlPath;

bool holds_variable(const Node& node)
{
  if (node.is_scalar()) {
    const auto pieces = parse_template(node.text());
    return node.is_string() && std::any_of(pieces.begin(), pieces.end(), [](const auto& piece) {
             return piece.kind != PieceKind::text && piece.kind != PieceKind::broken;
           });
  }
  const auto& items = node.items();
  const auto& entries = node.entries();
  return std::any_of(items.begin(), items.end(), [](const auto& item) { return holds_variable(*item); }) ||
         std::any_of(entries.begin(), entries.end(), [](const auto& entry) { return holds_variable(*entry.value); });
}

YamlPath below(YamlPath path, const std::string& step)
{
  path.emplace_back(step);
  return path;
}

struct Child
{
  YamlPath path;
  const Node* node = nullptr;
};

// What a path can lead to: entries of a map, elements with keys.
std::vector<Child> children(const Node& node, const YamlPath& path)
{
  std::vector<Child> all;
  for (const auto& entry : node.entries()) {
    all.push_back({below(path, entry.key), entry.value.get()});
  }
  if (node.is_list() && overlay::is_keyed(node)) {
    for (const auto& item : node.items()) {
      all.push_back({below(path, item->get("key")->text()), item.get()});
    }
  }
  return all;
}

bool is_own(const YamlPath& path)
{
  return compare::is_place(path) || compare::is_schedule(path) || compare::is_run_state(path);
}

bool begins_with(const YamlPath& path, const YamlPath& prefix)
{
  return path.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

bool leads_to_any(const YamlPath& path, const std::vector<YamlPath>& values)
{
  return std::any_of(values.begin(), values.end(), [&](const auto& value) { return begins_with(value, path); });
}

bool holds(const std::vector<YamlPath>& values, const YamlPath& path)
{
  return std::find(values.begin(), values.end(), path) != values.end();
}

// What says which document or element it is.
bool is_identity(const YamlPath& path)
{
  const auto* const last = std::get_if<std::string>(&path.back());
  const auto* const first = std::get_if<std::string>(&path.front());
  return last != nullptr && first != nullptr &&
         (*last == "key" || (path.size() == 1 && (*last == "apiVersion" || *last == "kind")) ||
          (path.size() == 2 && *first == "metadata" && *last == "name"));
}

} // namespace

bool holds_nothing_else(const Node& node, const YamlPath& path, const std::vector<YamlPath>& values)
{
  if (holds(values, path)) {
    return true;
  }
  auto all = children(node, path);
  std::erase_if(all, [](const Child& child) { return is_identity(child.path); });
  return !all.empty() && std::all_of(all.begin(), all.end(), [&](const Child& child) {
    return holds_nothing_else(*child.node, child.path, values);
  });
}

std::vector<YamlPath> all_but(const Node& node, const YamlPath& path, const std::vector<YamlPath>& values)
{
  if (holds(values, path) || is_identity(path)) {
    return {};
  }
  if (!leads_to_any(path, values)) {
    return {path};
  }
  std::vector<YamlPath> found;
  for (const auto& child : children(node, path)) {
    auto more = all_but(*child.node, child.path, values);
    found.insert(found.end(), more.begin(), more.end());
  }
  return found;
}

std::vector<YamlPath> own_values(const Node& node, const YamlPath& path)
{
  if (is_own(path)) {
    return holds_variable(node) || node.kind == NodeKind::null ? std::vector<YamlPath>{} : std::vector<YamlPath>{path};
  }
  std::vector<YamlPath> found;
  for (const auto& child : children(node, path)) {
    auto more = own_values(*child.node, child.path);
    found.insert(found.end(), more.begin(), more.end());
  }
  return found;
}

std::vector<spec::YamlEdit> edits_without(const Node& node, const YamlPath& path, const std::vector<YamlPath>& values)
{
  std::vector<spec::YamlEdit> edits;
  for (const auto& child : children(node, path)) {
    if (holds_nothing_else(*child.node, child.path, values)) {
      edits.push_back(spec::remove_at(child.path));
    } else if (leads_to_any(child.path, values)) {
      auto more = edits_without(*child.node, child.path, values);
      edits.insert(edits.end(), more.begin(), more.end());
    }
  }
  return edits;
}

std::vector<spec::YamlEdit> edits_keeping(const Node& node, const YamlPath& path, const std::vector<YamlPath>& values)
{
  std::vector<spec::YamlEdit> edits;
  for (const auto& child : children(node, path)) {
    if (is_identity(child.path) || holds(values, child.path)) {
      continue;
    }
    const bool names_it = child.path.size() == 1 && std::get<std::string>(child.path.front()) == "metadata";
    if (names_it || leads_to_any(child.path, values)) {
      auto more = edits_keeping(*child.node, child.path, values);
      edits.insert(edits.end(), more.begin(), more.end());
    } else {
      edits.push_back(spec::remove_at(child.path));
    }
  }
  return edits;
}

NodePtr value_at(const Node& root, const YamlPath& path)
{
  NodePtr found;
  const Node* node = &root;
  for (const auto& step : path) {
    const auto& key = std::get<std::string>(step);
    found = nullptr;
    if (const auto* const entry = node->find(key)) {
      found = entry->value;
    }
    for (const auto& item : node->items()) {
      const auto* const name = item->get("key");
      found = name != nullptr && name->text() == key ? item : found;
    }
    if (found == nullptr) {
      return nullptr;
    }
    node = found.get();
  }
  return found;
}

} // namespace flowsync::promote
