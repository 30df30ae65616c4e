#include "sim/accounts.hpp"

#include "sim/demo.hpp"
#include "sim/tutorial_accounts.hpp"

#include <algorithm>

namespace flowsync::sim {

const std::vector<AccountInfo>& account_table()
{
  static const std::vector<AccountInfo> k_accounts{
      {"demo", "credentials of several types, a project, and one active flow of two sinks (source 6862)",
       add_demo_account},
      {"tutorial-dev", "what docs/tutorial.md begins with: one active flow of three sinks (source 6862)",
       add_tutorial_dev_account},
      {"tutorial-prod", "where it ends: credentials, several of a type and with ids of their own, and no flow",
       add_tutorial_prod_account},
      {"empty", "nothing", nullptr},
  };
  return k_accounts;
}

const AccountInfo* find_account(const std::string& name)
{
  const auto& accounts = account_table();
  const auto found =
      std::find_if(accounts.begin(), accounts.end(), [&](const AccountInfo& info) { return info.name == name; });
  return found == accounts.end() ? nullptr : &*found;
}

} // namespace flowsync::sim
