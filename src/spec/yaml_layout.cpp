#include "spec/yaml_layout.hpp"

#include "spec/yaml_events.hpp"
#include "spec/yaml_lines.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

// Byte offsets of characters: those of some are kept, the others are counted from there.
class Offsets
{
public:
  explicit Offsets(std::string_view text) : m_text(text)
  {
    std::size_t character = 0;
    for (std::size_t byte = 0; byte < text.size(); ++byte) {
      if (begins_character(byte)) {
        if (character % k_distance == 0) {
          m_kept.push_back(byte);
        }
        ++character;
      }
    }
  }

  std::size_t byte_of(std::size_t character) const
  {
    const auto kept = character / k_distance;
    if (kept >= m_kept.size()) {
      return m_text.size();
    }
    auto byte = m_kept[kept];
    for (auto left = character % k_distance; left > 0 && byte < m_text.size(); --left) {
      do {
        ++byte;
      } while (byte < m_text.size() && !begins_character(byte));
    }
    return byte;
  }

private:
  static constexpr std::size_t k_distance = 64;
  bool begins_character(std::size_t byte) const { return (static_cast<unsigned char>(m_text[byte]) & 0xC0U) != 0x80U; }

  std::string_view m_text;
  std::vector<std::size_t> m_kept;
};

// What cannot be placed ends the reading.
struct Unplaced
{
};

class LayoutReader
{
public:
  explicit LayoutReader(std::string_view text) : m_parser(text), m_lines(text), m_offsets(text) {}

  std::vector<YamlDocumentLayout> read()
  {
    std::vector<YamlDocumentLayout> result;
    for (;;) {
      const YamlEvent event(m_parser);
      if (!event.ok()) {
        throw Unplaced();
      }
      if (event.get().type == YAML_STREAM_END_EVENT) {
        return result;
      }
      if (event.get().type == YAML_DOCUMENT_START_EVENT) {
        m_aliased.clear();
        auto root = value(0);
        if (!m_was_empty) {
          result.push_back({std::move(root), std::move(m_aliased)});
        }
      }
    }
  }

private:
  // Reads the next value; `behind`: where it stands when it is not written. The recursion is as deep as the text is
  // nested, which read_yaml() limits.
  YamlLayout value(std::size_t behind)
  {
    const YamlEvent event(m_parser);
    return placed(event, behind);
  }

  YamlLayout placed(const YamlEvent& event, std::size_t behind)
  {
    if (!event.ok()) {
      throw Unplaced();
    }
    const auto& got = event.get();
    YamlLayout layout;
    layout.first = m_offsets.byte_of(got.start_mark.index);
    layout.content = layout.first;
    layout.last = m_offsets.byte_of(got.end_mark.index);
    m_was_empty = false;
    switch (got.type) {
    case YAML_ALIAS_EVENT:
      layout.style = YamlStyle::alias;
      layout.anchor = yaml_text(got.data.alias.anchor);
      m_aliased.insert(layout.anchor);
      break;
    case YAML_SCALAR_EVENT:
      layout.anchor = yaml_text(got.data.scalar.anchor);
      scalar(got, behind, layout);
      break;
    case YAML_MAPPING_START_EVENT:
      layout.anchor = yaml_text(got.data.mapping_start.anchor);
      layout.is_map = true;
      layout.style = got.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE ? YamlStyle::flow : YamlStyle::block;
      members(layout);
      break;
    case YAML_SEQUENCE_START_EVENT:
      layout.anchor = yaml_text(got.data.sequence_start.anchor);
      layout.style = got.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE ? YamlStyle::flow : YamlStyle::block;
      members(layout);
      break;
    default:
      throw Unplaced();
    }
    return layout;
  }

  void scalar(const yaml_event_t& event, std::size_t behind, YamlLayout& layout)
  {
    const auto& scalar = event.data.scalar;
    const bool is_plain = scalar.style == YAML_PLAIN_SCALAR_STYLE;
    m_was_empty = is_plain && scalar.length == 0;
    if (m_was_empty && scalar.anchor == nullptr && scalar.tag == nullptr) {
      layout.first = layout.content = layout.last = behind;
      return;
    }
    layout.content = m_lines.skip_properties(layout.first);
    if (layout.content > layout.first && !m_was_empty) {
      layout.content = m_lines.skip_trivia(layout.content);
    }
    const bool is_block = scalar.style == YAML_LITERAL_SCALAR_STYLE || scalar.style == YAML_FOLDED_SCALAR_STYLE;
    layout.style = is_plain ? YamlStyle::plain : is_block ? YamlStyle::block_text : YamlStyle::quoted;
    if (is_block) {
      layout.last = end_of_block_text(layout.content, layout.last);
    }
  }

  // libyaml ends it behind the empty lines that follow; they belong to it only when it keeps them.
  std::size_t end_of_block_text(std::size_t content, std::size_t last) const
  {
    const auto header_end = m_lines.text().find_first_of(" \t\r\n", content);
    const auto header = m_lines.text().substr(content, header_end - content);
    const bool keeps = header.find('+') != std::string_view::npos;
    const auto first_line = m_lines.skip_blank_lines(m_lines.next(content));
    const auto indent = first_line - m_lines.start(first_line);
    while (last > content && m_lines.at(last - 1) == '\n') {
      const auto line = m_lines.start(last - 1);
      if (keeps || line <= content || !m_lines.is_blank(line) || m_lines.end(line) - line > indent) {
        return m_lines.end(line);
      }
      last = line;
    }
    return last;
  }

  void members(YamlLayout& layout)
  {
    auto from = layout.content = m_lines.skip_properties(layout.first);
    if (layout.style == YamlStyle::flow) {
      layout.content = m_lines.skip_trivia(layout.content);
      from = layout.content + 1;
    }
    for (;;) {
      const YamlEvent event(m_parser);
      if (!event.ok()) {
        throw Unplaced();
      }
      if (event.get().type == YAML_MAPPING_END_EVENT || event.get().type == YAML_SEQUENCE_END_EVENT) {
        end_collection(event.get(), layout);
        m_was_empty = false;
        return;
      }
      layout.members.push_back(layout.is_map ? entry(event) : element(event, layout.style, from));
      from = layout.members.back().last();
    }
  }

  void end_collection(const yaml_event_t& end, YamlLayout& layout) const
  {
    if (layout.style == YamlStyle::flow) {
      layout.last = m_offsets.byte_of(end.end_mark.index);
    } else if (layout.members.empty()) {
      throw Unplaced();
    } else {
      layout.content = layout.members.front().first;
      layout.last = layout.members.back().last();
    }
  }

  YamlMember entry(const YamlEvent& event)
  {
    const auto& mark = event.get().start_mark;
    const auto key = placed(event, 0);
    if (key.is_collection() || !key.is_written()) {
      throw Unplaced();
    }
    YamlMember member;
    member.key_at = {0, static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
    member.key_first = key.first;
    member.key_content = key.content;
    member.key_last = key.last;
    member.key_style = key.style;
    member.first = begin_of_entry(key.first);
    const auto colon = m_lines.skip_trivia(key.last);
    if (m_lines.at(colon) != ':') {
      throw Unplaced();
    }
    member.behind = colon + 1;
    member.value = value(member.behind);
    return member;
  }

  // Of the `?` before the key, when there is one in its line.
  std::size_t begin_of_entry(std::size_t key) const
  {
    auto before = key;
    while (before > 0 && (m_lines.at(before - 1) == ' ' || m_lines.at(before - 1) == '\t')) {
      --before;
    }
    return before > 0 && before < key && m_lines.at(before - 1) == '?' ? before - 1 : key;
  }

  YamlMember element(const YamlEvent& event, YamlStyle style, std::size_t from)
  {
    YamlMember member;
    if (style == YamlStyle::block) {
      member.first = m_lines.skip_trivia(from);
      if (m_lines.at(member.first) != '-') {
        throw Unplaced();
      }
      member.behind = member.first + 1;
      member.value = placed(event, member.behind);
    } else {
      member.value = placed(event, from);
      member.first = member.behind = member.value.first;
    }
    return member;
  }

  YamlParser m_parser;
  YamlLines m_lines;
  Offsets m_offsets;
  std::set<std::string> m_aliased;
  bool m_was_empty = false; // the last value read was a plain scalar of no characters
};

} // namespace

std::optional<std::vector<YamlDocumentLayout>> read_layout(std::string_view text)
{
  try {
    return LayoutReader(text).read();
  } catch (const Unplaced&) {
    return std::nullopt;
  }
}

} // namespace flowsync::spec
