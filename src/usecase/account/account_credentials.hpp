#pragma once

#include "model/environment.hpp"
#include "model/live.hpp"
#include "nexla/api.hpp"

#include <map>
#include <string>
#include <vector>

namespace flowsync::usecase {

// One credential of an account as the list shows it.
struct CredentialRow
{
  ResourceId id = 0;
  std::string name;
  std::string type;
  std::string owner;                // name or id; "" unknown
  std::string verified;             // the service's word; "" when it never checked
  std::vector<std::string> aliases; // of this environment that stand for it
  std::vector<std::string> used_by; // `data_source "Orders" (6862)`, from the flow index
};

// Joins credentials, the environment's aliases and the resources that use them; sorted by id. An alias by name stands
// for every credential that its name, type and owner fit (two are an error only where it is used).
std::vector<CredentialRow> credential_rows(const std::vector<LiveResource>& credentials,
                                           const std::vector<LiveResource>& resources, const Environment& environment,
                                           const std::string& type);

} // namespace flowsync::usecase
