#include "compare/tree_differences.hpp"

#include "model/sensitive_keys.hpp"
#include "overlay/directives.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

namespace flowsync::compare {

namespace {

using spec::YamlPath;

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words)
{
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool has_variables(const Node& node)
{
  return node.provenance && !node.provenance->variables.empty();
}

// What holds two values that are being compared.
struct Around
{
  bool words = true;      // keys are words of the format, so `x-…` means nothing
  bool free = false;      // inside of what is the user's own: `file` is a key like others
  bool sensitive = false; // below a key of a secret
  bool one_text = false;  // inside of the value of a variable, used at one place
};

class TreeWalk
{
public:
  TreeWalk(const SourceFiles* files, const ReadFile& read_file) : m_files(files), m_read_file(read_file) {}

  void walk(const NodePtr& left, const NodePtr& right, const Around& around)
  {
    if (left == right) {
      return;
    }
    if (left->is_map() && right->is_map()) {
      walk_maps(*left, *right, around);
    } else if (left->is_list() && right->is_list() && overlay::is_keyed(*left) && overlay::is_keyed(*right)) {
      walk_keyed(left, right, around);
    } else if (m_files != nullptr && names_file(*left, *right, around)) {
      compare_files(left, right, around);
    } else if (!same_value(*left, *right)) {
      add(left, right, around);
    }
  }

  std::vector<Difference> take() { return std::move(m_differences); }

private:
  void walk_maps(const Node& left, const Node& right, const Around& around)
  {
    for (const auto& entry : left.entries()) {
      const auto* const other = right.find(entry.key);
      walk_key(entry.key, entry.value, other != nullptr ? other->value : nullptr, inside(around, left, right));
    }
    for (const auto& entry : right.entries()) {
      if (left.find(entry.key) == nullptr) {
        walk_key(entry.key, nullptr, entry.value, inside(around, left, right));
      }
    }
  }

  void walk_key(const std::string& key, const NodePtr& left, const NodePtr& right, Around around)
  {
    const bool identity = m_path.empty() ? is_one_of(key, {"apiVersion", "kind"}) : is_metadata() && key == "name";
    if (identity || (around.words && key.starts_with("x-"))) {
      return;
    }
    around.words = around.words && (m_path.empty() ? key == "spec" : is_one_of(key, {"source", "nexsets", "sinks"}));
    around.free = around.free || is_one_of(key, {"config", "api", "annotations", "schema", "defaults"});
    around.sensitive = around.sensitive || is_sensitive_key(key);
    m_path.emplace_back(key);
    walk_pair(left, right, around);
    m_path.pop_back();
  }

  // Tombstones are values that are not there, with a place.
  void walk_pair(const NodePtr& left, const NodePtr& right, const Around& around)
  {
    const bool has_left = left && !left->tombstone;
    const bool has_right = right && !right->tombstone;
    if (has_left && has_right) {
      walk(left, right, around);
    } else if (has_left || has_right) {
      add(left, right, around);
    }
  }

  void walk_keyed(const NodePtr& left, const NodePtr& right, const Around& around)
  {
    std::map<std::string_view, NodePtr> others;
    for (const auto& item : right->items()) {
      others.emplace(item->get("key")->text(), item);
    }
    if (!around.words && !same_order(*left, *right)) { // nexsets and sinks stand in no order
      add(left, right, around);
      return;
    }
    const auto below = inside(around, *left, *right);
    std::map<std::string_view, bool> seen;
    for (const auto& item : left->items()) {
      const auto& key = item->get("key")->text();
      const auto other = others.find(key);
      seen[key] = true;
      walk_element(key, item, other != others.end() ? other->second : nullptr, below);
    }
    for (const auto& item : right->items()) {
      if (!seen.contains(item->get("key")->text())) {
        walk_element(item->get("key")->text(), nullptr, item, below);
      }
    }
  }

  void walk_element(const std::string& key, const NodePtr& left, const NodePtr& right, const Around& around)
  {
    m_path.emplace_back(key);
    walk_pair(left, right, around);
    m_path.pop_back();
  }

  // Whether the elements that both lists have follow one another alike.
  static bool same_order(const Node& left, const Node& right)
  {
    const auto common = [](const Node& list, const Node& other) {
      std::vector<std::string_view> keys;
      for (const auto& item : list.items()) {
        const auto& key = item->get("key")->text();
        if (std::any_of(other.items().begin(), other.items().end(),
                        [&](const NodePtr& one) { return one->get("key")->text() == key; })) {
          keys.push_back(key);
        }
      }
      return keys;
    };
    return common(left, right) == common(right, left);
  }

  static Around inside(Around around, const Node& left, const Node& right)
  {
    around.one_text = around.one_text || is_one_text(left, right);
    return around;
  }

  static bool is_one_text(const Node& left, const Node& right)
  {
    return left.at.known() && left.at == right.at && (has_variables(left) || has_variables(right));
  }

  bool names_file(const Node& left, const Node& right, const Around& around) const
  {
    const auto* const key = m_path.empty() ? nullptr : std::get_if<std::string>(&m_path.back());
    return key != nullptr && *key == "file" && !around.free && left.is_string() && right.is_string();
  }

  // `file: x.py` in documents of different folders or revisions names different files, which may hold the same.
  void compare_files(const NodePtr& left, const NodePtr& right, const Around& around)
  {
    const auto resolved = [&](const Node& node) {
      return (std::filesystem::path(m_files->path(node.at.file)).parent_path() / node.text()).lexically_normal();
    };
    if (resolved(*left) == resolved(*right)) {
      return;
    }
    auto left_text = m_read_file ? m_read_file(*left) : std::nullopt;
    auto right_text = m_read_file ? m_read_file(*right) : std::nullopt;
    if (left_text && left_text == right_text) {
      return;
    }
    add(left, right, around);
    if (left_text && right_text) {
      m_differences.back().left.file_text = std::move(left_text);
      m_differences.back().right.file_text = std::move(right_text);
    }
  }

  bool is_metadata() const { return m_path.size() == 1 && std::get<std::string>(m_path.front()) == "metadata"; }

  SideValue side(const NodePtr& node) const
  {
    SideValue side;
    if (node) {
      side.removed = node->tombstone;
      side.value = node->tombstone ? nullptr : node;
      side.at = node->at;
    }
    return side;
  }

  void add(const NodePtr& left, const NodePtr& right, const Around& around)
  {
    Difference difference;
    difference.path = m_path;
    difference.left = side(left);
    difference.right = side(right);
    difference.sensitive = around.sensitive || (left && left->sensitive) || (right && right->sensitive);
    difference.one_text = around.one_text || (left && right && is_one_text(*left, *right));
    m_differences.push_back(std::move(difference));
  }

  const SourceFiles* m_files;
  const ReadFile& m_read_file;
  YamlPath m_path;
  std::vector<Difference> m_differences;
};

} // namespace

std::vector<Difference> tree_differences(const NodePtr& left, const NodePtr& right, const SourceFiles* files,
                                         const ReadFile& read_file)
{
  TreeWalk walk(files, read_file);
  walk.walk(left, right, {});
  return walk.take();
}

} // namespace flowsync::compare
