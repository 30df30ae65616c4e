#pragma once

#include "base/diagnostic.hpp"
#include "model/live.hpp"
#include "plan/field_change.hpp"
#include "plan/reason.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::plan {

enum class Action
{
  no_op,
  read,
  create,
  update,
  replace,
  remove,
  forget
};
// As in Terraform's JSON: ["no-op"], ["read"], ["create"], ["update"], ["delete","create"], ["delete"], ["forget"].
std::vector<std::string> action_words(Action action);

// Something that a verb's cascade will touch, owned or not.
struct Affected
{
  ResourceKind type = ResourceKind::nexset;
  ResourceId id = 0;
  std::string name;
  std::optional<Address> address; // when this environment owns it
  bool operator==(const Affected&) const = default;
};

// What will happen to one resource, and why. A value: applying reads it and never decides again.
struct ResourceChange
{
  Address address;
  std::optional<Address> previous_address; // of a `moved` entry
  ResourceKind type = ResourceKind::source;
  std::string name;
  std::optional<ResourceId> id; // absent until it is created or detected
  Action action = Action::no_op;
  Reason reason;                   // none for a plain no-op
  std::vector<FieldChange> fields; // sorted by path
  bool adopting = false;           // bound by an `adopt` entry; the mark is still to be written
  bool write_mark = false;         // the next write carries the mark (adopted, moved, or lost)
  bool waiting = false;            // cannot go on until people or data come: no difference, nothing is done
  std::string waiting_for;         // "orders/source is paused", "data at orders/source (webhook)"
  bool restarts = false;
  bool re_ingests = false;
  std::vector<Affected> affects;       // what its verbs reach; of a deletion what goes with it; sorted by type and id
  std::vector<Address> depends_on;     // other changes of this plan that come first
  std::optional<Address> parent;       // of a nexset or sink: what its data comes from, where this environment owns it
  std::vector<Address> uses;           // lookups, transforms, code and others that its spec names; sorted
  std::vector<std::string> unverified; // paths that could not be compared
  std::size_t spec_fields = 0;         // of an update: how many values the specs set on the resource
  std::string document_digest;         // of what the specs ask for, where applying does something; see actions.hpp
  nlohmann::json planned;              // the whole document after apply, masked; null where nothing is left to see
  bool operator==(const ResourceChange&) const = default;

  // Whether applying does something to this resource (adoption and waiting are not differences).
  bool is_difference() const;
  // Whether nothing happens to it but that `paused` of the environment came or went.
  bool is_suspension() const;
};

// Drift that is not a field.
struct DriftNote
{
  std::string code;     // mark_missing, recreated, new_detected_set
  std::string text;     // "appeared: detected set 10555"; service text in it is untrusted
  bool outside = false; // nothing that the specs own
  bool operator==(const DriftNote&) const = default;
};

// What changed in the service since the last apply.
struct ResourceDrift
{
  Address address;
  ResourceKind type = ResourceKind::source;
  std::string name;
  std::optional<ResourceId> id;
  bool gone = false; // deleted in the service
  std::vector<FieldChange> fields;
  std::vector<DriftNote> notes;
  bool operator==(const ResourceDrift&) const = default;

  bool empty() const { return !gone && fields.empty() && notes.empty(); }
  // Whether any of it is something that the specs own, and not only the service's own keys and sets.
  bool is_owned() const;
};

// What hangs below a resource of this environment without being its own.
struct Hanging
{
  Address above;
  ResourceKind type = ResourceKind::nexset;
  ResourceId id = 0;
  std::string name;
  std::string status;
  std::string owner; // environment, or project/environment, that it belongs to; "" nobody's
  bool operator==(const Hanging&) const = default;
};

// Who changed a resource outside flowsync last, as the service's audit log has it.
struct Touch
{
  std::string who; // untrusted
  std::optional<WallTime> at;
  bool operator==(const Touch&) const = default;
};

struct Waiting
{
  Address address;
  std::string reason;
  bool operator==(const Waiting&) const = default;
};

struct Summary
{
  std::size_t create = 0;
  std::size_t update = 0;
  std::size_t replace = 0;
  std::size_t remove = 0;
  std::size_t adopt = 0;
  std::size_t move = 0;
  std::size_t no_op = 0;
  std::size_t drifted = 0;
  std::size_t waiting = 0;
  bool operator==(const Summary&) const = default;
};

struct Requests
{
  std::size_t used = 0;   // to make this plan
  std::size_t needed = 0; // that apply will need, detection polls not counted
  double per_second = 0;  // that the environment allows; 0 = no limit
  bool operator==(const Requests&) const = default;
};

struct Refresh
{
  std::string mode = "auto"; // auto | full
  std::size_t read = 0;      // resources read one by one
  std::size_t skipped = 0;   // resources trusted as last observed
  std::string why;           // of a fallback to full reads
  bool operator==(const Refresh&) const = default;
};

// Which resource of the service an address is bound to.
struct Bindings
{
  std::map<Address, ResourceId> ids;
  std::map<std::string, ResourceId> credentials; // alias -> id
  std::map<Address, ResourceId> projects;        // what begins a flow -> existing Nexla project that the flow joins
  std::map<std::string, ResourceId> teams;       // name -> id, of those that specs give access to
  std::map<std::string, ResourceId> nexsets;     // name of a shared nexset that flows begin from -> id
};

struct Plan
{
  std::string project;
  std::string environment;
  Identity identity;
  std::string commit;        // git commit of the specs; "" outside git
  std::optional<bool> dirty; // whether the work tree differs from it; nothing outside git or where git cannot tell
  WallTime time;
  bool made = true;           // false: it could not be made at all, and the diagnostics say why
  std::string digest;         // of the rendered documents
  std::string actions_digest; // of what applying does; see actions.hpp
  bool prune = false;
  std::size_t without_history = 0;     // resources known by their marks alone: what was applied last is not known
  std::size_t wanted_count = 0;        // resources that the specs name, targets or not
  std::vector<ResourceChange> changes; // sorted by address
  std::vector<ResourceDrift> drift;    // sorted by address
  std::vector<Waiting> waiting;        // sorted by address
  std::vector<Hanging> hanging;        // sorted by address, type and id; whatever the targets are
  std::map<Address, Touch> touches;    // of what drifted, where the audit log can be read
  Diagnostics diagnostics;
  Diagnostics refusals;                // why apply would refuse this plan as a whole (safety, lock, commit)
  std::vector<std::string> incomplete; // what could not be found out; empty means the plan is complete
  Summary summary;
  Requests requests;
  Refresh refresh;
  Bindings bindings;
  std::map<ResourceId, std::string> credential_names; // of the credentials that changes speak of; untrusted
  std::set<Address> blocked; // not planned because of an error of its own or of what it hangs from

  const ResourceChange* find(const Address& address) const;
  // Whether nothing of it is missing: no errors, nothing left out.
  bool is_complete() const;
  // Whether applying would change anything in the service beyond adopting.
  bool has_differences() const;
  // Whether applying would write anything, adopting and moving included.
  bool has_work() const;
};

} // namespace flowsync::plan
