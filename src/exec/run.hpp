#pragma once

#include "exec/apply.hpp"
#include "exec/failure.hpp"
#include "exec/known_account.hpp"
#include "exec/open_restorations.hpp"
#include "exec/telling.hpp"
#include "model/mark.hpp"
#include "plan/document.hpp"
#include "plan/moves.hpp"
#include "plan/ownership.hpp"
#include "state/store.hpp"

#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace flowsync::exec {

// Why nothing new is begun any more.
struct Halt
{
  std::string reason; // goes after "because"
  ExitCode exit = ExitCode::error;
};

// What the jobs of one apply share. Everything that changes is behind a lock.
class Run
{
public:
  Run(const ApplyTask& task, const RunOptions& options, std::stop_token stop);

  nexla::Api& api;
  const Desired& desired;
  const plan::Plan& plan;
  state::Store& store;
  Clock& clock;
  const RunOptions& options;
  const std::stop_token stop;
  Telling telling;
  KnownAccount account;
  const StateData left; // the state as earlier runs left it
  OpenRestorations restorations;
  const plan::Moves moves;
  const plan::MarkOwner mark_owner; // whose marks count as this environment's

  // Nothing when the specs do not want it.
  const DesiredResource* wanted(const Address& address) const;

  // Which resource stands for an address; changes as resources are created and detected.
  std::optional<ResourceId> bound(const Address& address) const;
  std::optional<Address> owner_of(const LiveKey& key) const;
  // False, and nothing changed, when another address has that resource.
  bool bind(const Address& address, const LiveKey& key);
  // It was deleted: nothing stands for the address any more.
  void unbind(const Address& address, const LiveKey& key);
  // Just what full_document() needs for one resource.
  plan::Bindings bindings_of(const DesiredResource& desired) const;
  // The document to send, references resolved. Throws ResourceFailure when one has no value.
  nlohmann::json document_of(const DesiredResource& desired) const;
  plan::Resolver resolver() const;

  // Whether a verb on `live` has to leave it running: what the spec says when this plan includes it, otherwise
  // `before`. Nothing: leave it as it is.
  std::optional<bool> should_run(const LiveKey& key, const std::string& status_before) const;

  // The people's text with this environment's mark; tokens that the live mark carries are kept.
  std::string marked(const Address& address, const std::string& text, const LiveResource* live) const;
  // Whether a resource is this environment's, by its mark: exactly one, of one of these addresses, under the
  // environment's name or a former one, and no copy made outside flowsync.
  bool is_ours(const LiveResource& live, const std::vector<Address>& addresses) const;
  // Whether it carries no mark, of whomever.
  bool is_unmarked(const LiveResource& live) const { return plan::see_marks(mark_owner, live).empty(); }
  // Whether it would be bound to that address by its mark alone, `moved:` entries followed.
  bool stands_for(const LiveResource& live, const Address& address) const;
  // Records what is known of a resource, with what its mark says of `moved:` entries; after await_proof() not before
  // prove().
  void record(Record record);
  // One reply alone has shown what stands for that address: nothing is recorded of it until prove().
  void await_proof(const Address& address);
  // Another reply proves that it exists.
  void prove(const Address& address);
  // Whether a description carries the mark of this address as marked() writes it: what was sent has been kept.
  bool carries_mark(const Address& address, const std::string& description) const;

  // Habits of the server (model/habits.hpp).
  bool knows(std::string_view habit) const;
  void learn(std::string_view habit);

  // Whether the flow that a resource is in can be read here; not after stop_reading_flows().
  bool reads_flows() const;
  void stop_reading_flows();
  // Fields that a read of a resource of that type did not tell, though they were sent.
  void note_untold(ResourceKind type, const std::vector<std::string>& fields);
  bool is_untold(ResourceKind type, const std::string& field) const;

  // Something was changed in the service.
  void note_written();
  // Called for every change that is refused for want of a right. True from the second one on, as long as nothing could
  // be changed: then it is the key and not the resource.
  bool is_refused_everything();

  void halt(Halt halt);
  std::optional<Halt> halted() const;
  // After a mark did not come back: nothing more is created, everything else goes on.
  void stop_creating(std::string reason);
  std::optional<std::string> no_creates() const;

private:
  std::optional<ResourceId> id_of(const Address& address) const; // of a resource or credential alias

  const std::map<std::string, Secret>& m_secrets;
  const std::string& m_environment;

  mutable std::mutex m_mutex; // guards all below
  std::map<Address, ResourceId> m_ids;
  std::map<LiveKey, Address> m_owners;
  std::set<std::string> m_facts;
  std::optional<Halt> m_halt;
  std::optional<std::string> m_no_creates;
  std::set<std::pair<ResourceKind, std::string>> m_untold;
  std::map<Address, std::optional<Record>> m_unproved; // with what is to be recorded once they are proved
  bool m_reads_flows = true;
  bool m_wrote = false;
  bool m_refused = false;
};

} // namespace flowsync::exec
