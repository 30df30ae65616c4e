#include "spec/yaml_layout.hpp"

#include "spec/yaml_events.hpp"
#include "spec/yaml_lines.hpp"

#include <utility>

namespace flowsync::spec {

namespace {

// The events of a text, to be asked for one by one.
class Recorded : public YamlEventSink
{
public:
  explicit Recorded(std::string_view text) : m_complete(!read_events(text, 0, *this)) {}

  bool take(const YamlEvent& event) override
  {
    m_events.push_back({event, std::string(event.anchor), event.is_plain() && event.text.empty()});
    return true;
  }

  void restart() override { m_events.clear(); }

  struct One
  {
    YamlEvent event; // without its texts
    std::string anchor;
    bool is_empty = false; // for a scalar: plain, and of no characters

    bool is(YamlEvent::Kind kind) const { return event.kind == kind; }
  };

  bool complete() const { return m_complete; }
  // nullptr behind the last one.
  const One* next() { return m_next < m_events.size() ? &m_events[m_next++] : nullptr; }

private:
  std::vector<One> m_events;
  std::size_t m_next = 0;
  bool m_complete;
};

// What cannot be placed ends the reading.
struct Unplaced
{
};

class LayoutReader
{
public:
  explicit LayoutReader(std::string_view text) : m_events(text), m_lines(text) {}

  std::vector<YamlDocumentLayout> read()
  {
    if (!m_events.complete()) {
      throw Unplaced();
    }
    std::vector<YamlDocumentLayout> result;
    while (const auto* event = m_events.next()) {
      if (event->is(YamlEvent::Kind::document_start)) {
        m_aliased.clear();
        auto root = value(0);
        if (!m_was_empty) {
          result.push_back({std::move(root), std::move(m_aliased)});
        }
      }
    }
    return result;
  }

private:
  const Recorded::One& next()
  {
    const auto* event = m_events.next();
    if (event == nullptr) {
      throw Unplaced();
    }
    return *event;
  }

  // Reads the next value; `behind`: where it stands when it is not written. The recursion is as deep as the text is
  // nested, which read_yaml() limits.
  YamlLayout value(std::size_t behind) { return placed(next(), behind); }

  YamlLayout placed(const Recorded::One& got, std::size_t behind)
  {
    YamlLayout layout;
    layout.first = got.event.span.first;
    layout.content = got.event.content;
    layout.last = got.event.span.last;
    layout.style = got.event.style;
    layout.anchor = got.anchor;
    layout.is_map = got.is(YamlEvent::Kind::map_start);
    m_was_empty = false;
    switch (got.event.kind) {
    case YamlEvent::Kind::alias:
      m_aliased.insert(layout.anchor);
      break;
    case YamlEvent::Kind::scalar:
      m_was_empty = got.is_empty;
      if (m_was_empty && layout.first == layout.last) {
        layout.first = layout.content = layout.last = behind;
      } else if (layout.last <= layout.content && !m_was_empty) {
        throw Unplaced();
      }
      break;
    case YamlEvent::Kind::map_start:
    case YamlEvent::Kind::list_start:
      members(layout);
      break;
    default:
      throw Unplaced();
    }
    return layout;
  }

  void members(YamlLayout& layout)
  {
    auto from = layout.content + (layout.style == YamlStyle::flow ? 1U : 0U);
    for (;;) {
      const auto& event = next();
      if (event.is(YamlEvent::Kind::end)) {
        end_collection(event.event, layout);
        m_was_empty = false;
        return;
      }
      layout.members.push_back(layout.is_map ? entry(event) : element(event, layout.style, from));
      from = layout.members.back().last();
    }
  }

  static void end_collection(const YamlEvent& end, YamlLayout& layout)
  {
    if (layout.style == YamlStyle::flow) {
      layout.last = end.span.last;
    } else if (layout.members.empty()) {
      throw Unplaced();
    } else {
      layout.content = layout.members.front().first;
      layout.last = layout.members.back().last();
    }
  }

  YamlMember entry(const Recorded::One& event)
  {
    const auto key = placed(event, 0);
    if (key.is_collection() || !key.is_written()) {
      throw Unplaced();
    }
    YamlMember member;
    member.key_at = event.event.span.at;
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

  YamlMember element(const Recorded::One& event, YamlStyle style, std::size_t from)
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

  Recorded m_events;
  YamlLines m_lines;
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
