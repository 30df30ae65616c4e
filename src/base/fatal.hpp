#pragma once

#include "base/exit_code.hpp"

#include <stdexcept>
#include <string>

namespace flowsync {

// Something nobody below can continue from; caught once, near main, and printed as "error: what" with its hint.
class Fatal : public std::runtime_error
{
public:
  explicit Fatal(const std::string& what, ExitCode exit = ExitCode::error, std::string hint = {})
      : std::runtime_error(what),
        m_exit(exit),
        m_hint(std::move(hint))
  {
  }

  ExitCode exit() const { return m_exit; }
  const std::string& hint() const { return m_hint; }

private:
  ExitCode m_exit;
  std::string m_hint;
};

} // namespace flowsync
