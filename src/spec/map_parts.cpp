#include "spec/map_parts.hpp"

#include "base/excerpt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace flowsync::spec {

namespace {

void report_duplicate(const Entry& first, const Entry& second, ProblemLog& problems)
{
  if (!problems.full()) {
    problems
        .add("duplicate-key", fmt::format("the key `{}` is written twice in this map", excerpt(second.key)),
             second.key_at, "keep one of them", underline_length(second.key))
        .related.push_back({"first written here", problems.locate(first.key_at, underline_length(first.key))});
  }
}

} // namespace

void MapParts::take_key(const Span& span, std::string key, KeyKind kind)
{
  m_has_key = true;
  m_kind = kind;
  m_key = std::move(key);
  m_key_span = span;
}

void MapParts::take_value(NodePtr value, ProblemLog& problems)
{
  m_has_key = false;
  if (m_kind == KeyKind::merge) {
    take_merge(value, problems);
  } else if (m_kind == KeyKind::ordinary) {
    m_entries.push_back({std::move(m_key), m_key_span.at, std::move(value)});
  }
}

void MapParts::take_merge(const NodePtr& value, ProblemLog& problems)
{
  if (m_merged_at) {
    problems
        .add("duplicate-key", "the merge key `<<` is written twice in this map", m_key_span.at,
             "write one: `<<: [*first, *second]`", 2)
        .related.push_back({"first written here", problems.locate(*m_merged_at, 2)});
    return;
  }
  m_merged_at = m_key_span.at;
  const auto maps = value->is_list() ? value->items() : std::vector<NodePtr>{value};
  for (const auto& map : maps) {
    if (map->is_map()) {
      m_merges.push_back({m_entries.size(), map});
    } else {
      problems.add("bad-merge", fmt::format("`<<` takes a map or a list of maps, not {}", describe(map->kind)), map->at,
                   "write `<<: *anchor`; a key that is really called << needs quotes");
    }
  }
}

std::vector<Entry> MapParts::finish(ProblemLog& problems)
{
  check_duplicates(problems);
  if (m_merges.empty()) {
    return std::move(m_entries);
  }
  std::set<std::string, std::less<>> taken;
  for (const auto& entry : m_entries) {
    taken.insert(entry.key);
  }
  std::vector<Entry> all;
  auto merge = m_merges.begin();
  for (std::size_t i = 0; i <= m_entries.size(); ++i) {
    for (; merge != m_merges.end() && merge->before == i; ++merge) {
      for (const auto& entry : merge->map->entries()) {
        if (taken.insert(entry.key).second) {
          all.push_back(entry);
        }
      }
    }
    if (i < m_entries.size()) {
      all.push_back(std::move(m_entries[i]));
    }
  }
  return all;
}

void MapParts::check_duplicates(ProblemLog& problems) const
{
  constexpr std::size_t k_few = 16;
  if (m_entries.size() <= k_few) {
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
      const auto first =
          std::find_if(m_entries.begin(), entry, [&](const Entry& other) { return other.key == entry->key; });
      if (first != entry) {
        report_duplicate(*first, *entry, problems);
      }
    }
    return;
  }
  std::vector<std::size_t> order(m_entries.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return m_entries[a].key < m_entries[b].key; });
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (m_entries[order[i]].key == m_entries[order[i - 1]].key) {
      report_duplicate(m_entries[order[i - 1]], m_entries[order[i]], problems);
    }
  }
}

} // namespace flowsync::spec
