#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"
#include "model/position.hpp"
#include "spec/map_parts.hpp"
#include "spec/problem_log.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace flowsync::spec {

// How deep lists and maps may be nested, and how many values the aliases of one file may stand for.
inline constexpr std::size_t k_deepest = 100;
inline constexpr std::uint64_t k_most_aliased = 100'000;

// What a YAML node may carry besides its value; empty texts = none.
struct NodeProperties
{
  std::string_view anchor;
  std::string_view tag;
};

// Builds trees of model/node.hpp from YAML events, without recursion. It refuses what YAML allows but people cannot
// mean: duplicate keys, keys that are not scalars, aliases to themselves or to too much, tags with a hidden meaning.
// Each call returns false when reading must stop; the reason is then among the diagnostics.
class TreeBuilder
{
public:
  // `text` is what the events come from, without a byte order mark; it is used until the builder is gone.
  TreeBuilder(const SourceFiles& files, std::string_view text, Diagnostics& diagnostics);

  bool start_map(const Span& span, NodeProperties properties);
  bool start_list(const Span& span, NodeProperties properties);
  bool end_collection();
  bool scalar(const Span& span, NodeProperties properties, std::string_view text, bool plain);
  bool alias(const Span& span, std::string_view name);

  // The finished document, or nullptr when there was none; forgets its anchors.
  NodePtr end_document();

private:
  struct Built
  {
    NodePtr node;
    std::uint64_t values = 1; // with everything below, aliases written out
    std::size_t height = 0;   // of the tree below it
  };
  struct Frame
  {
    bool is_map = false;
    bool is_dropped = false; // a collection in the place of a key
    Position at;
    std::string anchor;
    std::uint64_t id = 0;
    std::vector<NodePtr> items;
    MapParts parts;
    std::uint64_t values = 1;
    std::size_t height = 0;
  };
  struct Anchor
  {
    Built built;          // without a node while its collection is open
    std::uint64_t id = 0; // of its frame
  };

  bool start(const Span& span, NodeProperties properties, bool is_map);
  bool place(Built built);
  bool key_scalar(const Span& span, NodeProperties properties, std::string_view text, bool plain);
  bool key_alias(const Span& span, const Built& built);
  Built aliased(const Span& span, std::string_view name);
  void remember(std::string_view anchor, Built built);
  void check_missing_colon(const MapParts& parts, const Span& value);
  bool stop();
  bool at_key() const { return !m_stack.empty() && m_stack.back().is_map && m_stack.back().parts.awaits_key(); }
  bool go_on() const { return !m_stopped && !m_problems.full(); }

  ProblemLog m_problems;
  std::string_view m_text;
  std::vector<Frame> m_stack;
  NodePtr m_root;
  std::unordered_map<std::string, Anchor> m_anchors;
  std::uint64_t m_next_id = 0;
  std::uint64_t m_aliased = 0;
  bool m_stopped = false;
};

} // namespace flowsync::spec
