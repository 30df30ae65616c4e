// Adding to maps and lists that are written by indentation, and removing from them.

#include "spec/yaml_quoting.hpp"
#include "spec/yaml_rewriter.hpp"

namespace flowsync::spec {

namespace {

// Whether the last text of a value is a block whose last line break counts.
bool ends_in_block_text(const Node& value)
{
  if (value.is_map() && !value.entries().empty()) {
    return ends_in_block_text(*value.entries().back().value);
  }
  if (value.is_list() && !value.items().empty()) {
    return ends_in_block_text(*value.items().back());
  }
  return value.is_string() && value.text().ends_with('\n') && block_header(value.text());
}

} // namespace

void YamlRewriter::add_to_block(const YamlLayout& layout, const Pairs::Added& added)
{
  std::vector<Entry> entries;
  std::vector<NodePtr> items;
  for (const auto* const member : added.members) {
    auto value = finish(member->draft, m_habits.one_line);
    if (!value->is_scalar()) {
      choose_style(layout, *value, m_habits.one_line.count(value.get()) > 0);
    }
    if (layout.is_map) {
      entries.push_back({member->key, {}, std::move(value)});
    } else {
      items.push_back(std::move(value));
    }
  }
  m_written.push_back(layout.is_map ? make_map(std::move(entries)) : make_list(std::move(items)));
  const auto& node = *m_written.back();
  const auto& beside = layout.members[added.behind.value_or(0)];
  const auto column = m_lines.column(beside.first);
  const auto lines = write_yaml_block(node, column, m_habits);
  if (added.behind) {
    const auto end = tail_of(beside);
    insert_behind_line(end, lines);
    if (end == m_lines.text().size() && m_habits.block_text && ends_in_block_text(node)) {
      splice(end, 0, m_lines.line_break(end));
    }
  } else if (m_lines.begins_line(beside.first)) {
    insert_before_line(own_start(beside.first), lines);
  } else {
    splice(beside.first, 0,
           lines_of(std::string_view(lines).substr(column), beside.first, false) + std::string(column, ' '));
  }
}

void YamlRewriter::remove_from_block(const YamlLayout& layout, const Run& run)
{
  for (auto i = run.first; i <= run.last; ++i) {
    guard_anchors(layout.members[i].value);
  }
  const auto first = layout.members[run.first].first;
  const auto end = m_lines.next(tail_of(layout.members[run.last]));
  if (!m_lines.begins_line(first)) {
    // `- gone: 1` in front of what stays, which moves up.
    splice(first, m_lines.skip_blank_lines(end) - first, "");
    return;
  }
  // Comments between two that go, but apart from both, speak of something else.
  for (auto i = run.first; i <= run.last; ++i) {
    remove_lines(own_start(layout.members[i].first), tail_of(layout.members[i]));
  }
}

} // namespace flowsync::spec
