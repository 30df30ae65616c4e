#include "exec/run.hpp"

#include "base/text.hpp"
#include "model/template_text.hpp"
#include "plan/mark_to_write.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exec {

Run::Run(const ApplyTask& task, const RunOptions& the_options, std::stop_token the_stop)
    : api(task.api),
      desired(task.desired),
      plan(task.plan),
      store(task.store),
      clock(task.clock),
      options(the_options),
      stop(std::move(the_stop)),
      telling(task.observer),
      account(task.inventory),
      left(task.store.data()),
      restorations(left.restorations),
      moves(task.desired),
      mark_owner(plan::mark_owner(task.desired)),
      m_secrets(task.secrets),
      m_environment(task.desired.environment.name),
      m_ids(task.plan.bindings.ids),
      m_facts(left.facts)
{
  for (const auto& [address, id] : m_ids) {
    m_owners.emplace(LiveKey{address.kind, id}, address);
  }
}

const DesiredResource* Run::wanted(const Address& address) const
{
  return desired.find(address);
}

std::optional<ResourceId> Run::bound(const Address& address) const
{
  const std::lock_guard lock(m_mutex);
  const auto found = m_ids.find(address);
  return found != m_ids.end() ? std::optional(found->second) : std::nullopt;
}

std::optional<Address> Run::owner_of(const LiveKey& key) const
{
  const std::lock_guard lock(m_mutex);
  const auto found = m_owners.find(key);
  return found != m_owners.end() ? std::optional(found->second) : std::nullopt;
}

bool Run::bind(const Address& address, const LiveKey& key)
{
  const std::lock_guard lock(m_mutex);
  const auto [owner, fresh] = m_owners.try_emplace(key, address);
  if (!fresh && owner->second != address) {
    return false;
  }
  m_ids[address] = key.second;
  return true;
}

void Run::unbind(const Address& address, const LiveKey& key)
{
  const std::lock_guard lock(m_mutex);
  m_owners.erase(key);
  if (const auto found = m_ids.find(address); found != m_ids.end() && found->second == key.second) {
    m_ids.erase(found);
  }
}

plan::Bindings Run::bindings_of(const DesiredResource& resource) const
{
  plan::Bindings bindings;
  if (resource.parent) {
    if (const auto id = bound(*resource.parent)) {
      bindings.ids.emplace(*resource.parent, *id);
    }
  }
  const auto credential = plan.bindings.credentials.find(resource.credential_alias);
  if (credential != plan.bindings.credentials.end()) {
    bindings.credentials.insert(*credential);
  }
  const auto nexset = plan.bindings.nexsets.find(resource.parent_name);
  if (nexset != plan.bindings.nexsets.end()) {
    bindings.nexsets.insert(*nexset);
  }
  return bindings;
}

std::optional<ResourceId> Run::id_of(const Address& address) const
{
  if (address.kind != ResourceKind::credential) {
    return bound(address);
  }
  const auto found = plan.bindings.credentials.find(address.key);
  return found != plan.bindings.credentials.end() ? std::optional(found->second) : std::nullopt;
}

plan::Resolver Run::resolver() const
{
  return [this](const std::string& text) -> std::optional<std::string> {
    std::string value;
    for (const auto& piece : parse_template(text)) {
      if (piece.kind == PieceKind::text) {
        value += piece.text;
      } else if (piece.kind == PieceKind::secret) {
        const auto secret = m_secrets.find(piece.text);
        if (secret == m_secrets.end()) {
          return std::nullopt;
        }
        value += secret->second.reveal();
      } else if (piece.kind == PieceKind::resource) {
        const auto address = Address::parse(piece.text);
        const auto id = address ? id_of(*address) : std::nullopt;
        if (!id) {
          return std::nullopt;
        }
        value += std::to_string(*id);
      } else {
        return std::nullopt;
      }
    }
    return value;
  };
}

nlohmann::json Run::document_of(const DesiredResource& resource) const
{
  std::set<std::string> unknown;
  auto document = plan::resolve_document(plan::full_document(resource, bindings_of(resource)), resource.deferred,
                                         resolver(), unknown);
  if (!unknown.empty()) {
    throw ResourceFailure(
        fmt::format("what {} refers to has no value in this run", join_words({unknown.begin(), unknown.end()})),
        ExitCode::error, "is the secret set, and was the resource that it names created?");
  }
  return document;
}

std::optional<bool> Run::should_run(const LiveKey& key, const std::string& status_before) const
{
  const auto address = owner_of(key);
  const auto* const resource = address ? wanted(*address) : nullptr;
  if (resource != nullptr && plan.find(*address) != nullptr && resource->state != RunState::unmanaged) {
    return resource->state == RunState::active;
  }
  switch (running(status_before)) {
  case Running::yes:
    return true;
  case Running::no:
    return false;
  case Running::unknown:
    break;
  }
  return std::nullopt;
}

std::string Run::marked(const Address& address, const std::string& text, const LiveResource* live) const
{
  return with_mark(text, plan::mark_to_write(desired, moves, address, live));
}

bool Run::is_ours(const LiveResource& live, const std::vector<Address>& addresses) const
{
  const auto seen = plan::see_mark(mark_owner, live);
  return seen.is_own() && !seen.several &&
         std::find(addresses.begin(), addresses.end(), seen.mark.address) != addresses.end();
}

bool Run::stands_for(const LiveResource& live, const Address& address) const
{
  const auto seen = plan::see_mark(mark_owner, live);
  return is_ours(live, {address}) && moves.now(address, seen.mark.token(k_past_token)) == address;
}

bool Run::carries_mark(const Address& address, const std::string& description) const
{
  const auto marks = find_marks(description);
  const Mark mine{desired.project, m_environment, address, {}};
  if (marks.size() != 1 || !marks.front().same_identity(mine)) {
    return false;
  }
  const auto past = marks.front().token(k_past_token);
  return past == moves.token_to_write(address) || past == moves.token(address);
}

void Run::record(Record record)
{
  record.moved_past = moves.token_to_write(record.address);
  {
    const std::lock_guard lock(m_mutex);
    if (const auto unproved = m_unproved.find(record.address); unproved != m_unproved.end()) {
      unproved->second = std::move(record);
      return;
    }
  }
  store.record(std::move(record));
}

void Run::await_proof(const Address& address)
{
  const std::lock_guard lock(m_mutex);
  m_unproved.try_emplace(address);
}

void Run::prove(const Address& address)
{
  std::optional<Record> kept;
  {
    const std::lock_guard lock(m_mutex);
    if (auto unproved = m_unproved.extract(address)) {
      kept = std::move(unproved.mapped());
    }
  }
  if (kept) {
    store.record(std::move(*kept));
  }
}

bool Run::knows(std::string_view habit) const
{
  const std::lock_guard lock(m_mutex);
  return m_facts.contains(std::string(habit));
}

void Run::learn(std::string_view habit)
{
  {
    const std::lock_guard lock(m_mutex);
    m_facts.emplace(habit);
  }
  store.fact(std::string(habit));
}

bool Run::reads_flows() const
{
  const std::lock_guard lock(m_mutex);
  return m_reads_flows;
}

void Run::stop_reading_flows()
{
  const std::lock_guard lock(m_mutex);
  m_reads_flows = false;
}

void Run::note_untold(ResourceKind type, const std::vector<std::string>& fields)
{
  const std::lock_guard lock(m_mutex);
  for (const auto& field : fields) {
    m_untold.emplace(type, field);
  }
}

bool Run::is_untold(ResourceKind type, const std::string& field) const
{
  const std::lock_guard lock(m_mutex);
  return m_untold.contains({type, field});
}

void Run::note_written()
{
  const std::lock_guard lock(m_mutex);
  m_wrote = true;
}

bool Run::is_refused_everything()
{
  const std::lock_guard lock(m_mutex);
  return std::exchange(m_refused, true) && !m_wrote;
}

void Run::halt(Halt halt)
{
  const std::lock_guard lock(m_mutex);
  if (!m_halt) {
    m_halt = std::move(halt);
  }
}

std::optional<Halt> Run::halted() const
{
  const std::lock_guard lock(m_mutex);
  return m_halt;
}

void Run::stop_creating(std::string reason)
{
  const std::lock_guard lock(m_mutex);
  m_no_creates = std::move(reason);
}

std::optional<std::string> Run::no_creates() const
{
  const std::lock_guard lock(m_mutex);
  return m_no_creates;
}

} // namespace flowsync::exec
