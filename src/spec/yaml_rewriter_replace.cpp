// Replacing one value by another one.

#include "spec/yaml_rewriter.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

// Blanks in front of a part that goes, back to what stands before them.
std::size_t without_blanks(std::string_view text, std::size_t at)
{
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) {
    --at;
  }
  return at;
}

} // namespace

void YamlRewriter::replace(const YamlLayout& layout, const Draft& draft, const Slot& slot)
{
  guard_anchors(layout);
  const bool is_collection = layout.style == YamlStyle::block;
  if (!slot.in_flow && !is_collection && layout.content > layout.first && m_lines.begins_line(layout.content)) {
    // Comments between the anchor and the value, which stands on a line of its own, stay.
    const auto from = std::max(slot.behind, without_blanks(m_lines.text(), layout.first));
    splice(from, m_lines.skip_properties(layout.first) - from, "");
    auto bare = layout;
    bare.first = bare.content;
    replace(bare, draft, slot);
    return;
  }
  m_written.push_back(finish(draft, m_habits.one_line));
  const auto& node = *m_written.back();
  if (slot.in_flow) {
    const bool is_glued = !layout.is_written() && slot.in_map;
    splice(layout.first, layout.last - layout.first, (is_glued ? " " : "") + write_yaml_line(node));
    return;
  }
  if (layout.style == YamlStyle::flow && !layout.members.empty()) {
    m_habits.one_line.insert(&node);
  }
  const auto step = !slot.in_map ? 2 : node.is_list() ? m_habits.list_step : m_habits.step;
  // Behind a `-`, the first line of a new map stands where the value stood, and the others below it.
  const bool stays_inline = layout.is_written() && !slot.in_map && !m_lines.begins_line(layout.content);
  const auto value = write_yaml_value(node, stays_inline ? m_lines.column(layout.first) : slot.column + step, m_habits);
  if (!layout.is_written()) {
    replace_nothing(value, slot);
  } else if (layout.style == YamlStyle::block_text) {
    replace_block_text(layout, value);
  } else if (layout.style == YamlStyle::block) {
    replace_block(layout, value, slot);
  } else {
    replace_line(layout, value, slot);
  }
}

void YamlRewriter::replace_nothing(const YamlValueText& value, const Slot& slot)
{
  if (value.head.empty() && !slot.in_map && m_lines.is_blank_from(slot.behind)) {
    const auto indent = value.lines.find_first_not_of(' ');
    splice(slot.behind, 0, " " + lines_of(std::string_view(value.lines).substr(indent), slot.behind, true));
    return;
  }
  splice(slot.behind, 0, value.head.empty() ? "" : " " + value.head);
  insert_behind_line(m_lines.end(slot.behind), value.lines);
}

// A value that stands in the line of its key, or begins a line of its own.
void YamlRewriter::replace_line(const YamlLayout& layout, const YamlValueText& value, const Slot& slot)
{
  const auto size = layout.last - layout.first;
  if (!value.head.empty()) {
    splice(layout.first, size, value.head);
    insert_behind_line(m_lines.end(layout.last), value.lines);
    return;
  }
  if (m_lines.begins_line(layout.first)) {
    const auto start = m_lines.start(layout.first);
    splice(start, layout.last - start, lines_of(value.lines, layout.first, true));
    return;
  }
  if (!slot.in_map && m_lines.is_blank_from(layout.last)) {
    const auto indent = value.lines.find_first_not_of(' ');
    splice(layout.first, size, lines_of(std::string_view(value.lines).substr(indent), layout.first, true));
    return;
  }
  const auto from = std::max(slot.behind, without_blanks(m_lines.text(), layout.first));
  splice(from, layout.last - from, "");
  insert_behind_line(m_lines.end(layout.last), value.lines);
}

void YamlRewriter::replace_block_text(const YamlLayout& layout, const YamlValueText& value)
{
  const auto header_end = std::min(m_lines.text().find_first_of(" \t\r\n", layout.content), m_lines.text().size());
  const auto from = value.head.empty() ? without_blanks(m_lines.text(), layout.first) : layout.first;
  splice(from, header_end - from, value.head);
  const auto line_end = m_lines.end(header_end);
  const auto lines =
      value.lines.empty() ? std::string() : m_lines.line_break(line_end) + lines_of(value.lines, line_end, true);
  splice(line_end, std::max(line_end, layout.last) - line_end, lines);
}

void YamlRewriter::replace_block(const YamlLayout& layout, const YamlValueText& value, const Slot& slot)
{
  if (!m_lines.begins_line(layout.content)) {
    std::string text = value.head;
    if (value.head.empty()) {
      text = lines_of(std::string_view(value.lines).substr(value.lines.find_first_not_of(' ')), layout.content, true);
    } else if (!value.lines.empty()) {
      text += m_lines.line_break(layout.content) + lines_of(value.lines, layout.content, true);
    }
    splice(layout.first, layout.last - layout.first, text);
    return;
  }
  const auto properties_end = m_lines.skip_properties(layout.first);
  const bool has_properties = layout.content > layout.first;
  if (has_properties) {
    const auto from = value.head.empty() ? without_blanks(m_lines.text(), layout.first) : layout.first;
    splice(from, properties_end - from, value.head);
  } else if (!value.head.empty()) {
    splice(slot.behind, 0, " " + value.head);
  }
  const auto start = own_start(layout.content);
  const auto end = slot.tail;
  if (!value.lines.empty()) {
    splice(start, end - start, lines_of(value.lines, start, true));
  } else {
    remove_lines(start, end);
  }
}

} // namespace flowsync::spec
