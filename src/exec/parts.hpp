#pragma once

#include "exec/run.hpp"
#include "nexla/parts.hpp"
#include "plan/parts.hpp"
#include "plan/tree.hpp"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace flowsync::exec {

// What there is to read of parts.
struct PartQuestion
{
  const Desired& desired; // names teams, users and channels, or none
  const Identity& identity;
  std::vector<plan::PartKey> parts;
  std::map<LiveKey, Address> owners{}; // what triggers may name
};

// What was read of them. What this key may not read is absent.
struct PartReadings
{
  struct One
  {
    plan::PartKey key;
    nexla::Part part;
    std::string withheld; // the service's words, where it does not show the part
  };
  std::vector<One> parts;
  std::optional<std::map<std::string, ResourceId>> teams;
  std::optional<std::map<std::string, ResourceId>> users; // by address in small letters
  std::optional<std::set<std::string>> channels;
  std::string no_triggers; // why the service has none, in its words; "": it has, or nobody asked
  ResourceId caller = 0;
};

// Reads parts of resources, up to `threads` at once, and before them the teams, users, channels and triggers of the
// account where specs name some.
nexla::ApiResult<PartReadings> read_parts(nexla::Api& api, const PartQuestion& question, std::size_t threads,
                                          std::stop_token stop);

// Puts parts into the bodies of an inventory.
void take_in(Inventory& inventory, PartReadings readings);

// All parts that these resources have.
std::vector<plan::PartKey> parts_of_all(const std::vector<plan::LiveKey>& resources);

// Puts into a reply the parts that the specs name. Throws ResourceFailure.
void show_parts(Run& run, const DesiredResource& wanted, LiveResource& live);

// Changes entries of parts (`changes` are of nothing else; values are taken from `document`), reads them back into
// `live` and compares; once more when the service said yes and stored something else (API notes F15). Throws
// ResourceFailure.
void write_parts(Run& run, const std::vector<plan::FieldChange>& changes, const nlohmann::json& document,
                 LiveResource& live);

// The parts that these changes are of.
std::set<std::string> parts_in(const std::vector<plan::FieldChange>& changes);

// What was done, for progress: "access set".
std::string what_of_parts(const std::vector<plan::FieldChange>& changes);

// The changes that set every entry of the parts in a document.
std::vector<plan::FieldChange> all_of_parts(const nlohmann::json& document);

// The document without triggers that wait for what does not exist yet: a later apply sets them.
nlohmann::json without_later_triggers(const Run& run, const DesiredResource& wanted, nlohmann::json document);

// The document without its parts: what goes into the body of a create.
nlohmann::json without_parts(nlohmann::json document);

} // namespace flowsync::exec
