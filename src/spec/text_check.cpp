#include "spec/text_check.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

namespace flowsync::spec {

namespace {

unsigned byte_at(std::string_view text, std::size_t at)
{
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

bool is_utf16_or_32(std::string_view text)
{
  const auto first = byte_at(text, 0);
  const auto second = byte_at(text, 1);
  const bool marked = (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF);
  const bool unmarked = text.size() >= 4 && ((first == 0) != (second == 0)) && text.size() % 2 == 0;
  return marked || unmarked;
}

struct Problem
{
  DiagnosticCode code;
  std::string message;
  std::string hint;
};

// What is wrong with the non-ASCII character at `at`; nothing when it is fine.
std::optional<Problem> wide_problem(std::string_view text, std::size_t at, std::size_t length)
{
  if (length == 0) {
    return Problem{"not-utf8", fmt::format("byte 0x{:02X} is not part of UTF-8 text", byte_at(text, at)),
                   "save the file as UTF-8"};
  }
  const auto character = text.substr(at, length);
  if (character == "\xC2\x85" || character == "\xE2\x80\xA8" || character == "\xE2\x80\xA9") {
    return Problem{"line-separator", "an invisible Unicode line separator, which YAML readers treat differently",
                   R"(delete it, or write it as "\N", "\L" or "\P" in double quotes)"};
  }
  const bool is_control = length == 2 && byte_at(text, at) == 0xC2 && byte_at(text, at + 1) < 0xA0;
  const bool is_no_character =
      character == k_byte_order_mark || character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
  if (is_control || is_no_character) {
    return Problem{"control-character", "an invisible control character", "delete it"};
  }
  return std::nullopt;
}

std::optional<Problem> narrow_problem(std::string_view text, std::size_t at)
{
  const auto byte = byte_at(text, at);
  if (byte == '\r' && byte_at(text, at + 1) != '\n') {
    return Problem{"line-separator", "a carriage return without a line feed", "use ordinary line ends"};
  }
  if (byte == 0) {
    return Problem{"control-character", "a NUL byte: is this a text file?", "save the file as UTF-8 text"};
  }
  if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F) {
    return Problem{"control-character", fmt::format("the control character 0x{:02X}", byte),
                   fmt::format(R"(delete it, or write it as "\x{:02X}" in double quotes)", byte)};
  }
  return std::nullopt;
}

} // namespace

bool check_text(const SourceFiles& files, std::uint32_t file, Diagnostics& diagnostics)
{
  const std::string_view text = files.text(file);
  if (is_utf16_or_32(text)) {
    diagnostics.error("not-utf8", "this file is not UTF-8 but looks like UTF-16", {files.path(file), 1, 1, 1, {}},
                      "save the file as UTF-8");
    return false;
  }
  Position place{file, 1, 1};
  std::size_t at = text.starts_with(k_byte_order_mark) ? k_byte_order_mark.size() : 0;
  while (at < text.size()) {
    const auto byte = byte_at(text, at);
    if (byte >= 0x20 && byte < 0x7F) {
      ++at;
      ++place.column;
      continue;
    }
    const auto length = byte < 0x80 ? 1 : character_at(text.substr(at)).length;
    const auto problem = byte < 0x80 ? narrow_problem(text, at) : wide_problem(text, at, length);
    if (problem) {
      diagnostics.error(problem->code, problem->message, files.locate(place), problem->hint);
      return false;
    }
    at += length;
    ++place.column;
    if (byte == '\n') {
      ++place.line;
      place.column = 1;
    }
  }
  return true;
}

} // namespace flowsync::spec
