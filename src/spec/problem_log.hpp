#pragma once

#include "base/diagnostic.hpp"
#include "model/position.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace flowsync::spec {

// The problems of one file while it is read. A file that is wrong from end to end is cut short after k_most of them.
class ProblemLog
{
public:
  static constexpr std::size_t k_most = 50;

  ProblemLog(const SourceFiles& files, Diagnostics& diagnostics) : m_files(files), m_diagnostics(diagnostics) {}

  // `length` = characters to underline.
  Diagnostic& add(DiagnosticCode code, std::string message, Position at, std::string hint, std::size_t length = 1);
  Location locate(Position at, std::size_t length = 1) const;
  bool full() const { return m_count >= k_most; }

private:
  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
  std::size_t m_count = 0;
};

} // namespace flowsync::spec
