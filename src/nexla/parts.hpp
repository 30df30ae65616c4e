#pragma once

#include "nexla/api.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::nexla {

// What a part of a resource holds (model/parts.hpp).
struct Part
{
  nlohmann::json entries = nlohmann::json::object();
  // The entry that stands for a user, for those whose id the reply shows.
  std::map<ResourceId, std::string> users;
};

// A channel of notifications that was set up: "SLACK" and where to.
struct Channel
{
  ResourceId id = 0;
  std::string way;
};

// A trigger of flows, as its reply has it.
using TriggerRows = std::vector<nlohmann::json>;

// What names in a part stand for.
struct PartNames
{
  std::map<std::string, ResourceId> teams;
  std::optional<ResourceId> org_id; // of the session
  // Those of notifications; nothing: they are listed by whoever needs them.
  std::optional<std::map<std::string, Channel>> channels{};
  // All triggers of the account; nothing: they are listed by whoever needs them.
  std::optional<TriggerRows> triggers{};
  // What stands for which address, for triggers; one that has none is "data_sink 5031".
  std::function<std::optional<Address>(const LiveKey&)> owner_of{};
  std::function<std::optional<ResourceId>(const Address&)> id_of{};
};

// How a part is to change.
struct PartChange
{
  nlohmann::json put = nlohmann::json::object(); // entries to be set
  std::vector<std::string> gone;                 // keys of entries to be removed
  bool again = false;                            // what was put before did not stay: it is removed before it is put
};

// Reads a part by its own GET.
ApiResult<Part> read_part(Api& api, std::string_view part, const LiveKey& of, const PartNames& names,
                          std::stop_token stop);

// Changes the entries that are named and leaves all others. `names` must have the teams that are put.
ApiResult<Done> change_part(Api& api, std::string_view part, const LiveKey& of, const PartChange& change,
                            const PartNames& names, std::stop_token stop);

// A list of people, by the texts under `key` of its items; nothing where this key may not see it. `path` is "/teams" or
// "/users".
ApiResult<std::optional<std::map<std::string, ResourceId>>> list_people(Api& api, const std::string& path,
                                                                        const std::string& key, std::stop_token stop);

} // namespace flowsync::nexla
