#pragma once

#include "model/node.hpp"
#include "spec/problem_log.hpp"

#include <optional>
#include <string>
#include <vector>

namespace flowsync::spec {

// Where a piece of the YAML text begins and ends; `first` and `last` are byte offsets.
struct Span
{
  Position at;
  std::size_t first = 0;
  std::size_t last = 0;
};

// The keys and values of one map while its text is read: a key, then its value, and so on.
class MapParts
{
public:
  enum class KeyKind
  {
    ordinary,
    merge, // `<<`
    broken // reported already: its value is dropped
  };

  bool awaits_key() const { return !m_has_key; }
  void take_key(const Span& span, std::string key, KeyKind kind);
  void take_value(NodePtr value, ProblemLog& problems);

  const std::string& key() const { return m_key; }
  const Span& key_span() const { return m_key_span; }
  bool key_is_broken() const { return m_kind == KeyKind::broken; }

  // The entries in the order they were written; those that merge keys bring in stand in the place of the `<<`. Reports
  // keys that were written twice.
  std::vector<Entry> finish(ProblemLog& problems);

private:
  struct Merge
  {
    std::size_t before = 0; // index of the entry that follows it
    NodePtr map;
  };

  void take_merge(const NodePtr& value, ProblemLog& problems);
  void check_duplicates(ProblemLog& problems) const;

  std::vector<Entry> m_entries;
  std::vector<Merge> m_merges;
  std::optional<Position> m_merged_at;
  bool m_has_key = false;
  KeyKind m_kind = KeyKind::ordinary;
  std::string m_key;
  Span m_key_span;
};

} // namespace flowsync::spec
