#pragma once

#include "base/clock.hpp"
#include "model/address.hpp"
#include "model/environment.hpp"
#include "model/path_map.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flowsync {

// Where a field of a desired document came from.
struct FieldOrigin
{
  Origin origin;                 // where the winning value is written (for a variable: where it is used)
  std::vector<Origin> overrides; // the places of earlier layers that it replaced, latest first
  std::vector<std::pair<std::string, Origin>> variables; // "var.bucket" and where its value is written
  bool sensitive = false;

  bool operator==(const FieldOrigin&) const = default;
};

// What the spec wants of a resource's status. `unmanaged`: started once, then left as found.
enum class RunState
{
  active,
  paused,
  unmanaged
};

// Which of a source's detected sets a nexset stands for; used at the first binding only.
struct DetectedSelector
{
  std::optional<std::size_t> index; // from 1: rank by id among the source's parentless sets
  std::string name;                 // a pattern with * and ?
  std::vector<std::string> has;     // attributes its schema must hold
  bool operator==(const DetectedSelector&) const = default;
};

// What must be seen of a resource after an apply that changed its flow.
struct Verification
{
  std::vector<std::string> has; // of a nexset: attributes, each in one record of a sample at least
  std::int64_t records = 0;     // of a source or sink: so many at least, in runs that began with the apply
  Duration within = std::chrono::minutes{5};
  bool pauses = false; // its flow, when that does not come true
  Origin origin;

  bool operator==(const Verification&) const = default;
};

// One resource as the specs want it, in the words of the API.
struct DesiredResource
{
  Address address;
  ResourceKind type = ResourceKind::source;
  std::string name; // shown in Nexla, with the environment's prefix and suffix

  // Writable top-level API fields that the spec sets: name, description (without mark), source_type, source_config,
  // transform, ... The credential is `credential_alias`, the parent is `parent`: the planner adds their ids.
  nlohmann::json document = nlohmann::json::object();
  // RFC 6901 paths over `document`: where each value (leaf, list or map) came from. "/status" is the state,
  // "/data_credentials_id" the alias, "/data_set_id" and "/parent_data_set_id" the parent.
  PathMap<FieldOrigin> origins;
  // Keys removed by `null`: these must be absent live.
  PathMap<FieldOrigin> tombstones;
  // Paths of strings that still hold ${secret.…} or ${ref.…} in template syntax (so `$${` stands for a literal `${`).
  PathSet deferred;
  // Paths whose value must never be shown or stored.
  PathSet sensitive;
  // Parts (model/parts.hpp) of which nothing may be there but what the specs name.
  std::set<std::string> exact;
  // Paths left to Nexla once the resource exists (`safety.ignore`): they and what is below them are neither compared
  // nor written, except by the create.
  PathSet ignored;

  RunState state = RunState::active;
  bool suspended = false;        // paused by the environment alone: its flow asks for something else
  std::string credential_alias;  // empty: none
  std::optional<Address> parent; // of a nexset: source or nexset; of a sink: nexset
  std::string parent_name;       // of a derived nexset instead: name of a shared one that is its parent; empty: none
  bool detected = false;         // a nexset that Nexla makes from the source's data
  DetectedSelector selector;     // with `detected`
  bool waits_for_data = false;   // of a source: nothing is detected until somebody sends data (webhook, upload, e-mail)
  // Of what begins a flow: the Nexla project that the flow joins, by its name, its id or as a document of the specs;
  // nothing of these: none.
  std::string nexla_project;
  std::optional<std::int64_t> nexla_project_id;
  std::optional<Address> own_project;
  std::vector<Address> depends_on; // through ${ref.…}, besides the parent
  bool allow_duplicate_name = false;
  std::optional<Verification> verify;
  std::map<std::string, std::string> labels; // of its flow
  Origin defined_at;                         // its `key:` or, for a source, `source:`

  // Where the value at a path is written; where the resource is, if the specs do not say so.
  const Origin& origin_of(std::string_view path) const
  {
    const auto* const found = origins.find(path);
    return found != nullptr ? found->origin : defined_at;
  }
  bool joins_project() const { return !nexla_project.empty() || nexla_project_id || own_project; }
  bool operator==(const DesiredResource&) const = default;
};

// All that the specs ask for in a resource, less where it is written: equal exactly when they ask for the same. Secrets
// are references. One line of JSON.
std::string canonical_text(const DesiredResource& resource);

// `moved:` of a flow. `to` is empty for "really another thing".
struct Move
{
  Address from;
  std::optional<Address> to;
  Origin origin;
  bool operator==(const Move&) const = default;
};

// An `adopt` entry of another environment that may live in the same account.
struct AdoptedElsewhere
{
  std::string environment;
  Address address;
  std::int64_t id = 0;
  Position at;
  Origin origin; // the same for people

  // Whether it is about that resource. Transforms are code containers, and listed as both (API notes B8).
  bool stands_for(ResourceKind type, std::int64_t wanted) const;
};

// `moved:` of a flow, whose addresses are names of flows: all resources of the one become those of the other, by kind
// and key, where no entry of their own says something else.
struct FlowMove
{
  std::string from;
  std::optional<std::string> to; // empty: really another thing
  Origin origin;
  bool operator==(const FlowMove&) const = default;
};

// Everything the specs of one environment ask for.
struct Desired
{
  std::string project;
  Environment environment;
  std::vector<DesiredResource> resources; // sorted by address
  std::vector<Move> moves;
  std::vector<FlowMove> flow_moves;
  std::map<std::string, Origin> credential_origins; // alias -> where the environment defines it
  std::vector<AdoptedElsewhere> adopted_elsewhere;
  std::set<std::string> excluded_flows; // present in the specs, left out by `flows:`
  std::string digest;                   // "sha256:…" of the rendered documents, secrets as references

  // The resource of that address; null when the specs ask for none. Valid as long as `resources` is left alone.
  const DesiredResource* find(const Address& address) const;
};

} // namespace flowsync
