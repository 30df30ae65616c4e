#pragma once

#include "spec/yaml_draft.hpp"
#include "spec/yaml_layout.hpp"
#include "spec/yaml_lines.hpp"
#include "spec/yaml_splices.hpp"
#include "spec/yaml_writer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::spec {

// Why a text cannot be changed, and the offset of the place.
struct YamlRefusal
{
  std::string reason;
  std::size_t at = 0;
};

// Turns the changes of a draft into replacements of parts of the text that it was read from. Values that nobody
// touched are not even looked at.
class YamlRewriter
{
public:
  YamlRewriter(std::string_view text, const YamlDocumentLayout& document, bool block_text);

  // The text with the changes, or why not.
  std::optional<std::string> rewrite(const Draft& root);
  const std::optional<YamlRefusal>& refusal() const { return m_refusal; }

private:
  // Where a value stands.
  struct Slot
  {
    bool in_flow = false;
    bool in_map = false;
    std::size_t behind = 0; // the `:` or `-`
    std::size_t column = 0; // of the key or the `-`
    std::size_t tail = 0;   // end of the last line that belongs to the entry or element; in block style only
  };
  // Which draft members stand where in the text.
  struct Pairs
  {
    std::vector<const DraftMember*> kept; // for each member of the layout; nullptr: removed
    std::vector<bool> stays;              // for each member of the layout: kept, or a merge key
    struct Added
    {
      std::optional<std::size_t> behind; // the last member of the layout that stays and stands before
      std::vector<const DraftMember*> members;
    };
    std::vector<Added> added;
    bool none_stays() const;
  };
  // Members removed one after the other, none between them staying.
  struct Run
  {
    std::size_t first = 0;
    std::size_t last = 0;
  };

  void change(const YamlLayout& layout, const Draft& draft, const Slot& slot, bool is_root);
  void change_collection(const YamlLayout& layout, const Draft& draft, const Slot& slot, bool is_root);
  Pairs pair(const YamlLayout& layout, const Draft& draft);
  static std::vector<Run> runs(const Pairs& pairs);

  void add_to_block(const YamlLayout& layout, const Pairs::Added& added);
  void remove_from_block(const YamlLayout& layout, const Run& run);
  void add_to_flow(const YamlLayout& layout, const Pairs::Added& added);
  void remove_from_flow(const YamlLayout& layout, const Run& run);

  void replace(const YamlLayout& layout, const Draft& draft, const Slot& slot);
  void replace_nothing(const YamlValueText& value, const Slot& slot);
  void replace_line(const YamlLayout& layout, const YamlValueText& value, const Slot& slot);
  void replace_block_text(const YamlLayout& layout, const YamlValueText& value);
  void replace_block(const YamlLayout& layout, const YamlValueText& value, const Slot& slot);

  // The beginning of the comment lines that belong to a member that begins its line; else of that line.
  std::size_t own_start(std::size_t member) const;
  // The end of the last line that belongs to a member, its line break left out.
  std::size_t tail_of(const YamlMember& member) const;
  // Lines with "\n" as lines of the text; `joined`: without a break at the end.
  std::string lines_of(std::string_view lines, std::size_t near, bool joined) const;
  // Whole lines behind the one that ends there, or in front of the one that starts there; whole lines that go. All of
  // them take the line break in front of what changes, so that changes beside each other do not meet.
  void insert_behind_line(std::size_t line_end, std::string_view lines);
  void insert_before_line(std::size_t line_start, std::string_view lines);
  void remove_lines(std::size_t first_start, std::size_t last_end);
  // What the other values of the collection show, else the wish; one that holds maps or lists, or many values, stands
  // in one line only when that is wished.
  void choose_style(const YamlLayout& layout, const Node& value, bool wish);
  void guard_anchors(const YamlLayout& layout);
  void splice(std::size_t at, std::size_t removed, std::string inserted)
  {
    m_splices.add(at, removed, std::move(inserted));
  }
  void refuse(std::size_t at, std::string reason);

  YamlLines m_lines;
  const YamlDocumentLayout& m_document;
  YamlHabits m_habits;
  std::vector<NodePtr> m_written; // what `one_line` points into
  YamlSplices m_splices;
  std::optional<YamlRefusal> m_refusal;
};

} // namespace flowsync::spec
