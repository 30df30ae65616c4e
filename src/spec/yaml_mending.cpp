#include "spec/yaml_mending.hpp"

#include "spec/yaml_extents.hpp"
#include "spec/yaml_library.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

// Keeps the value of a text that is one scalar.
class Only : public LibraryListener
{
public:
  bool hear(const LibraryEvent& event) override
  {
    if (event.kind == LibraryEvent::Kind::scalar) {
      m_value = event.text;
    }
    return true;
  }

  std::string value() { return std::move(m_value); }

private:
  std::string m_value;
};

// How deep a block text is indented: its first line that is not blank begins with so many more blanks than the value.
std::size_t indent_of(const YamlLines& lines, std::size_t body, std::string_view value)
{
  const auto written = lines.skip_blank_lines(body);
  const auto first = value.find_first_not_of(" \t\n");
  const auto line = value.rfind('\n', first);
  const auto blanks = line == std::string_view::npos ? first : first - line - 1;
  const auto column = written - lines.start(written);
  return column > blanks ? column - blanks : 0;
}

bool ends_with_escape(std::string_view text)
{
  const auto other = text.find_last_not_of('\\');
  return (text.size() - (other == std::string_view::npos ? 0 : other + 1)) % 2 == 1;
}

} // namespace

std::optional<std::string> with_line_breaks(std::string_view written)
{
  const char quote = written.front();
  const auto inside = written.substr(1, written.size() - 2);
  const auto last = inside.find_last_not_of(" \t\r\n");
  auto body = inside.substr(0, last == std::string_view::npos ? 0 : last + 1);
  if (quote == '"' && ends_with_escape(body)) {
    // Either a blank is escaped, which belongs to the value, or a line break, which is none.
    const char escaped = inside.size() > body.size() ? inside[body.size()] : '\0';
    body = escaped == ' ' || escaped == '\t' ? inside.substr(0, body.size() + 1) : body.substr(0, body.size() - 1);
  }
  const auto breaks = std::count(inside.begin() + static_cast<std::ptrdiff_t>(body.size()), inside.end(), '\n');
  if (breaks < 2) {
    return std::nullopt;
  }
  Only only;
  read_with_library(quote + std::string(body) + quote, only);
  return only.value() + std::string(static_cast<std::size_t>(breaks - 1), '\n');
}

std::optional<std::string> with_last_lines(const YamlLines& lines, std::size_t content, std::string_view read)
{
  const auto kept = read.find_last_not_of(" \t\n");
  if (kept == std::string_view::npos) {
    return std::nullopt;
  }
  std::string value(read.substr(0, kept + 1));
  const auto indent = indent_of(lines, lines.next(content), value);
  const auto text = lines.text();
  auto at = end_of_words(lines, content, value);
  for (std::size_t hidden = 0;; hidden = indent) {
    const auto end = lines.end(at);
    value += text.substr(std::min(at + hidden, end), end - std::min(at + hidden, end));
    if (end >= text.size()) {
      break;
    }
    value += '\n';
    at = lines.next(end);
    if (at >= text.size() || !lines.is_blank(at)) {
      break;
    }
  }
  const auto header = text.substr(content, text.find_first_of(" \t\r\n", content) - content);
  if (header.find('+') == std::string_view::npos) {
    const bool ends_line = value.ends_with('\n') && header.find('-') == std::string_view::npos;
    value.erase(value.find_last_not_of('\n') + 1);
    value += ends_line ? "\n" : "";
  }
  return value;
}

std::optional<std::size_t> find_quote_escape(std::string_view text, std::size_t first, std::size_t last)
{
  for (auto at = text[first] == '"' ? text.find('\\', first) : last; at < last; at = text.find('\\', at + 2)) {
    if (text[at + 1] == '\'') {
      return at;
    }
  }
  return std::nullopt;
}

} // namespace flowsync::spec
