#include "model/node.hpp"

#include "model/number_text.hpp"
#include "model/pointer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace flowsync {

namespace {

bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

// Recognises a JSON number and tells whole numbers from others.
NodeKind number_kind(std::string_view text)
{
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const auto digits_from = [&](std::size_t start) {
    std::size_t end = start;
    while (end < text.size() && is_digit(text[end])) {
      ++end;
    }
    return end;
  };
  const auto whole_end = digits_from(at);
  if (whole_end == at || (text[at] == '0' && whole_end > at + 1)) {
    return NodeKind::string;
  }
  if (whole_end == text.size()) {
    return NodeKind::integer;
  }
  at = whole_end;
  if (text[at] == '.') {
    const auto end = digits_from(at + 1);
    if (end == at + 1) {
      return NodeKind::string;
    }
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
      ++at;
    }
    const auto end = digits_from(at);
    if (end == at) {
      return NodeKind::string;
    }
    at = end;
  }
  return at == text.size() ? NodeKind::real : NodeKind::string;
}

NodePtr tree_of(const nlohmann::json& json, const std::string& path, const std::set<std::string>& templates)
{
  if (json.is_object()) {
    std::vector<Entry> entries;
    for (const auto& [key, value] : json.items()) {
      entries.push_back({key, {}, tree_of(value, pointer_below(path, key), templates)});
    }
    return make_map(std::move(entries));
  }
  if (json.is_array()) {
    std::vector<NodePtr> items;
    for (std::size_t i = 0; i < json.size(); ++i) {
      items.push_back(tree_of(json[i], pointer_below(path, std::to_string(i)), templates));
    }
    return make_list(std::move(items));
  }
  if (json.is_string()) {
    Node text;
    text.kind = NodeKind::string;
    text.content = json.get<std::string>();
    text.deferred = templates.contains(path);
    return std::make_shared<const Node>(std::move(text));
  }
  const auto kind = json.is_null()             ? NodeKind::null
                    : json.is_boolean()        ? NodeKind::boolean
                    : json.is_number_integer() ? NodeKind::integer
                                               : NodeKind::real;
  return make_scalar(kind, write_json(json));
}

} // namespace

NodePtr from_json(const nlohmann::json& json, const std::set<std::string>& templates)
{
  return tree_of(json, "", templates);
}

const std::string& Node::text() const
{
  static const std::string k_none;
  const auto* const found = std::get_if<std::string>(&content);
  return found != nullptr ? *found : k_none;
}

const std::vector<NodePtr>& Node::items() const
{
  static const std::vector<NodePtr> k_none;
  const auto* const found = std::get_if<std::vector<NodePtr>>(&content);
  return found != nullptr ? *found : k_none;
}

const std::vector<Entry>& Node::entries() const
{
  static const std::vector<Entry> k_none;
  const auto* const found = std::get_if<std::vector<Entry>>(&content);
  return found != nullptr ? *found : k_none;
}

const Entry* Node::find(std::string_view key) const
{
  const auto& all = entries();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Entry& entry) { return entry.key == key; });
  return found != all.end() ? &*found : nullptr;
}

const Node* Node::get(std::string_view key) const
{
  const auto* const entry = find(key);
  return entry != nullptr ? entry->value.get() : nullptr;
}

NodePtr make_scalar(NodeKind kind, std::string text, Position at)
{
  auto node = std::make_shared<Node>();
  node->kind = kind;
  node->at = at;
  node->content = std::move(text);
  return node;
}

NodePtr make_list(std::vector<NodePtr> items, Position at)
{
  auto node = std::make_shared<Node>();
  node->kind = NodeKind::list;
  node->at = at;
  node->content = std::move(items);
  return node;
}

NodePtr make_map(std::vector<Entry> entries, Position at)
{
  auto node = std::make_shared<Node>();
  node->kind = NodeKind::map;
  node->at = at;
  node->content = std::move(entries);
  return node;
}

NodeKind plain_scalar_kind(std::string_view text)
{
  if (text.empty() || text == "null" || text == "~") {
    return NodeKind::null;
  }
  if (text == "true" || text == "false") {
    return NodeKind::boolean;
  }
  return is_digit(text[0]) || text[0] == '-' ? number_kind(text) : NodeKind::string;
}

std::string_view describe(NodeKind kind)
{
  switch (kind) {
  case NodeKind::null:
    return "nothing (null)";
  case NodeKind::boolean:
    return "true or false";
  case NodeKind::integer:
    return "a whole number";
  case NodeKind::real:
    return "a number";
  case NodeKind::string:
    return "text";
  case NodeKind::list:
    return "a list";
  case NodeKind::map:
    return "a map";
  }
  return "a value";
}

nlohmann::json to_json(const Node& node)
{
  switch (node.kind) {
  case NodeKind::null:
    return nullptr;
  case NodeKind::boolean:
    return node.text() == "true";
  case NodeKind::integer:
  case NodeKind::real:
    return number_from_text(node.text());
  case NodeKind::string:
    return node.text();
  case NodeKind::list: {
    auto list = nlohmann::json::array();
    for (const auto& item : node.items()) {
      list.push_back(to_json(*item));
    }
    return list;
  }
  case NodeKind::map: {
    auto map = nlohmann::json::object();
    for (const auto& entry : node.entries()) {
      if (!entry.value->tombstone) {
        map[entry.key] = to_json(*entry.value);
      }
    }
    return map;
  }
  }
  return nullptr;
}

bool same_value(const Node& a, const Node& b)
{
  if (a.kind != b.kind || a.tombstone != b.tombstone || a.deferred != b.deferred) {
    return false;
  }
  if (a.is_list()) {
    return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(),
                      [](const NodePtr& x, const NodePtr& y) { return same_value(*x, *y); });
  }
  if (a.is_map()) {
    const auto& entries = a.entries();
    const auto& others = b.entries();
    for (std::size_t i = 0; i < entries.size() && entries.size() == others.size(); ++i) {
      // Mostly the keys stand in one order, and looking for each in a big map takes long.
      const auto* const other = others[i].key == entries[i].key ? others[i].value.get() : b.get(entries[i].key);
      if (other == nullptr || !same_value(*entries[i].value, *other)) {
        return false;
      }
    }
    return entries.size() == others.size();
  }
  return a.text() == b.text();
}

} // namespace flowsync
