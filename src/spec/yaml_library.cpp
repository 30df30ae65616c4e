#include "spec/yaml_library.hpp"

#include "base/utf8.hpp"

#include <yaml-cpp/emitterstyle.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <vector>

namespace flowsync::spec {

namespace {

// How reading ends early; never leaves this file.
struct Ended
{
};
struct TooMuchUntold
{
};

// Hands out a text in the pieces that the library asks for, and stops when it asks for more and more without telling
// anything.
class MeteredText : public std::streambuf
{
public:
  explicit MeteredText(std::string_view text)
  {
    auto* const begin = const_cast<char*>(text.data()); // it is only ever read
    setg(begin, begin, begin + text.size());
  }

  void told() { m_untold = 0; }

protected:
  std::streamsize xsgetn(char* to, std::streamsize count) override
  {
    const auto got = std::min<std::streamsize>(count, egptr() - gptr());
    std::copy_n(gptr(), got, to);
    setg(eback(), gptr() + got, egptr());
    m_untold += static_cast<std::size_t>(std::count_if(
        to, to + got, [](char c) { return c == '[' || c == ']' || c == '{' || c == '}' || c == ',' || c == ':'; }));
    if (m_untold > k_most_untold) {
      throw TooMuchUntold();
    }
    return got;
  }

private:
  std::size_t m_untold = 0;
};

// The library writes the escapes \N and \_ as single bytes, which are not UTF-8; nothing else can bring such a byte
// into a text that was UTF-8.
std::string with_whole_characters(std::string_view text)
{
  std::string result;
  while (!text.empty()) {
    const auto length = character_at(text).length;
    result += length == 0 ? "\xC2" : "";
    result += text.substr(0, std::max<std::size_t>(1, length));
    text.remove_prefix(std::max<std::size_t>(1, length));
  }
  return result;
}

// In brackets the library ends plain text at every `?`, though only one that stands alone has a meaning. It is given
// another character for all others, which no text may hold, and which only an escape can bring into a value.
constexpr char k_question = '\x01';

bool is_white(char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Nothing when there is nothing to replace.
std::optional<std::string> without_questions(std::string_view text)
{
  std::optional<std::string> result;
  for (auto at = text.find('?'); at != std::string_view::npos; at = text.find('?', at + 1)) {
    const bool ends = at + 1 == text.size() || is_white(text[at + 1]);
    const auto before = at == 0 ? std::string_view::npos : text.find_last_not_of(" \t", at - 1);
    const bool begins =
        before == std::string_view::npos || std::string_view("\n[{,?-:").find(text[before]) != std::string_view::npos;
    if (!ends || !begins) {
      result = result ? std::move(result) : std::string(text);
      result->at(at) = k_question;
    }
  }
  return result;
}

// How many digits name the character of an escape that begins with `\` and this letter.
std::size_t escape_digits(char letter)
{
  return letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
}

// Which of the k_question in a value stand for a `?`, in their order; the other ones were written as escapes.
// `written`: what was read, from the opening double quote on.
std::vector<bool> question_origins(std::string_view written)
{
  std::vector<bool> result;
  for (std::size_t at = 1; at < written.size() && written[at] != '"'; ++at) {
    if (written[at] == k_question) {
      result.push_back(true);
    } else if (written[at] == '\\' && at + 1 < written.size()) {
      const auto digits = written.substr(at + 2, escape_digits(written[at + 1]));
      if (digits.ends_with('1') && digits.find_first_not_of('0') == digits.size() - 1) {
        result.push_back(false);
      }
      at += 1 + digits.size();
    }
  }
  return result;
}

class Handler : public YAML::EventHandler
{
public:
  // `text`: as it was written; `read`: as the library is given it.
  Handler(std::string_view text, std::string_view read, MeteredText& metered, LibraryListener& listener)
      : m_text(text),
        m_read(read),
        m_metered(metered),
        m_listener(listener)
  {
  }

  std::size_t byte_of(const YAML::Mark& mark) const
  {
    return mark.pos < 0 ? m_text.size() : std::min(static_cast<std::size_t>(mark.pos), m_text.size());
  }

  void OnDocumentStart(const YAML::Mark& mark) override { tell({LibraryEvent::Kind::document_start, byte_of(mark)}); }
  void OnDocumentEnd() override { tell({LibraryEvent::Kind::document_end}); }
  void OnAnchor(const YAML::Mark& /*mark*/, const std::string& name) override
  {
    m_anchor = name;
    std::replace(m_anchor.begin(), m_anchor.end(), k_question, '?');
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
  {
    tell({LibraryEvent::Kind::null, byte_of(mark), anchor_of(anchor)});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override
  {
    tell({LibraryEvent::Kind::alias, byte_of(mark)});
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override
  {
    LibraryEvent event{LibraryEvent::Kind::scalar, byte_of(mark), anchor_of(anchor), tag, value};
    if (tag == "?") {
      event.tag = {};
    } else if (tag == "!" && !has_written_tag(event.at)) {
      event.tag = {};
      event.is_quoted = true;
    }
    std::string mended;
    if (!is_utf8(value)) {
      event.text = mended = with_whole_characters(value);
    }
    if (m_read.data() != m_text.data() && event.text.find(k_question) != std::string_view::npos) {
      event.text = mended = with_questions(std::string(event.text), event.at);
    }
    tell(event);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override
  {
    collection(LibraryEvent::Kind::list_start, mark, tag, anchor, style);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override
  {
    collection(LibraryEvent::Kind::map_start, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { tell({LibraryEvent::Kind::end}); }
  void OnMapEnd() override { tell({LibraryEvent::Kind::end}); }

private:
  std::string_view anchor_of(YAML::anchor_t anchor) const
  {
    return anchor != YAML::NullAnchor ? std::string_view(m_anchor) : std::string_view();
  }

  // Whether a tag is written at a value's beginning or behind its anchor; else `!` is what the library says of quotes.
  bool has_written_tag(std::size_t at) const
  {
    while (at < m_text.size() && m_text[at] == '&') {
      at = m_text.find_first_not_of(" \t\r\n", m_text.find_first_of(" \t\r\n", at));
    }
    return at < m_text.size() && m_text[at] == '!';
  }

  // The value of the scalar at `at` with its `?`.
  std::string with_questions(std::string value, std::size_t at) const
  {
    while (at < m_read.size() && (m_read[at] == '&' || m_read[at] == '!')) {
      at = m_read.find_first_not_of(" \t\r\n", m_read.find_first_of(" \t\r\n", at));
    }
    if (at >= m_read.size() || m_read[at] != '"') {
      std::replace(value.begin(), value.end(), k_question, '?');
      return value;
    }
    auto found = value.find(k_question);
    for (const bool is_question : question_origins(m_read.substr(at))) {
      if (found == std::string::npos) {
        break;
      }
      value[found] = is_question ? '?' : k_question;
      found = value.find(k_question, found + 1);
    }
    return value;
  }

  void collection(LibraryEvent::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style)
  {
    LibraryEvent event{kind, byte_of(mark), anchor_of(anchor), tag};
    event.tag = tag == "?" ? std::string_view() : event.tag;
    event.is_flow = style == YAML::EmitterStyle::Flow;
    tell(event);
  }

  void tell(const LibraryEvent& event)
  {
    m_metered.told();
    if (!m_listener.hear(event)) {
      throw Ended();
    }
    m_anchor.clear();
  }

  std::string_view m_text;
  std::string_view m_read; // another text where k_question stands for some `?`
  MeteredText& m_metered;
  LibraryListener& m_listener;
  std::string m_anchor; // of the value that comes next
};

} // namespace

std::optional<LibraryFailure> read_with_library(std::string_view text, LibraryListener& listener)
{
  const auto replaced = without_questions(text);
  MeteredText metered(replaced ? *replaced : text);
  std::istream stream(&metered);
  Handler handler(text, replaced ? std::string_view(*replaced) : text, metered, listener);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(handler)) {}
  } catch (const Ended&) {
    return std::nullopt;
  } catch (const TooMuchUntold&) {
    return LibraryFailure{std::string(k_too_much_untold), text.size()};
  } catch (const YAML::Exception& failure) {
    return LibraryFailure{failure.msg, handler.byte_of(failure.mark)};
  }
  return std::nullopt;
}

} // namespace flowsync::spec
