#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace flowsync::overlay {

// The environment variables of the process as a value, and which of them specs may read. The permission comes from the
// process alone, never from the repository: names that begin with FLOWSYNC_ or NEXLA_, and those listed in
// $FLOWSYNC_ENV (separated by commas, colons or blanks).
class ProcessEnvironment
{
public:
  ProcessEnvironment() = default;
  explicit ProcessEnvironment(std::map<std::string, std::string, std::less<>> values);

  // The value, or nullptr when the variable is not set.
  const std::string* find(std::string_view name) const;
  bool allows(std::string_view name) const;

private:
  std::map<std::string, std::string, std::less<>> m_values;
  std::set<std::string, std::less<>> m_listed;
};

} // namespace flowsync::overlay
