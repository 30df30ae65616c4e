#pragma once

#include "base/ci_job.hpp"
#include "base/clock.hpp"
#include "model/variable_rules.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace flowsync::overlay {

// The environment variables of the process as a value, and what they may be used for; and what time it is there.
class ProcessEnvironment
{
public:
  ProcessEnvironment() = default;
  explicit ProcessEnvironment(std::map<std::string, std::string, std::less<>> values,
                              std::optional<WallTime> now = std::nullopt);

  // The value, or nullptr when the variable is not set.
  const std::string* find(std::string_view name) const;
  bool in_ci_job() const { return is_ci_job(m_values); }
  const VariableRules& rules() const { return m_rules; }
  // Nothing: it does not matter.
  const std::optional<WallTime>& now() const { return m_now; }

private:
  std::map<std::string, std::string, std::less<>> m_values;
  VariableRules m_rules;
  std::optional<WallTime> m_now;
};

} // namespace flowsync::overlay
