// Adding to maps and lists between braces and brackets, and removing from them.

#include "spec/yaml_rewriter.hpp"

namespace flowsync::spec {

void YamlRewriter::add_to_flow(const YamlLayout& layout, const Pairs::Added& added)
{
  const auto& beside = layout.members[added.behind.value_or(0)];
  const auto start = m_lines.start(beside.first);
  const auto comma = m_lines.skip_trivia(beside.last());
  const bool has_comma = m_lines.at(comma) == ',';
  const auto behind = has_comma ? comma + 1 : beside.last();
  const bool own_lines = m_lines.begins_line(beside.first) && m_lines.ends_line(behind) &&
                         (!has_comma || m_lines.start(comma) == m_lines.start(beside.last()));
  const auto indent = std::string(m_lines.text().substr(start, beside.first - start));
  const auto line_break = m_lines.line_break(beside.first);
  std::vector<std::string> parts;
  std::set<const Node*> ignored;
  for (const auto* const member : added.members) {
    const auto value = finish(member->draft, ignored);
    auto part =
        layout.is_map ? write_yaml_line(*make_map({{member->key, {}, value}})) : write_yaml_line(*make_list({value}));
    parts.push_back(part.substr(1, part.size() - 2));
  }
  std::string text;
  if (!own_lines) {
    for (const auto& part : parts) {
      text += added.behind ? ", " + part : part + ", ";
    }
    splice(added.behind ? beside.last() : beside.first, 0, text);
    return;
  }
  if (!added.behind) {
    for (const auto& part : parts) {
      text += indent + part + ",\n";
    }
    insert_before_line(own_start(beside.first), text);
    return;
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += line_break + indent + parts[i] + (has_comma || i + 1 < parts.size() ? "," : "");
  }
  splice(beside.last(), 0, has_comma ? "" : ",");
  splice(m_lines.end(behind), 0, text);
}

void YamlRewriter::remove_from_flow(const YamlLayout& layout, const Run& run)
{
  for (auto i = run.first; i <= run.last; ++i) {
    guard_anchors(layout.members[i].value);
  }
  const auto& first = layout.members[run.first];
  const auto last = layout.members[run.last].last();
  const auto comma = m_lines.skip_trivia(last);
  const auto behind = m_lines.at(comma) == ',' ? comma + 1 : last;
  if (m_lines.begins_line(first.first) && m_lines.ends_line(behind)) {
    remove_lines(own_start(first.first), m_lines.end(behind));
    return;
  }
  const bool is_last = run.last + 1 == layout.members.size();
  for (auto i = is_last ? run.first : run.first + 1; i <= (is_last ? run.last : run.last + 1); ++i) {
    const auto before = layout.members[i - 1].last();
    const auto between = m_lines.text().substr(before, layout.members[i].first - before);
    if (between.find('#') != std::string_view::npos) {
      refuse(first.first, "there are comments between it and what stands beside it");
      return;
    }
  }
  const auto from = is_last ? layout.members[run.first - 1].last() : first.first;
  const auto to = is_last ? last : layout.members[run.last + 1].first;
  splice(from, to - from, "");
}

} // namespace flowsync::spec
