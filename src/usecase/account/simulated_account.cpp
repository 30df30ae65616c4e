#include "usecase/account/simulated_account.hpp"

#include "base/excerpt.hpp"
#include "base/fatal.hpp"
#include "base/text.hpp"
#include "sim/accounts.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

std::string account_name(std::string_view wanted)
{
  std::vector<std::string> names;
  for (const auto& account : sim::account_table()) {
    if (wanted.empty() || account.name == wanted) {
      return account.name;
    }
    names.push_back(account.name);
  }
  throw Fatal(fmt::format("the simulator has no account `{}`", excerpt(wanted)), ExitCode::error,
              fmt::format("there is {}", join_words(names, "and")));
}

} // namespace flowsync::usecase
