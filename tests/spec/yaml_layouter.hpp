#pragma once

#include "model/node.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace flowsync {

// A line or comment of a generated text and the values it speaks of, as paths ("/spec/sinks/0").
struct LaidLine
{
  std::string text;
  std::set<std::string> paths;
};

struct LaidOut
{
  std::string text;
  NodePtr tree;
  std::vector<LaidLine> lines;    // of the text
  std::vector<LaidLine> comments; // each is different from all others, and belongs to one value
  std::set<std::string> flow;     // maps and lists between braces
  bool has_aliases = false;
};

// Writes random trees in random layouts: what people, other tools and nobody would write.
class YamlLayouter
{
public:
  explicit YamlLayouter(std::uint32_t seed) : m_random(seed) {}

  // A document of kind Environment named prod.
  LaidOut document();
  // A value, at most so deep.
  NodePtr value(int depth);
  std::string key();
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(m_random); }
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }

private:
  struct Anchored
  {
    std::string name;
    NodePtr node;
  };

  NodePtr map(int depth);
  NodePtr list(int depth);
  // Whether a generated text is one that needs no quotes.
  static bool is_plain_word(const std::string& text);

  void write(const std::string& text, const std::string& path);
  void end_line(const std::string& owner, bool comments);
  void comment_line(std::size_t column, const std::string& owner);
  void before_member(std::size_t column, const std::string& path, const std::string& parent, bool is_first);
  void write_value(const NodePtr& node, const std::string& path, std::size_t column, bool in_map);
  void write_scalar(const Node& node, const std::string& path, std::size_t column);
  void write_block(const NodePtr& node, const std::string& path, std::size_t column, bool inlined);
  void write_entry(const Entry& entry, const std::string& path, std::size_t column);
  void write_item(const NodePtr& item, const std::string& path, std::size_t column);
  void write_flow_value(const Node& node, const std::string& path, std::size_t column, int depth);
  void write_flow_line(const Node& node, const std::string& path);
  void write_flow_lines(const Node& node, const std::string& path, std::size_t column);
  void write_aliases(std::vector<Entry>& entries);
  std::string key_text(const std::string& key);
  std::string scalar_text(const Node& node, bool in_flow);

  std::mt19937 m_random;
  LaidOut m_out;
  std::string m_line;
  std::set<std::string> m_paths;
  std::vector<Anchored> m_anchors;
  std::size_t m_step = 2;
  std::size_t m_list_step = 2;
  int m_comments = 0;
  bool m_ends_in_block = false;
  bool m_sparse = false; // neither comments nor blank lines
};

} // namespace flowsync
