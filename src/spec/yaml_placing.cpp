#include "spec/yaml_placing.hpp"

#include "spec/yaml_failure.hpp"
#include "spec/yaml_library.hpp"
#include "spec/yaml_mending.hpp"
#include "spec/yaml_places.hpp"
#include "spec/yaml_separators.hpp"
#include "spec/yaml_unwritten.hpp"

#include <string>
#include <utility>
#include <vector>

namespace flowsync::spec {

namespace {

// Finds the places of what the library tells, and refuses what it lets pass.
class Placing : public LibraryListener
{
public:
  Placing(const TamedText& text, std::uint32_t file, YamlEventSink& sink)
      : m_text(text),
        m_lines(text.original()),
        m_places(text.original(), file),
        m_sink(sink)
  {
  }

  bool hear(const LibraryEvent& event) override
  {
    // A null has the place of what follows when it is not written: which it is, the next place tells.
    const bool has_place = event.kind != LibraryEvent::Kind::end && event.kind != LibraryEvent::Kind::document_end;
    if (!m_waiting.empty() && !has_place && event.kind == LibraryEvent::Kind::end) {
      m_waiting.push_back({event, "", ""});
      return true;
    }
    if (!m_waiting.empty()) {
      auto waiting = std::exchange(m_waiting, {});
      auto& null = waiting.front();
      const bool is_written = !has_place || event.at > content_of(null.event.at, !null.anchor.empty());
      null.event.anchor = null.anchor;
      if (!take_null(null.event, is_written ? null.word : "")) {
        return false;
      }
      for (std::size_t i = 1; i < waiting.size(); ++i) {
        if (!take_end()) {
          return false;
        }
      }
    }
    const auto* const hidden = m_text.hidden(event.at);
    if (hidden == nullptr || !has_place) {
      return take(event);
    }
    auto whole = event;
    whole.at = hidden->first;
    whole.anchor = hidden->anchor;
    whole.tag = hidden->tag;
    return take(whole);
  }

  std::optional<YamlComplaint> complaint(const std::optional<LibraryFailure>& failure)
  {
    if (const auto problem = check_text_end(m_lines, m_behind); !m_complaint && !failure && !m_hide && problem) {
      refuse(problem->problem, problem->at);
    }
    if (m_complaint || !failure) {
      return m_complaint;
    }
    while (!m_stack.empty() && m_stack.back().is_flow && !m_stack.back().has_brackets) {
      m_stack.pop_back();
    }
    if (m_properties && !m_stack.empty() && !m_stack.back().is_flow &&
        m_text.hidden(m_properties->content) == nullptr) {
      m_hide = m_properties; // of a text that goes on behind its first line
    }
    return complaint_of(*failure, m_lines, m_places, innermost(), m_behind);
  }

  // What has to be hidden from the library before it can read on.
  const std::optional<HiddenProperties>& to_hide() const { return m_hide; }

private:
  struct Waiting
  {
    LibraryEvent event;
    std::string anchor;
    std::string_view word;
  };

  std::string_view text() const { return m_lines.text(); }

  bool take(const LibraryEvent& event)
  {
    m_properties.reset();
    switch (event.kind) {
    case LibraryEvent::Kind::document_start:
      return begin_document(event.at) && pass({YamlEvent::Kind::document_start, span(event.at, event.at)});
    case LibraryEvent::Kind::document_end:
      return pass({YamlEvent::Kind::document_end, span(m_behind, m_behind)});
    case LibraryEvent::Kind::map_start:
    case LibraryEvent::Kind::list_start:
      return take_start(event);
    case LibraryEvent::Kind::end:
      return take_end();
    case LibraryEvent::Kind::null:
      return take_null(event);
    case LibraryEvent::Kind::scalar:
      return m_text.is_alias(event.at) ? take_alias(event.at) : take_scalar(event);
    case LibraryEvent::Kind::alias:
      return take_alias(event.at);
    }
    return false;
  }

  bool begin_document(std::size_t at)
  {
    if (m_has_begun && m_begun_at == at) {
      return refuse(yaml_problem::k_no_value, at); // it does not pass what it cannot take for a value
    }
    m_has_begun = true;
    m_begun_at = at;
    m_stack.clear();
    m_open_flows = 0;
    m_behind = at + (is_document_marker(m_lines, at) ? 3U : 0U);
    const auto problem = check_document_begin(m_lines, at, std::exchange(m_root_is_list, false));
    return problem ? refuse(problem->problem, problem->at) : true;
  }

  bool take_start(const LibraryEvent& event)
  {
    YamlEvent told = with_properties(event);
    const bool is_map = event.kind == LibraryEvent::Kind::map_start;
    told.kind = is_map ? YamlEvent::Kind::map_start : YamlEvent::Kind::list_start;
    told.style = event.is_flow ? YamlStyle::flow : YamlStyle::block;
    told.span.last = told.content;
    m_root_is_list = m_stack.empty() ? !event.is_flow && !is_map : m_root_is_list;
    const bool has_brackets = event.is_flow && m_lines.at(told.content) == (is_map ? '{' : '[');
    if (!m_stack.empty() && m_stack.back().has_brackets && m_stack.back().at == told.content) {
      m_stack.back().has_brackets = false; // the only pair of a map without braces: it begins where its key does
    }
    const bool is_key =
        (is_map && !has_brackets) || (!m_stack.empty() && m_stack.back().is_map && !m_stack.back().has_key);
    m_stack.push_back({{told.content, is_map, event.is_flow}, has_brackets});
    m_open_flows += event.is_flow ? 1U : 0U;
    m_behind = told.content + (has_brackets ? 1U : 0U);
    return has_known_tag(event) && (!is_key || is_closed_key(told.content)) && pass(told);
  }

  // At the end of the text the library takes an open bracket for the beginning of a key, which ends in its line.
  bool is_closed_key(std::size_t at)
  {
    const char first = m_lines.at(at);
    if (first != '[' && first != '{') {
      return true;
    }
    const auto in_line = find_open(m_lines, at, m_lines.end(at));
    if (!in_line.bracket && !in_line.quote) {
      return true;
    }
    const auto open = find_open(m_lines, at, text().size());
    if (!open.bracket && !open.quote) {
      return true; // a key behind a `?`
    }
    return refuse(open.quote ? std::string_view(yaml_problem::k_open_quote) : yaml_problem::k_never_closed,
                  text().size(), open.quote ? open.quote : open.bracket);
  }

  bool take_end()
  {
    const auto frame = m_stack.back();
    m_stack.pop_back();
    m_open_flows -= frame.is_flow ? 1U : 0U;
    if (frame.has_brackets) {
      m_behind = behind_comma(m_lines, m_behind);
      m_behind += m_lines.at(m_behind) == (frame.is_map ? '}' : ']') ? 1U : 0U;
    }
    value_taken(frame.at);
    return pass({YamlEvent::Kind::end, span(m_behind, m_behind)});
  }

  bool take_null(const LibraryEvent& event)
  {
    const auto content = content_of(event.at, !event.anchor.empty());
    for (const std::string_view word : {"null", "Null", "NULL", "~"}) {
      if (text().substr(content, word.size()) == word) {
        m_waiting.push_back({event, std::string(event.anchor), word});
        return true;
      }
    }
    return take_null(event, "");
  }

  // `word`: how it is written; "" = not at all.
  bool take_null(const LibraryEvent& event, std::string_view word)
  {
    if (!word.empty()) {
      auto written = event;
      written.text = word;
      return take_scalar(written);
    }
    YamlEvent told{YamlEvent::Kind::scalar};
    told.anchor = event.anchor;
    if (!event.anchor.empty()) {
      told.span = span(event.at, m_lines.skip_properties(event.at));
    } else if (const auto problem = problem_of_unwritten(m_lines, innermost(), m_behind, event.at); !problem.empty()) {
      return refuse(problem, problem == yaml_problem::k_no_colon ? m_stack.back().key_at : event.at);
    } else {
      const auto at = place_of_unwritten(m_lines, innermost(), m_behind, event.at);
      told.span = span(at, at);
    }
    told.content = told.span.last;
    m_behind = told.span.last;
    value_taken(told.span.first);
    return pass(told);
  }

  bool take_scalar(const LibraryEvent& event)
  {
    YamlEvent told = with_properties(event);
    told.kind = YamlEvent::Kind::scalar;
    told.text = event.text;
    const char first = m_lines.at(told.content);
    if (event.is_quoted || !event.tag.empty()) {
      const bool is_quote = first == '"' || first == '\'';
      const bool is_block = first == '|' || first == '>';
      told.style = is_quote ? YamlStyle::quoted : is_block ? YamlStyle::block_text : YamlStyle::plain;
    }
    if (event.text.empty() && told.is_plain()) {
      told.content = m_lines.skip_properties(event.at);
      told.span.last = told.content;
    } else {
      told.span.last = end_of_scalar(m_lines, told.content, told.style, event.text);
    }
    if (told.content > event.at && m_text.hidden(told.content) == nullptr) {
      m_properties = {event.at, told.content, std::string(event.anchor), std::string(event.tag)};
    }
    if (told.style == YamlStyle::block_text && m_properties && is_cut_short(told)) {
      m_hide = m_properties;
      return false;
    }
    std::string whole;
    if (told.style == YamlStyle::block_text && first == '>') {
      if (auto mended = with_last_lines(m_lines, told.content, event.text)) {
        told.text = whole = std::move(*mended);
      }
    }
    if (told.style == YamlStyle::quoted) {
      if (told.span.last == told.content) { // closed by the end of the text
        return refuse(yaml_problem::k_open_quote, text().size(), told.content);
      }
      if (const auto escape = find_quote_escape(text(), told.content, told.span.last)) {
        return refuse(yaml_problem::k_bad_escape, *escape, told.content);
      }
      if (auto mended = with_line_breaks(text().substr(told.content, told.span.last - told.content))) {
        told.text = whole = std::move(*mended);
      }
    }
    m_behind = told.span.last;
    value_taken(told.span.first);
    return has_known_tag(event) && pass(told);
  }

  // Whether the library may have measured the indentation of a block text from its anchor or tag.
  bool is_cut_short(const YamlEvent& told) const
  {
    const auto header = m_lines.end(told.content);
    if (text().substr(told.content, header - told.content).find_first_of("123456789") != std::string_view::npos) {
      return true;
    }
    const auto line = m_lines.skip_blank_lines(header);
    const bool is_deeper = m_stack.empty() || m_lines.column(line) > m_lines.column(m_stack.back().at);
    return is_deeper && line < text().size() && told.text.find_first_not_of(" \t\n") == std::string_view::npos;
  }

  bool take_alias(std::size_t at)
  {
    YamlEvent told{YamlEvent::Kind::alias, span(at, end_of_name(text(), at)), at, YamlStyle::alias};
    told.anchor = text().substr(at + 1, told.span.last - at - 1);
    m_behind = told.span.last;
    value_taken(told.span.first);
    return pass(told);
  }

  YamlEvent with_properties(const LibraryEvent& event)
  {
    YamlEvent told;
    told.span = span(event.at, event.at);
    told.anchor = event.anchor;
    told.tag = event.tag;
    told.content = content_of(event.at, !event.anchor.empty() || !event.tag.empty());
    return told;
  }

  std::size_t content_of(std::size_t at, bool has_properties) const
  {
    return has_properties ? m_lines.skip_trivia(m_lines.skip_properties(at)) : at;
  }

  const YamlFrame* innermost() const { return m_stack.empty() ? nullptr : &m_stack.back(); }

  Span span(std::size_t first, std::size_t last) { return {m_places.of(first), first, last}; }

  // Of a value that begins at `at`.
  void value_taken(std::size_t at)
  {
    if (!m_stack.empty() && m_stack.back().is_map) {
      auto& frame = m_stack.back();
      frame.has_key = !frame.has_key;
      frame.key_at = frame.has_key ? at : frame.key_at;
    }
  }

  // A handle that no %TAG line explains stays in the tag.
  bool has_known_tag(const LibraryEvent& event)
  {
    if (!event.tag.starts_with('!') || event.tag.size() < 2 || event.tag.find('!', 1) == std::string_view::npos) {
      return true;
    }
    return refuse(yaml_problem::k_unknown_handle, event.at);
  }

  bool pass(const YamlEvent& event)
  {
    const auto at = event.span.first;
    const bool opens = event.style == YamlStyle::flow;
    if (m_open_flows == (opens ? 1U : 0U) && event.kind != YamlEvent::Kind::end && is_tabbed(at)) {
      return refuse(yaml_problem::k_tab, at);
    }
    return m_sink.take(event);
  }

  // Whether a tab stands before it in its line, and blanks alone.
  bool is_tabbed(std::size_t at) const
  {
    bool has_tab = false;
    while (at > 0 && (m_lines.at(at - 1) == ' ' || m_lines.at(at - 1) == '\t')) {
      has_tab = m_lines.at(--at) == '\t' || has_tab;
    }
    return has_tab && (at == 0 || m_lines.at(at - 1) == '\n');
  }

  bool refuse(std::string_view problem, std::size_t at, std::optional<std::size_t> begins = {})
  {
    m_complaint = YamlComplaint{std::string(problem), at, m_places.of(at), begins ? m_places.of(*begins) : Position{}};
    return false;
  }

  const TamedText& m_text;
  YamlLines m_lines;
  YamlPlaces m_places;
  YamlEventSink& m_sink;
  std::vector<YamlFrame> m_stack;
  std::vector<Waiting> m_waiting; // a null that may be written or not, and the ends behind it
  std::size_t m_open_flows = 0;
  std::size_t m_behind = 0; // the end of what was told last
  bool m_has_begun = false;
  std::size_t m_begun_at = 0;                   // the last document
  bool m_root_is_list = false;                  // of the last document, by indentation
  std::optional<HiddenProperties> m_properties; // of the scalar that was told last
  std::optional<HiddenProperties> m_hide;
  std::optional<YamlComplaint> m_complaint;
};

} // namespace

PlacedReading read_placed(const TamedText& text, std::uint32_t file, YamlEventSink& sink)
{
  Placing placing(text, file, sink);
  const auto failure = read_with_library(text.text(), placing);
  auto complaint = placing.complaint(failure);
  return {std::move(complaint), placing.to_hide()};
}

} // namespace flowsync::spec
