#include "base/diagnostic.hpp"

#include "base/natural_order.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace flowsync {

Diagnostic& Diagnostics::add(Diagnostic diagnostic)
{
  m_items.push_back(std::move(diagnostic));
  return m_items.back();
}

Diagnostic& Diagnostics::error(DiagnosticCode code, std::string message, Location where, std::string hint)
{
  return add({Severity::error, code, std::move(message), std::move(where), std::move(hint), {}, ExitCode::error});
}

Diagnostic& Diagnostics::refuse(DiagnosticCode code, std::string message, Location where, std::string hint)
{
  return add({Severity::error, code, std::move(message), std::move(where), std::move(hint), {}, ExitCode::refused});
}

Diagnostic& Diagnostics::warning(DiagnosticCode code, std::string message, Location where, std::string hint)
{
  return add({Severity::warning, code, std::move(message), std::move(where), std::move(hint), {}, ExitCode::ok});
}

void Diagnostics::append(Diagnostics other)
{
  std::move(other.m_items.begin(), other.m_items.end(), std::back_inserter(m_items));
}

void Diagnostics::sort()
{
  const auto key = [](const Diagnostic& d) { return std::tie(d.where.line, d.where.column, d.code, d.message); };
  std::stable_sort(m_items.begin(), m_items.end(), [&](const auto& a, const auto& b) {
    const auto by_file = natural_order(a.where.file, b.where.file);
    return std::is_neq(by_file) ? std::is_lt(by_file) : key(a) < key(b);
  });
  m_items.erase(std::unique(m_items.begin(), m_items.end()), m_items.end());
}

bool Diagnostics::has_errors() const
{
  return std::any_of(m_items.begin(), m_items.end(), [](const auto& d) { return d.severity == Severity::error; });
}

ExitCode Diagnostics::exit_code() const
{
  ExitCode result = ExitCode::ok;
  for (const auto& item : m_items) {
    if (item.severity == Severity::error) {
      result = worse(result, item.exit);
    }
  }
  return result;
}

} // namespace flowsync
