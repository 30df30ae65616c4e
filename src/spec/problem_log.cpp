#include "spec/problem_log.hpp"

#include "base/printable.hpp"

#include <algorithm>

namespace flowsync::spec {

Diagnostic& ProblemLog::add(std::string code, std::string message, Position at, std::string hint, std::size_t length)
{
  ++m_count;
  auto& added = m_diagnostics.error(std::move(code), std::move(message), locate(at, length), std::move(hint));
  if (full()) {
    added.hint += added.hint.empty() ? "" : "; ";
    added.hint += "this file has more problems, which are not shown";
  }
  return added;
}

Location ProblemLog::locate(Position at, std::size_t length) const
{
  return m_files.locate(at, static_cast<int>(std::max<std::size_t>(1, length)));
}

std::string shown(std::string_view text)
{
  constexpr std::size_t k_longest = 60;
  auto safe = printable(text.substr(0, k_longest * 4));
  if (safe.size() > k_longest) {
    std::size_t cut = k_longest;
    while (cut > 0 && (static_cast<unsigned char>(safe[cut]) & 0xC0U) == 0x80U) {
      --cut;
    }
    safe.resize(cut);
    safe += "…";
  }
  return safe;
}

} // namespace flowsync::spec
