#pragma once

#include <set>
#include <string>
#include <string_view>

namespace flowsync {

// What the environment variables of the process may be used for, by their names alone. The permission comes from the
// process, never from the repository.
class VariableRules
{
public:
  VariableRules() = default;
  // `listed`: $FLOWSYNC_ENV, names separated by commas, colons or blanks.
  explicit VariableRules(std::string_view listed);

  // Whether values of specs may read it: FLOWSYNC_VAR_* and what is listed. `auth` and `secrets` read all others and
  // none of these, so that no variable is ever both.
  bool is_value(std::string_view name) const;
  // Whether it may hold a key, a token or a password, so that what it holds is never shown.
  bool may_be_credential(std::string_view name) const;

private:
  std::set<std::string, std::less<>> m_listed;
};

// What to do so that specs may read a value from the variable that is called `name` now.
std::string renaming_hint(std::string_view name);
// What to do so that `auth` or a secret may read the variable `name`.
std::string credential_hint(std::string_view name);

} // namespace flowsync
