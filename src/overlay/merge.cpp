#include "overlay/merge.hpp"

#include "model/template_text.hpp"
#include "overlay/directives.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace flowsync::overlay {

namespace {

enum class Shape
{
  scalar,
  list,
  map
};

Shape shape_of(const Node& node)
{
  if (node.is_map()) {
    return Shape::map;
  }
  return node.is_list() ? Shape::list : Shape::scalar;
}

// Whether nothing can be said about the kind of this value before references are put in.
bool open_kind(const Node& node)
{
  return node.kind == NodeKind::null || (node.is_string() && has_template_syntax(node.text()));
}

NodePtr tombstone_at(const Node& null)
{
  auto node = std::make_shared<Node>(null);
  node->tombstone = true;
  return node;
}

class Merger
{
public:
  Merger(const SourceFiles& files, Diagnostics& diagnostics) : m_files(files), m_diagnostics(diagnostics) {}

  // A written value with nothing below it.
  NodePtr resolve(const NodePtr& written)
  {
    if (written->is_map()) {
      const auto directives = read_directives(*written, m_files, m_diagnostics);
      refuse_delete(*written, directives);
      return resolve_map(written, directives);
    }
    return written->is_list() ? resolve_list(written) : written;
  }

  // `above` is as written, `below` is the result of earlier layers.
  NodePtr merge(const NodePtr& below, const NodePtr& above)
  {
    if (above->is_map()) {
      const auto directives = read_directives(*above, m_files, m_diagnostics);
      refuse_delete(*above, directives);
      return merge_map(below, above, directives);
    }
    if (above->is_list() && is_keyed(*below) && is_keyed(*above)) {
      return merge_keyed(below, above);
    }
    warn_of_kind_change(*below, *above);
    return with_override(*resolve(above), below);
  }

private:
  static NodePtr meant_as_written(const Node& literal)
  {
    auto copy = std::make_shared<Node>(literal);
    copy->no_secret = true;
    return copy;
  }

  NodePtr resolve_map(const NodePtr& written, const Directives& directives)
  {
    if (directives.literal != nullptr) {
      return meant_as_written(*directives.literal->value);
    }
    const auto& all = written->entries();
    std::vector<Entry> entries; // filled from the first entry that changes
    bool changed = directives.any;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (is_directive(all[i].key)) {
        continue;
      }
      auto value = resolve_value(all[i].value);
      if (!changed && value != all[i].value) {
        entries.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i));
        changed = true;
      }
      if (changed) {
        entries.push_back({std::string(literal_key(all[i].key)), all[i].key_at, std::move(value)});
      }
    }
    return changed ? with_content(*written, std::move(entries)) : written;
  }

  NodePtr resolve_value(const NodePtr& written)
  {
    return written->kind == NodeKind::null ? tombstone_at(*written) : resolve(written);
  }

  NodePtr resolve_list(const NodePtr& written)
  {
    const auto& all = written->items();
    std::vector<NodePtr> items; // filled from the first item that changes
    bool changed = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto value = resolve_item(all[i]);
      if (!changed && value != all[i]) {
        items.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i));
        changed = true;
      }
      if (changed && value) {
        items.push_back(value);
      }
    }
    return changed ? with_content(*written, std::move(items)) : written;
  }

  // Nothing when the element asks to be dropped.
  NodePtr resolve_item(const NodePtr& item)
  {
    if (!item->is_map()) {
      return resolve(item);
    }
    const auto directives = read_directives(*item, m_files, m_diagnostics);
    if (directives.remove) {
      warn_of_needless_delete(*item);
      return nullptr;
    }
    return resolve_map(item, directives);
  }

  // `identity` is the key by which the two were found to belong together: it stays where it was first written.
  NodePtr merge_map(const NodePtr& below, const NodePtr& above, const Directives& directives,
                    std::optional<std::string_view> identity = std::nullopt)
  {
    if (directives.literal != nullptr) {
      return with_override(*meant_as_written(*directives.literal->value), below);
    }
    if (!below->is_map() || directives.replace) {
      if (!directives.replace) {
        warn_of_kind_change(*below, *above);
      }
      return with_override(*resolve_map(above, directives), below);
    }
    auto entries = below->entries();
    for (const auto& entry : above->entries()) {
      if (!is_directive(entry.key) && entry.key != identity) {
        merge_entry(entries, entry);
      }
    }
    return with_content(*below, std::move(entries));
  }

  void merge_entry(std::vector<Entry>& entries, const Entry& above)
  {
    const auto key = literal_key(above.key);
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; });
    if (found == entries.end()) {
      entries.push_back({std::string(key), above.key_at, resolve_value(above.value)});
      return;
    }
    const bool merges = found->value->is_map() && above.value->is_map();
    found->value = above.value->kind == NodeKind::null ? with_override(*tombstone_at(*above.value), found->value)
                                                       : merge(found->value, above.value);
    if (!merges) {
      found->key_at = above.key_at;
    }
  }

  NodePtr merge_keyed(const NodePtr& below, const NodePtr& above)
  {
    auto items = below->items();
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < items.size(); ++i) {
      places.emplace(below->items()[i]->get("key")->text(), i);
    }
    for (const auto& item : above->items()) {
      const auto directives = read_directives(*item, m_files, m_diagnostics);
      const auto place = places.find(item->get("key")->text());
      if (place == places.end() && directives.remove) {
        warn_of_needless_delete(*item);
      } else if (place == places.end()) {
        items.push_back(resolve_map(item, directives));
      } else {
        items[place->second] = directives.remove ? nullptr : merge_map(items[place->second], item, directives, "key");
      }
    }
    std::erase(items, nullptr);
    return with_content(*below, std::move(items));
  }

  template <typename Content>
  static NodePtr with_content(const Node& node, Content content)
  {
    auto copy = std::make_shared<Node>();
    copy->kind = node.kind;
    copy->at = node.at;
    copy->provenance = node.provenance;
    copy->content = std::move(content);
    return copy;
  }

  void refuse_delete(const Node& map, const Directives& directives)
  {
    if (directives.remove) {
      const auto& entry = *map.find("$delete");
      m_diagnostics.error("bad-directive", "`$delete` drops elements of lists that merge by `key`, and this is none",
                          m_files.locate(entry.key_at, entry.key), "remove a key by writing null as its value");
    }
  }

  void warn_of_needless_delete(const Node& item)
  {
    const auto* const key = item.get("key");
    m_diagnostics.warning("nothing-to-delete",
                          fmt::format("no earlier layer has an element with the key `{}` to delete",
                                      key != nullptr ? key->text() : std::string()),
                          m_files.locate(key != nullptr ? key->at : item.at));
  }

  void warn_of_kind_change(const Node& below, const Node& above)
  {
    if (shape_of(below) == shape_of(above) || open_kind(below) || open_kind(above)) {
      return;
    }
    auto& warning =
        m_diagnostics.warning("kind-change", fmt::format("{} replaces {}", describe(above.kind), describe(below.kind)),
                              m_files.locate(above.at),
                              above.is_map() ? "write `$replace: true` in the map to say that this is meant"
                                             : "write it as `{$value: …}` to say that this is meant");
    warning.related.push_back({"the value that it replaces", m_files.locate(below.at)});
  }

  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
};

} // namespace

NodePtr merge_layers(const std::vector<NodePtr>& layers, const SourceFiles& files, Diagnostics& diagnostics)
{
  Merger merger(files, diagnostics);
  auto result = merger.resolve(layers.front());
  for (std::size_t i = 1; i < layers.size(); ++i) {
    result = merger.merge(result, layers[i]);
  }
  return result;
}

NodePtr with_override(const Node& node, NodePtr replaced)
{
  auto copy = std::make_shared<Node>(node);
  auto provenance = node.provenance ? std::make_shared<Provenance>(*node.provenance) : std::make_shared<Provenance>();
  provenance->overrides = std::move(replaced);
  copy->provenance = std::move(provenance);
  return copy;
}

} // namespace flowsync::overlay
