#include "importer/json_text.hpp"

#include "base/utf8.hpp"

#include <charconv>
#include <optional>

namespace flowsync::importer {

namespace {

// The number of \uXXXX at the beginning of `source`.
std::optional<unsigned> unicode_escape(std::string_view source)
{
  unsigned code = 0;
  if (source.size() < 6 || !source.starts_with("\\u")) {
    return std::nullopt;
  }
  const auto* const digits = source.data() + 2;
  const auto read = std::from_chars(digits, digits + 4, code, 16);
  return read.ec == std::errc{} && read.ptr == digits + 4 ? std::optional(code) : std::nullopt;
}

bool is_lead(unsigned code)
{
  return code >= 0xD800 && code < 0xDC00;
}

bool is_trail(unsigned code)
{
  return code >= 0xDC00 && code < 0xE000;
}

// Appends what the escape at the beginning of `source` stands for; returns its length, 0 when it is none.
std::size_t take_escape(std::string_view source, std::string& out)
{
  constexpr std::string_view k_letters = "\"\\/bfnrt";
  constexpr std::string_view k_meanings = "\"\\/\b\f\n\r\t";
  if (source.size() > 1) {
    if (const auto which = k_letters.find(source[1]); which != std::string_view::npos) {
      out += k_meanings[which];
      return 2;
    }
  }
  const auto code = unicode_escape(source);
  if (!code || is_trail(*code)) {
    return 0;
  }
  if (!is_lead(*code)) {
    append_character(out, *code);
    return 6;
  }
  const auto trail = unicode_escape(source.substr(6));
  if (!trail || !is_trail(*trail)) {
    return 0;
  }
  append_character(out, 0x10000U + ((*code - 0xD800U) << 10U) + (*trail - 0xDC00U));
  return 12;
}

} // namespace

JsonString scan_json_string(std::string_view source)
{
  JsonString result;
  std::size_t at = 1;
  while (at < source.size() && source[at] != '"') {
    if (source[at] == '\\') {
      const auto length = take_escape(source.substr(at), result.text);
      if (length == 0) {
        result.problem = "this is not an escape of JSON";
        break;
      }
      at += length;
    } else if (static_cast<unsigned char>(source[at]) < 0x20) {
      result.problem = "a text cannot hold a raw line break or control character";
      break;
    } else {
      result.text += source[at++];
    }
  }
  result.bytes = std::min(source.size(), at);
  if (result.problem.empty() && at >= source.size()) {
    result.problem = "this text has no closing quote";
  } else if (result.problem.empty()) {
    ++result.bytes;
  }
  return result;
}

} // namespace flowsync::importer
