#include "base/diagnostic_code.hpp"

#include <mutex>
#include <set>

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

DiagnosticCode DiagnosticCode::read(std::string_view text)
{
  DiagnosticCode code;
  if (const auto* const row = find_diagnostic_row(text)) {
    code.m_text = row->code;
    return code;
  }
  static std::mutex k_mutex;
  static std::set<std::string, std::less<>> k_others; // its texts stay where they are
  const std::lock_guard lock(k_mutex);
  code.m_text = *k_others.emplace(text).first;
  return code;
}

} // namespace flowsync
