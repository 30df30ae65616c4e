#include "overlay/tombstones.hpp"

#include "model/pointer.hpp"

namespace flowsync::overlay {

namespace {

class Cleaner
{
public:
  explicit Cleaner(std::vector<Removed>* removed) : m_removed(removed) {}

  // `keep` says of a key of any map whether its value stays as it is.
  template <typename Keep>
  NodePtr clean(const NodePtr& node, const std::string& path, const Keep& keep)
  {
    if (node->is_map()) {
      return clean_map(node, path, keep);
    }
    if (!node->is_list()) {
      return node;
    }
    const auto& items = node->items();
    std::shared_ptr<Node> copy;
    for (std::size_t i = 0; i < items.size(); ++i) {
      auto value = items[i]->is_scalar() ? items[i] : clean(items[i], below(path, std::to_string(i)), keep);
      if (value != items[i]) {
        copy = copy ? copy : std::make_shared<Node>(*node);
        std::get<std::vector<NodePtr>>(copy->content)[i] = std::move(value);
      }
    }
    return copy ? NodePtr(copy) : node;
  }

private:
  template <typename Keep>
  NodePtr clean_map(const NodePtr& node, const std::string& path, const Keep& keep)
  {
    const auto& all = node->entries();
    std::vector<Entry> entries; // filled from the first entry that changes
    bool changed = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& entry = all[i];
      NodePtr value = entry.value;
      if (value->tombstone) {
        note(below(path, entry.key), value);
        value = nullptr;
      } else if (!value->is_scalar() && !keep(path, entry.key)) {
        value = clean(value, below(path, entry.key), keep);
      }
      if (!changed && value != entry.value) {
        entries.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i));
        changed = true;
      }
      if (changed && value) {
        entries.push_back({entry.key, entry.key_at, std::move(value)});
      }
    }
    if (!changed) {
      return node;
    }
    auto copy = std::make_shared<Node>();
    copy->kind = node->kind;
    copy->at = node->at;
    copy->provenance = node->provenance;
    copy->content = std::move(entries);
    return copy;
  }

  // Paths matter only when somebody wants to know what was taken out.
  std::string below(const std::string& path, const std::string& key) const
  {
    return m_removed != nullptr ? pointer_below(path, key) : std::string();
  }

  void note(std::string path, const NodePtr& tombstone)
  {
    if (m_removed != nullptr) {
      m_removed->push_back({std::move(path), tombstone});
    }
  }

  std::vector<Removed>* m_removed;
};

} // namespace

NodePtr without_tombstones(const NodePtr& tree)
{
  return Cleaner(nullptr).clean(tree, "", [](const std::string&, const std::string&) { return false; });
}

NodePtr without_plain_tombstones(const NodePtr& flow, std::vector<Removed>& removed)
{
  return Cleaner(&removed).clean(flow, "", [](const std::string& path, const std::string& key) {
    if (path.empty()) {
      return key == "moved";
    }
    const bool resource =
        path == "/spec/source" || (path.starts_with("/spec/sinks/") && path.find('/', 12) == path.npos);
    return resource && key == "config";
  });
}

} // namespace flowsync::overlay
