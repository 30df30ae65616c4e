#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"
#include "model/position.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace flowsync::spec {

// How deep lists and maps may be nested, and how many values the aliases of one file may stand for.
inline constexpr std::size_t k_deepest = 100;
inline constexpr std::uint64_t k_most_aliased = 100'000;
// More problems than this in one file end its reading.
inline constexpr std::size_t k_most_problems = 50;

// Where an event of the YAML text begins and ends; `first` and `last` count characters from the start of the text.
struct Span
{
  Position at;
  std::size_t first = 0;
  std::size_t last = 0;
};

// What a YAML node may carry besides its value; empty texts = none.
struct Properties
{
  std::string_view anchor;
  std::string_view tag;
};

// Builds trees of model/node.hpp from YAML events, without recursion. It refuses what YAML allows but people cannot
// mean: duplicate keys, keys that are no scalars, aliases to themselves or to too much, tags with a hidden meaning.
// Each call returns false when reading must stop; the reason is then among the diagnostics.
class TreeBuilder
{
public:
  TreeBuilder(const SourceFiles& files, std::uint32_t file, Diagnostics& diagnostics);

  bool start_map(const Span& span, Properties properties);
  bool start_list(const Span& span, Properties properties);
  bool end_collection();
  bool scalar(const Span& span, Properties properties, std::string_view text, bool plain);
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
  struct Merge
  {
    std::size_t before = 0; // index of the entry that follows
    NodePtr map;
  };
  struct Frame
  {
    bool is_map = false;
    Position at;
    std::string anchor;
    std::uint64_t id = 0;
    std::vector<NodePtr> items;
    std::vector<Entry> entries;
    std::vector<Merge> merges;
    std::optional<Position> merged_at;
    Built sum; // node unused
    bool has_key = false;
    bool key_is_merge = false;
    bool key_is_broken = false;
    std::string key;
    Span key_span;
  };
  struct Anchor
  {
    Built built;          // node is nullptr while the collection is open
    std::uint64_t id = 0; // of its frame
  };

  bool start(const Span& span, Properties properties, bool is_map);
  bool place(Built built);
  void place_in_map(Frame& frame, Built& built);
  void take_merge(Frame& frame, const Built& built);
  void take_key(Frame& frame, const Span& span, std::string key, bool is_merge);
  std::vector<Entry> finish_entries(Frame& frame);
  void check_duplicates(const std::vector<Entry>& entries);
  void check_missing_colon(const Frame& frame, const Span& value);
  NodeKind kind_of(const Span& span, std::string_view tag, std::string_view text, bool plain);
  void check_number(const Span& span, NodeKind kind, const std::string& text);
  std::string_view source_between(std::size_t first, std::size_t last);
  Diagnostic& problem(std::string code, std::string message, Position at, std::string hint, std::size_t length = 1);
  bool go_on() const { return !m_stopped && m_problems < k_most_problems; }

  const SourceFiles& m_files;
  std::uint32_t m_file;
  Diagnostics& m_diagnostics;
  std::vector<Frame> m_stack;
  NodePtr m_root;
  std::unordered_map<std::string, Anchor> m_anchors;
  std::uint64_t m_next_id = 0;
  std::uint64_t m_aliased = 0;
  std::size_t m_problems = 0;
  bool m_stopped = false;
  std::size_t m_cursor_character = 0; // the character that m_cursor_byte is the offset of
  std::size_t m_cursor_byte = 0;
};

} // namespace flowsync::spec
