#include "base/utf8.hpp"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

using namespace flowsync;

namespace {

const std::vector<std::string>& malformed()
{
  static const std::vector<std::string> texts{"\x80",
                                              "\xBF",
                                              "\xC3",
                                              "\xE2\x82",
                                              "\xF0\x9F\x98", // alone or cut off
                                              "\xC3(",
                                              "\xE2(\xAC",
                                              "\xE2\x82(",
                                              "\xF0\x9F\x98(", // broken off
                                              "\xC0\x80",
                                              "\xC1\xBF",
                                              "\xE0\x9F\xBF",
                                              "\xF0\x8F\xBF\xBF", // longer than need be
                                              "\xED\xA0\x80",
                                              "\xED\xBF\xBF", // surrogates
                                              "\xF5\x80",
                                              "\xF4\x90\x80\x80",
                                              "\xF8\x88\x80\x80",
                                              "\xFE",
                                              "\xFF"}; // beyond Unicode
  return texts;
}

} // namespace

TEST_CASE("characters of every length are read with their number, and written the same")
{
  const std::vector<std::pair<std::string, std::uint32_t>> known{{std::string(1, '\0'), 0},
                                                                 {"a", 'a'},
                                                                 {"\x7F", 0x7F},
                                                                 {"\u0080", 0x80},
                                                                 {"ß", 0xDF},
                                                                 {"\u07FF", 0x7FF},
                                                                 {"\u0800", 0x800},
                                                                 {"€", 0x20AC},
                                                                 {"\uD7FF", 0xD7FF},
                                                                 {"\uE000", 0xE000},
                                                                 {"\uFFFF", 0xFFFF},
                                                                 {"\U00010000", 0x10000},
                                                                 {"😀", 0x1F600},
                                                                 {"\U0010FFFF", 0x10FFFF}};
  for (const auto& [text, code] : known) {
    const auto expected = code;
    CAPTURE(expected);
    CHECK(is_utf8(text));
    for (const auto* const behind : {"", "x", "\xFF", "€"}) {
      CHECK(character_at(text + behind).code == expected);
      CHECK(character_at(text + behind).length == text.size());
    }
    CHECK(announced_length(text[0]) == text.size());
    CHECK(count_characters(text) == 1);
    std::string written = "<";
    append_character(written, code);
    CHECK(written == "<" + text);
  }
}

TEST_CASE("what is not well-formed has no character at its start, wherever it stands")
{
  CHECK(character_at("").length == 0);
  for (const auto& text : malformed()) {
    CAPTURE(text);
    CHECK(character_at(text).length == 0);
    for (std::size_t before = 0; before < 18; ++before) { // eight bytes are looked at together
      CHECK_FALSE(is_utf8(std::string(before, 'x') + text));
      CHECK_FALSE(is_utf8(std::string(before, 'x') + text + "yyyyyyyyyyyyyyyyy"));
      CHECK_FALSE(is_utf8("€" + std::string(before, 'x') + text + "€"));
    }
  }
}

TEST_CASE("text of characters of all lengths is well-formed, whatever stands before it")
{
  for (std::size_t before = 0; before < 18; ++before) {
    const auto text = std::string(before, 'x') + "ß€😀" + std::string(before, 'y') + "😀";
    CHECK(is_utf8(text));
    CHECK(count_characters(text) == 2 * before + 4);
    CHECK_FALSE(is_utf8(text.substr(0, text.size() - 1)));
  }
  CHECK(is_utf8(""));
}

TEST_CASE("the first characters of a text are as many bytes as they take")
{
  CHECK(bytes_of_characters("aß€😀", 0) == 0);
  CHECK(bytes_of_characters("aß€😀", 1) == 1);
  CHECK(bytes_of_characters("aß€😀", 2) == 3);
  CHECK(bytes_of_characters("aß€😀", 3) == 6);
  CHECK(bytes_of_characters("aß€😀", 4) == 10);
  CHECK(bytes_of_characters("aß€😀", 5) == 10);
  CHECK(bytes_of_characters("\x80\xE2\x82x", 3) == 3); // bytes that are not UTF-8 count alone
}

TEST_CASE("a cut never goes through a character")
{
  CHECK(cut_to_bytes("aß€😀", 20) == "aß€😀");
  CHECK(cut_to_bytes("aß€😀", 10) == "aß€😀");
  for (const std::size_t most : {9U, 8U, 7U, 6U}) {
    CHECK(cut_to_bytes("aß€😀", most) == "aß€");
  }
  for (const std::size_t most : {5U, 4U, 3U}) {
    CHECK(cut_to_bytes("aß€😀", most) == "aß");
  }
  for (const std::size_t most : {2U, 1U}) {
    CHECK(cut_to_bytes("aß€😀", most) == "a");
  }
  CHECK(cut_to_bytes("aß€😀", 0).empty());
  CHECK(cut_to_bytes("😀", 2).empty());
}

TEST_CASE("a cut keeps bytes that belong to no character")
{
  CHECK(cut_to_bytes(std::string(9, '\x80'), 6) == std::string(6, '\x80'));
  CHECK(cut_to_bytes(std::string(9, '\xFF'), 6) == std::string(6, '\xFF'));
}
