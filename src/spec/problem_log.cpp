#include "spec/problem_log.hpp"

#include <algorithm>

namespace flowsync::spec {

Diagnostic& ProblemLog::add(DiagnosticCode code, std::string message, Position at, std::string hint, std::size_t length)
{
  ++m_count;
  auto& added = m_diagnostics.error(code, std::move(message), locate(at, length), std::move(hint));
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

} // namespace flowsync::spec
