#include "spec/yaml_extents.hpp"

#include <algorithm>
#include <vector>

namespace flowsync::spec {

namespace {

constexpr std::string_view k_white_space = " \t\r\n";
constexpr std::string_view k_ends_name = " \t\r\n[]{},";

// Behind the last character of `value` that is not white, when the text from `at` on is this value but for white
// between: neither plain nor block texts have anything else in them.
std::optional<std::size_t> match(std::string_view text, std::size_t at, std::string_view value)
{
  if (text.substr(at, value.size()) == value &&
      (value.empty() || k_white_space.find(value.back()) == std::string_view::npos)) {
    return at + value.size();
  }
  auto last = at;
  for (const char c : value) {
    if (k_white_space.find(c) != std::string_view::npos) {
      continue;
    }
    last = text.find_first_not_of(k_white_space, last);
    if (last == std::string_view::npos || text[last] != c) {
      return std::nullopt;
    }
    ++last;
  }
  return last;
}

// Empty lines behind a block text belong to it only when it keeps them, or when they hold blanks of its own.
std::size_t end_of_block_text(const YamlLines& lines, std::size_t content, std::string_view value)
{
  const auto body = lines.next(content);
  const auto matched = match(lines.text(), body, value);
  if (!matched) {
    return content;
  }
  const auto header = lines.text().substr(content, lines.text().find_first_of(k_white_space, content) - content);
  const bool keeps = header.find('+') != std::string_view::npos;
  const auto first_line = lines.skip_blank_lines(body);
  const auto indent = first_line - lines.start(first_line);
  auto last = *matched > body ? lines.end(*matched) : lines.end(content);
  for (auto line = lines.next(last); line < lines.text().size() && lines.is_blank(line); line = lines.next(line)) {
    const bool has_break = lines.end(line) < lines.text().size();
    if ((keeps && has_break) || lines.end(line) - line > indent) {
      last = lines.end(line);
    }
  }
  return last;
}

} // namespace

std::optional<std::size_t> end_of_quotes(std::string_view text, std::size_t first)
{
  const char quote = text[first];
  for (auto at = first + 1; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || at + 1 >= text.size() || text[at + 1] != quote) {
        return at + 1;
      }
      ++at;
    }
  }
  return std::nullopt;
}

std::size_t end_of_words(const YamlLines& lines, std::size_t content, std::string_view value)
{
  return match(lines.text(), lines.next(content), value).value_or(content);
}

std::size_t end_of_name(std::string_view text, std::size_t first)
{
  return std::min(text.find_first_of(k_ends_name, first), text.size());
}

std::size_t end_of_scalar(const YamlLines& lines, std::size_t content, YamlStyle style, std::string_view value)
{
  switch (style) {
  case YamlStyle::plain:
    return match(lines.text(), content, value).value_or(content);
  case YamlStyle::quoted:
    return end_of_quotes(lines.text(), content).value_or(content);
  case YamlStyle::block_text:
    return end_of_block_text(lines, content, value);
  case YamlStyle::alias:
    return end_of_name(lines.text(), content);
  case YamlStyle::flow:
  case YamlStyle::block:
    break;
  }
  return content;
}

YamlOpen find_open(const YamlLines& lines, std::size_t from, std::size_t until)
{
  YamlOpen open;
  std::vector<std::size_t> brackets;
  for (auto at = lines.skip_trivia(from); at < until; at = lines.skip_trivia(at)) {
    const char c = lines.at(at);
    if (c == '"' || c == '\'') {
      const auto end = end_of_quotes(lines.text(), at);
      if (!end || *end > until) {
        open.quote = at;
        break;
      }
      at = *end;
    } else if (c == '[' || c == '{') {
      brackets.push_back(at++);
    } else if (c == ']' || c == '}') {
      if (!brackets.empty()) {
        brackets.pop_back();
      }
      ++at;
    } else if (std::string_view(",:-?").find(c) != std::string_view::npos) {
      ++at;
    } else {
      // A word of a plain text, an anchor or a tag: what follows in its line is looked at by itself.
      at = std::max(at + 1, end_of_name(lines.text(), at));
    }
  }
  if (!brackets.empty()) {
    open.bracket = brackets.back();
  }
  return open;
}

} // namespace flowsync::spec
