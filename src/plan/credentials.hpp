#pragma once

#include "base/diagnostic.hpp"
#include "model/desired.hpp"
#include "model/live.hpp"
#include "plan/plan.hpp"

#include <map>
#include <set>
#include <string>

namespace flowsync::plan {

// The id of every alias in `used`, by the environment's selectors on the account's credentials. An id that the account
// does not show, a name that nothing has, and a name that two have (both listed with ids) become errors at the alias.
std::map<std::string, ResourceId> resolve_credentials(const Desired& desired, const std::set<std::string>& used,
                                                      const std::map<ResourceId, LiveResource>& credentials,
                                                      Diagnostics& diagnostics);

// The aliases of the environment by the id that each stands for; those that stand for nothing are left out, and of
// several for one id all but the first.
std::map<ResourceId, std::string> aliases_by_id(const Desired& desired,
                                                const std::map<ResourceId, LiveResource>& credentials);

// How a place of a field names the alias that decides its credential: "credential/orders-s3".
inline constexpr std::string_view k_alias_place = "credential/";

// Lets the plan say people's names of the credentials that its changes speak of, and for each where the environment
// says which credential the alias stands for.
void name_credentials(const Desired& desired, const std::map<ResourceId, LiveResource>& credentials, Plan& plan);

} // namespace flowsync::plan
