#pragma once

#include "base/codes/account.hpp"
#include "base/codes/commands.hpp"
#include "base/codes/files.hpp"
#include "base/codes/specs.hpp"

#include <algorithm>
#include <compare>
#include <concepts>
#include <span>
#include <string>
#include <string_view>

namespace flowsync {

// A chapter of the table of codes.
struct DiagnosticChapter
{
  std::string_view title;
  std::span<const DiagnosticRow> rows; // sorted by code
};

inline constexpr std::array k_diagnostic_chapters{
    DiagnosticChapter{"Files and documents", k_codes_of_files},
    DiagnosticChapter{"What specs say", k_codes_of_specs},
    DiagnosticChapter{"Accounts, plans and applying", k_codes_of_account},
    DiagnosticChapter{"Commands and keys", k_codes_of_commands},
};

// The row of a code; null for text that is not one.
constexpr const DiagnosticRow* find_diagnostic_row(std::string_view code)
{
  for (const auto& chapter : k_diagnostic_chapters) {
    const auto row = std::lower_bound(chapter.rows.begin(), chapter.rows.end(), code,
                                      [](const DiagnosticRow& a, std::string_view b) { return a.code < b; });
    if (row != chapter.rows.end() && row->code == code) {
      return &*row;
    }
  }
  return nullptr;
}

// The code of a diagnostic. One that is written in the source must be in the table, or the source does not compile.
class DiagnosticCode
{
public:
  constexpr DiagnosticCode() = default; // none

  consteval DiagnosticCode(const char* code) : m_text(code) // NOLINT(google-explicit-constructor)
  {
    if (find_diagnostic_row(code) == nullptr) {
      throw "this code has no row in base/codes: add its cause, an example and a cure";
    }
  }

  // A code out of a file that some version of flowsync wrote, which may know others.
  static DiagnosticCode read(std::string_view text);

  constexpr std::string_view text() const { return m_text; }
  constexpr bool empty() const { return m_text.empty(); }
  constexpr operator std::string_view() const { return m_text; } // NOLINT(google-explicit-constructor)

  friend constexpr bool operator==(DiagnosticCode a, DiagnosticCode b) { return a.m_text == b.m_text; }
  template <typename Text>
  requires(std::convertible_to<const Text&, std::string_view> &&
           !std::same_as<Text, DiagnosticCode>) friend constexpr bool
  operator==(DiagnosticCode a, const Text& b)
  {
    return a.m_text == std::string_view(b);
  }
  friend constexpr auto operator<=>(DiagnosticCode a, DiagnosticCode b) { return a.m_text <=> b.m_text; }

private:
  std::string_view m_text;
};

} // namespace flowsync
