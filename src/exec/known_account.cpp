#include "exec/known_account.hpp"

#include "exec/join.hpp"

#include <algorithm>
#include <set>

namespace flowsync::exec {

const LiveResource* KnownAccount::find(const LiveKey& key) const
{
  if (m_removed.contains(key)) {
    return nullptr;
  }
  const auto found = m_fresh.find(key);
  return found != m_fresh.end() ? &found->second : m_inventory.find(key.first, key.second);
}

LiveResource KnownAccount::note(LiveResource reply)
{
  const std::lock_guard lock(m_mutex);
  const LiveKey key{reply.type, reply.id};
  const auto* const before = find(key);
  if (before != nullptr) {
    fill_links(reply, *before);
  } else if (const auto parent = parent_of(reply)) {
    m_new_children[*parent].push_back(key);
  }
  m_fresh[key] = reply;
  return reply;
}

void KnownAccount::note_element(const LiveResource& element)
{
  const std::lock_guard lock(m_mutex);
  const LiveKey key{element.type, element.id};
  if (m_removed.contains(key)) {
    return;
  }
  if (find(key) == nullptr) {
    if (const auto parent = parent_of(element)) {
      m_new_children[*parent].push_back(key);
    }
    m_fresh[key] = element;
  }
  m_elements[key] = element;
}

std::optional<LiveResource> KnownAccount::element(const LiveKey& key) const
{
  const std::lock_guard lock(m_mutex);
  const auto found = m_elements.find(key);
  return found != m_elements.end() ? std::optional(found->second) : std::nullopt;
}

void KnownAccount::forget_elements(const LiveKey& key)
{
  const std::lock_guard lock(m_mutex);
  m_elements.erase(key);
  for (const auto& below : all_below(key)) {
    m_elements.erase(below);
  }
}

void KnownAccount::remove(const LiveKey& key)
{
  const std::lock_guard lock(m_mutex);
  m_removed.insert(key);
}

std::vector<LiveKey> KnownAccount::children_of(const LiveKey& key) const
{
  const std::lock_guard lock(m_mutex);
  return children(key);
}

std::optional<LiveResource> KnownAccount::latest(const LiveKey& key) const
{
  const std::lock_guard lock(m_mutex);
  const auto* const found = find(key);
  return found != nullptr ? std::optional(*found) : std::nullopt;
}

std::vector<LiveKey> KnownAccount::children(const LiveKey& key) const
{
  std::vector<LiveKey> keys;
  for (const auto* const child : m_tree.children(key.first, key.second)) {
    keys.emplace_back(child->type, child->id);
  }
  if (const auto more = m_new_children.find(key); more != m_new_children.end()) {
    keys.insert(keys.end(), more->second.begin(), more->second.end());
  }
  std::erase_if(keys, [&](const LiveKey& child) { return m_removed.contains(child); });
  return keys;
}

std::vector<LiveKey> KnownAccount::below(const LiveKey& key) const
{
  const std::lock_guard lock(m_mutex);
  return all_below(key);
}

std::vector<LiveKey> KnownAccount::all_below(const LiveKey& key) const
{
  std::vector<LiveKey> result = children(key);
  std::set<LiveKey> expanded{key};
  for (std::size_t next = 0; next < result.size(); ++next) {
    if (expanded.insert(result[next]).second) {
      const auto more = children(result[next]);
      result.insert(result.end(), more.begin(), more.end());
    }
  }
  return result;
}

std::vector<LiveResource> KnownAccount::detected_sets(ResourceId source) const
{
  const std::lock_guard lock(m_mutex);
  std::vector<LiveResource> sets;
  for (const auto& key : children({ResourceKind::source, source})) {
    const auto* const live = find(key);
    if (live != nullptr && is_detected(*live)) {
      sets.push_back(*live);
    }
  }
  std::sort(sets.begin(), sets.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return sets;
}

std::optional<ResourceId> KnownAccount::source_above(const LiveResource& set) const
{
  const std::lock_guard lock(m_mutex);
  const auto* at = &set;
  std::set<ResourceId> passed;
  while (at != nullptr && passed.insert(at->id).second) {
    if (!at->parent_set_id) {
      return at->source_id;
    }
    at = find({ResourceKind::nexset, *at->parent_set_id});
  }
  return std::nullopt;
}

} // namespace flowsync::exec
