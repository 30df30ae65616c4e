#pragma once

#include "sim/context.hpp"

#include <string>
#include <vector>

namespace flowsync::sim {

// What an account may hold when it is new.
struct AccountInfo
{
  std::string name;
  std::string summary;
  void (*fill)(Context&); // puts it into an empty world; null: nothing
};

// Every such account, the usual one first.
const std::vector<AccountInfo>& account_table();

// Nullptr when there is none of that name.
const AccountInfo* find_account(const std::string& name);

} // namespace flowsync::sim
