#pragma once

#include "base/diagnostic.hpp"

#include <exception>

namespace flowsync {

// Problems with places that end a command; caught once, in `cli`, and shown as diagnostics, all of them.
class Rejected : public std::exception
{
public:
  explicit Rejected(Diagnostics diagnostics) : m_diagnostics(std::move(diagnostics)) {}
  explicit Rejected(const Diagnostic& diagnostic) { m_diagnostics.add(diagnostic); }

  const Diagnostics& diagnostics() const { return m_diagnostics; }
  const char* what() const noexcept override { return "the specs have errors"; }

private:
  Diagnostics m_diagnostics;
};

} // namespace flowsync
