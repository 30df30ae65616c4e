#include "base/diagnostic_code.hpp"

namespace flowsync {

namespace {

constexpr bool is_sorted_and_unique()
{
  return std::all_of(k_diagnostic_chapters.begin(), k_diagnostic_chapters.end(), [](const DiagnosticChapter& chapter) {
    return std::adjacent_find(chapter.rows.begin(), chapter.rows.end(),
                              [](const DiagnosticRow& a, const DiagnosticRow& b) { return a.code >= b.code; }) ==
           chapter.rows.end();
  });
}
static_assert(is_sorted_and_unique(), "codes are found by halving: keep the rows of a chapter sorted");

constexpr bool stands_once()
{
  return std::all_of(k_diagnostic_chapters.begin(), k_diagnostic_chapters.end(), [](const DiagnosticChapter& chapter) {
    return std::all_of(chapter.rows.begin(), chapter.rows.end(),
                       [](const DiagnosticRow& row) { return find_diagnostic_row(row.code) == &row; });
  });
}
static_assert(stands_once(), "a code stands in two chapters");

} // namespace

std::string_view DiagnosticCodes::kept(std::string_view code)
{
  const auto* const row = find_diagnostic_row(code);
  return row != nullptr ? row->code : lasting_text(code);
}

} // namespace flowsync
