#pragma once

#include "base/diagnostic_code.hpp"
#include "exec/events.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace flowsync::exec {

// Passes on to the observer what happens on many threads, one call at a time, and keeps the warnings.
class Telling
{
public:
  explicit Telling(Observer& observer) : m_observer(observer) {}

  void begin(std::size_t resources);
  void started(const Address& address, plan::Action action);
  void progress(const Address& address, const std::string& text);
  void finished(const ResourceResult& result);
  void warning(const Address& address, DiagnosticCode code, std::string message, std::string hint = {});
  // A problem of the run as a whole.
  void error(DiagnosticCode code, std::string message, ExitCode exit, std::string hint);

  // Warnings and errors in the order they came.
  std::vector<Diagnostic> warnings() const;

private:
  void tell(Diagnostic diagnostic);

  Observer& m_observer;
  mutable std::mutex m_mutex;
  std::vector<Diagnostic> m_warnings;
};

} // namespace flowsync::exec
