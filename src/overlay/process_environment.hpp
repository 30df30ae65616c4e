#pragma once

#include "model/variable_rules.hpp"

#include <map>
#include <string>
#include <string_view>

namespace flowsync::overlay {

// The environment variables of the process as a value, and what they may be used for.
class ProcessEnvironment
{
public:
  ProcessEnvironment() = default;
  explicit ProcessEnvironment(std::map<std::string, std::string, std::less<>> values);

  // The value, or nullptr when the variable is not set.
  const std::string* find(std::string_view name) const;
  const VariableRules& rules() const { return m_rules; }

private:
  std::map<std::string, std::string, std::less<>> m_values;
  VariableRules m_rules;
};

} // namespace flowsync::overlay
