#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace flowsync::torture {

using Key = std::pair<std::string, std::int64_t>; // "data_sinks", 6513

// What a dump of the simulated account (GET /_sim/dump) holds, by type and id.
std::map<Key, nlohmann::json> records_of(const nlohmann::json& dump);

// Every resource outside of `strangers` as one text without ids and dates: what it is, its texts, whether it runs, its
// configuration, and its parent by name up to the source. Two accounts that people could not tell apart give the same
// sorted texts, and a resource that exists twice is there twice.
std::vector<std::string> view_of(const nlohmann::json& dump, const std::set<Key>& strangers);

// ACTIVE, PROCESSING or RATE_LIMITED.
bool runs(const nlohmann::json& record);

// A record as it must come out of a cascade that stopped and started it: the same but for dates and history, running if
// it ran.
nlohmann::json after_cascades(nlohmann::json record);

// Types, ids and fields of `strangers` that are not exactly as in `before`, one a line; "" when all are. Those
// in `cascaded` need only be as after_cascades() says.
std::string changes_of(const std::map<Key, nlohmann::json>& before, const nlohmann::json& after,
                       const std::set<Key>& strangers, const std::set<Key>& cascaded = {});

// What the two lists do not share, for people; "" when they are equal.
std::string difference(const std::vector<std::string>& expected, const std::vector<std::string>& found);

} // namespace flowsync::torture
