#include "spec/yaml_quoting.hpp"

#include "base/log_commands.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "model/node.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::spec {

namespace {

constexpr std::array<std::string_view, 14> k_typed_words{"y",     "n",    "yes", "no", "on", "off",  "true",
                                                         "false", "null", "~",   "=",  "<<", ".inf", ".nan"};
constexpr std::string_view k_indicators = "-?:,[]{}#&*!|>'\"%@`";
constexpr std::string_view k_number_characters = "0123456789abcdefABCDEFxXoO_.:,+-tTzZ ";

bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

// Whether some reader may see a number, a time or a date: 0x1F, 0o17, 1_000, 12:30, 2024-01-31, +1, .5, 1e3.
bool looks_numeric(std::string_view text)
{
  const bool begins = is_digit(text[0]) || text[0] == '+' || text[0] == '-' || text[0] == '.';
  return begins && text.find_first_not_of(k_number_characters) == std::string_view::npos;
}

// Characters that must be escaped wherever they stand: controls, invisible ones, and what YAML forbids.
bool needs_escape(std::uint32_t code)
{
  return code < 0x20 || code == 0x7F || is_invisible(code) || code == 0xFFFE || code == 0xFFFF;
}

// Whether the text holds such a character that is none of `allowed`.
bool holds_unprintable(std::string_view text, std::u32string_view allowed)
{
  while (!text.empty()) {
    const auto [code, length] = character_at(text);
    if (length == 0 || (needs_escape(code) && allowed.find(static_cast<char32_t>(code)) == std::u32string_view::npos)) {
      return true;
    }
    text.remove_prefix(length);
  }
  return false;
}

std::string escaped(std::uint32_t code)
{
  switch (code) {
  case '\n':
    return "\\n";
  case '\t':
    return "\\t";
  case '\r':
    return "\\r";
  case 0:
    return "\\0";
  default:
    return code < 0x100     ? fmt::format("\\x{:02X}", code)
           : code < 0x10000 ? fmt::format("\\u{:04X}", code)
                            : fmt::format("\\U{:08X}", code);
  }
}

// A schedule: bare it would be right, but people read it as if `*` meant something to YAML.
bool looks_like_cron(std::string_view text)
{
  return is_digit(text[0]) && text.find('*') != std::string_view::npos;
}

// Such as a delimiter: bare, people take it for punctuation of YAML.
bool is_punctuation(std::string_view text)
{
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto small = static_cast<char>(c | 0x20);
    return is_digit(c) || (small >= 'a' && small <= 'z') || static_cast<unsigned char>(c) >= 0x80;
  });
}

} // namespace

bool is_plain(std::string_view text)
{
  if (text.empty() || plain_scalar_kind(text) != NodeKind::string || looks_numeric(text) || looks_like_cron(text) ||
      is_punctuation(text)) {
    return false;
  }
  const auto word = lower(text);
  if (std::find(k_typed_words.begin(), k_typed_words.end(), word) != k_typed_words.end()) {
    return false;
  }
  if (k_indicators.find(text.front()) != std::string_view::npos || text.front() == ' ' || text.back() == ' ' ||
      text.back() == ':') {
    return false;
  }
  return without_commands(text) == text && text.find(": ") == std::string_view::npos &&
         text.find(" #") == std::string_view::npos && !holds_unprintable(text, U"");
}

std::string quoted(std::string_view text)
{
  const bool escapes = holds_unprintable(text, U"") || without_commands(text) != text;
  if (!escapes && text.find_first_of("\"\\") != std::string_view::npos) {
    std::string result = "'";
    for (const char c : text) {
      result += c;
      result += c == '\'' ? "'" : "";
    }
    return result + '\'';
  }
  std::string result = "\"";
  while (!text.empty()) {
    const auto [code, length] = character_at(text);
    if (length == 0) {
      result += k_replacement_character;
    } else if (needs_escape(code) || completes_command(result, text[0])) {
      result += escaped(code);
    } else {
      result += code == '"' || code == '\\' ? "\\" : "";
      result += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(1, length));
  }
  return result + '"';
}

std::optional<std::string> block_header(std::string_view text)
{
  const auto first_break = text.find('\n');
  // The first line tells readers the indentation, so it must have a character that is not a blank at its start.
  if (first_break == std::string_view::npos || first_break == 0 || text.front() == ' ' || text.front() == '\t' ||
      holds_unprintable(text, U"\n\t") || CommandBreaker().add(text) != text) {
    return std::nullopt; // what is printed may be read by a CI job's runner, which obeys whole lines
  }
  if (!text.ends_with('\n')) {
    // A last line of blanks would be taken for the block's trailing emptiness.
    return trim(text.substr(text.rfind('\n') + 1)).empty() ? std::nullopt : std::optional<std::string>("|-");
  }
  return text.ends_with("\n\n") ? "|+" : "|";
}

} // namespace flowsync::spec
