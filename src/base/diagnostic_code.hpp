#pragma once

#include "base/checked_word.hpp"
#include "base/codes/account.hpp"
#include "base/codes/commands.hpp"
#include "base/codes/files.hpp"
#include "base/codes/specs.hpp"

#include <algorithm>
#include <span>
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

// The words of the table.
struct DiagnosticCodes
{
  static constexpr bool holds(std::string_view code) { return find_diagnostic_row(code) != nullptr; }
  static std::string_view kept(std::string_view code);
};

// The code of a diagnostic: its row in base/codes tells the cause, an example and a cure.
using DiagnosticCode = CheckedWord<DiagnosticCodes>;

} // namespace flowsync
