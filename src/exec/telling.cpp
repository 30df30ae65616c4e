#include "exec/telling.hpp"

namespace flowsync::exec {

void Telling::begin(std::size_t resources)
{
  const std::lock_guard lock(m_mutex);
  m_observer.begin(resources);
}

void Telling::started(const Address& address, plan::Action action)
{
  const std::lock_guard lock(m_mutex);
  m_observer.started(address, action);
}

void Telling::progress(const Address& address, const std::string& text)
{
  const std::lock_guard lock(m_mutex);
  m_observer.progress(address, text);
}

void Telling::finished(const ResourceResult& result)
{
  const std::lock_guard lock(m_mutex);
  m_observer.finished(result);
}

void Telling::warning(const Address& address, DiagnosticCode code, std::string message, std::string hint)
{
  Diagnostic diagnostic;
  diagnostic.severity = Severity::warning;
  diagnostic.code = code;
  diagnostic.message = address.text() + ": " + message;
  diagnostic.hint = std::move(hint);
  tell(std::move(diagnostic));
}

void Telling::error(DiagnosticCode code, std::string message, ExitCode exit, std::string hint)
{
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  diagnostic.exit = exit;
  tell(std::move(diagnostic));
}

void Telling::tell(Diagnostic diagnostic)
{
  const std::lock_guard lock(m_mutex);
  m_warnings.push_back(diagnostic);
  m_observer.warning(diagnostic);
}

std::vector<Diagnostic> Telling::warnings() const
{
  const std::lock_guard lock(m_mutex);
  return m_warnings;
}

} // namespace flowsync::exec
