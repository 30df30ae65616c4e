#pragma once

#include "model/live.hpp"
#include "model/path_map.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace flowsync {

// One resource as it was last looked at.
struct Observation
{
  ResourceId id = 0;
  // The fields of `Record::applied`, and all of the config objects, as observed live; secrets as k_sensitive_text.
  // Null: never.
  nlohmann::json observed;
  std::string updated_at;           // of the observation; "" unknown
  std::string container_updated_at; // of its code container
  std::optional<ResourceId> observed_credential;
  std::optional<ResourceId> observed_parent;
  bool settled = false; // a change since then shows by its updated_at
  std::string read_at;  // ISO 8601, when it was last read alone
  // Of a source: the sets that Nexla had detected when it was last looked at; absent: never looked.
  std::optional<std::set<ResourceId>> observed_sets;

  bool operator==(const Observation&) const = default;
};

// A value that the service spells in a way of its own: what was sent, and what it has shown since. Both count as one
// value; anything else that it shows is a difference.
struct Spelling
{
  nlohmann::json sent;
  std::optional<nlohmann::json> shown; // nothing: it leaves the value out
  bool operator==(const Spelling&) const = default;
};

// What the state remembers of one resource: what marks in the service cannot.
struct Record : Observation
{
  Address address;
  ResourceKind type = ResourceKind::source;

  // What the last apply observed, where a plan has looked since and `observed` is newer. What others changed is told
  // from there, so that looking does not make it go away. Not written: the state's own observation is this one.
  struct Baseline
  {
    nlohmann::json observed;
    std::optional<std::set<ResourceId>> observed_sets;
    bool operator==(const Baseline&) const = default;
  };
  std::optional<Baseline> baseline;
  bool looked_since = false; // a plan has looked since: the observation is that plan's. Not written either
  const nlohmann::json& known() const { return baseline ? baseline->observed : observed; }
  const std::optional<std::set<ResourceId>>& known_sets() const
  {
    return baseline ? baseline->observed_sets : observed_sets;
  }

  // The document as last applied: top-level API fields of DesiredResource::document plus data_credentials_id,
  // data_set_id or parent_data_set_id, status ("active", "paused", "unmanaged", "suspended"). Strings of sensitive
  // fields are stored as their reference (${secret.x}), never as their value. Null: never applied (bound by mark only).
  nlohmann::json applied;
  PathSet not_kept;            // RFC 6901 paths that this server was seen not to keep
  PathMap<Spelling> spellings; // by RFC 6901 path; never of a sensitive value
  PathSet deferred;            // paths of `applied` that hold references
  // Of each secret that was applied, by its path: a digest by which it is known again (see base/secret_digest.hpp).
  PathMap<std::string> secrets;

  bool needs_replace = false; // this server refused the update of its parent or credential
  bool mark_pending = false;  // adopted, and its mark was refused or not kept: it waits for the next real update

  // What the mark's token of that name says (model/mark.hpp), for what has no mark: its address was given to it after
  // the `moved:` entry that leads away from there.
  std::string moved_past;

  bool operator==(const Record&) const = default;
};

// A create that was announced before it was sent and has not been answered for certain.
struct Intent
{
  Address address;
  ResourceKind type = ResourceKind::source;
  std::string sent_at; // ISO 8601
  bool operator==(const Intent&) const = default;
};

// A cascade that was begun and must be undone to the statuses recorded here, by this run or the next.
struct Restoration
{
  Address cause;                                                       // the resource whose verb cascaded
  std::map<std::pair<ResourceKind, ResourceId>, std::string> statuses; // before the verb, of everything below it
  bool operator==(const Restoration&) const = default;
};

// The whole state of one environment as a value.
struct StateData
{
  std::uint64_t serial = 0;
  std::string lineage;
  std::string project; // whose state it is; "" in states of old versions
  std::string environment;
  std::map<Address, Record> records;
  std::map<Address, Intent> intents;
  std::map<Address, Restoration> restorations; // by cause
  std::optional<Identity> identity;            // whose token applied last
  std::set<ResourceId> owners;                 // users whose tokens applied before
  std::string commit;                          // git commit last applied; "" unknown
  std::string commit_time;                     // when that commit was made, ISO 8601; "" unknown
  std::string applied_at;
  // Commits whose layer `base` was applied as a whole, nothing left to do, from files that were as committed; and when,
  // ISO 8601. The newest ones only.
  std::map<std::string, std::string> completed;
  std::set<std::string> facts; // what this server was seen to do: "updated_at_frozen", "strict_pause", ...
  bool operator==(const StateData&) const = default;
};

} // namespace flowsync
