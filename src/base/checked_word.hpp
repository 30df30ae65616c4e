#pragma once

#include <compare>
#include <concepts>
#include <string_view>

namespace flowsync {

// A word out of a table, as documents hold it. One that is written in the source must have a row in the table, or the
// source does not compile; so compare with Word("word"), not with "word". `Table` has `holds(word)`, which compilers
// can call, and `kept(word)`, which gives a text that stays for a word of a file, whether the table has it or only some
// other version of flowsync.
template <typename Table>
class CheckedWord
{
public:
  constexpr CheckedWord() = default; // none

  consteval CheckedWord(const char* word) : m_text(word) // NOLINT(google-explicit-constructor)
  {
    if (!m_text.empty() && !Table::holds(word)) {
      throw "this word has no row in its table";
    }
  }

  // A word out of a file that some version of flowsync wrote, which may know others.
  static CheckedWord read(std::string_view text)
  {
    CheckedWord word;
    word.m_text = text.empty() ? text : Table::kept(text);
    return word;
  }

  constexpr std::string_view text() const { return m_text; }
  constexpr bool empty() const { return m_text.empty(); }
  constexpr operator std::string_view() const { return m_text; } // NOLINT(google-explicit-constructor)

  friend constexpr bool operator==(CheckedWord a, CheckedWord b) { return a.m_text == b.m_text; }
  template <typename Text>
  requires(std::convertible_to<const Text&, std::string_view> && !std::same_as<Text, CheckedWord>) friend constexpr bool
  operator==(CheckedWord a, const Text& b)
  {
    return a.m_text == std::string_view(b);
  }
  friend constexpr auto operator<=>(CheckedWord a, CheckedWord b) { return a.m_text <=> b.m_text; }

private:
  std::string_view m_text;
};

// A copy of a text that stays as long as the program runs. Safe to call from several threads at once.
std::string_view lasting_text(std::string_view text);

} // namespace flowsync
