#include "exec/jobs.hpp"

#include "exec/create_job.hpp"
#include "exec/detect_job.hpp"
#include "exec/start_job.hpp"
#include "exec/update_job.hpp"
#include "exec/wait_job.hpp"
#include "model/habits.hpp"
#include "plan/tree.hpp"

#include <algorithm>
#include <stdexcept>

namespace flowsync::exec {

using plan::Action;
using plan::ResourceChange;

Jobs::Jobs(Run& run) : m_run(run), m_parents_of_new(parents_of_new(run.desired, run.plan))
{
  for (const auto& change : run.plan.changes) {
    add(change);
  }
  if (!run.knows(habit::k_verbs_stay)) {
    add_branches();
  }
  order_all();
}

void Jobs::add(const ResourceChange& change)
{
  if (!change.waiting && (change.action == Action::remove || change.action == Action::replace)) {
    add_removal(change);
  }
  if (auto job = make_job(change)) {
    add(change, Phase::make, std::move(job));
  }
}

void Jobs::add(const ResourceChange& change, Phase phase, std::unique_ptr<Job> job)
{
  if (const auto before = m_last.find(change.address); before != m_last.end()) {
    before->second->continues_elsewhere();
  }
  m_last[change.address] = job.get();
  m_jobs.emplace(Key{change.address, phase}, std::move(job));
}

void Jobs::add_removal(const ResourceChange& change)
{
  if (m_run.options.trash == nullptr || !change.id) {
    throw std::logic_error("nothing is deleted without a trash: " + change.address.text());
  }
  m_removed.emplace(LiveKey{change.type, *change.id}, change.address);
  if (change.type == ResourceKind::source) {
    add(change, Phase::stop, std::make_unique<StopJob>(m_run, change));
  }
  add(change, Phase::remove, std::make_unique<RemoveJob>(m_run, change, m_look));
}

std::unique_ptr<Job> Jobs::make_job(const ResourceChange& change)
{
  if (change.waiting) {
    return std::make_unique<WaitJob>(m_run, change);
  }
  switch (change.action) {
  case Action::create:
    return std::make_unique<CreateJob>(m_run, change);
  case Action::replace:
    if (const auto* const wanted = m_run.wanted(change.address); wanted == nullptr || !wanted->detected) {
      return std::make_unique<CreateJob>(m_run, change);
    }
    return std::make_unique<DetectJob>(m_run, change, m_detections, m_parents_of_new.contains(change.address));
  case Action::read:
    return std::make_unique<DetectJob>(m_run, change, m_detections, m_parents_of_new.contains(change.address));
  case Action::update:
    return std::make_unique<UpdateJob>(m_run, change);
  case Action::no_op:
    return change.adopting ? std::make_unique<UpdateJob>(m_run, change) : nullptr;
  case Action::remove:
  case Action::forget:
    break;
  }
  return nullptr;
}

void Jobs::add_branches()
{
  for (auto& members : branches_of(m_run.desired, m_run.plan)) {
    auto& branch = *m_branches.emplace_back(std::make_unique<Branch>(members.front()));
    for (const auto& address : members) {
      auto& job = dynamic_cast<CreateJob&>(*m_jobs.at({address, Phase::make}));
      job.start_with(branch);
      add(job.change(), Phase::start, std::make_unique<StartJob>(m_run, job.change(), branch));
      m_started_after[address] = members;
    }
  }
}

void Jobs::order(const Key& later, const Key& earlier, bool needed)
{
  if (later != earlier && m_jobs.contains(earlier)) {
    auto& is_needed = m_orders[later][earlier];
    is_needed = is_needed || needed;
  }
}

void Jobs::order_all()
{
  for (const auto& [key, job] : m_jobs) {
    if (key.second == Phase::make) {
      order_make(key, job->change());
    } else if (key.second == Phase::start) {
      order_start(key);
    } else {
      order_removal(key, job->change());
    }
  }
}

// After what the plan says and every ancestor that changes (a bounce above is over before anything below begins), and
// after the removal of its own former self and of whatever had its name.
void Jobs::order_make(const Key& key, const ResourceChange& change)
{
  for (const auto& address : change.depends_on) {
    order(key, {address, Phase::make}, true);
  }
  const auto* at = m_run.wanted(change.address);
  while (at != nullptr && at->parent) {
    order(key, {*at->parent, Phase::make}, true);
    at = m_run.wanted(*at->parent);
  }
  order(key, {change.address, Phase::remove}, true);
  if (change.action != Action::create) {
    return;
  }
  for (const auto& [live, address] : m_removed) {
    const auto& removed = m_jobs.at({address, Phase::remove})->change();
    if (live.first == change.type && removed.action == Action::remove && removed.name == change.name &&
        goes_with_all_below(live)) {
      order(key, {address, Phase::remove}, true);
    }
  }
}

// Nothing below has to move to something new first.
bool Jobs::goes_with_all_below(const LiveKey& live) const
{
  const auto below = m_run.account.below(live);
  return std::all_of(below.begin(), below.end(),
                     [&](const LiveKey& key) { return m_removed.contains(key) || !m_run.owner_of(key); });
}

// Whether `by` was last applied with the id of the shared resource in it, or shows it now.
bool Jobs::used(const plan::ResourceChange& change, const plan::ResourceChange& user) const
{
  const auto& shared = change.address;
  const auto& by = user.address;
  const auto live = user.id ? m_run.account.latest({user.type, *user.id}) : std::nullopt;
  if (live && change.type == ResourceKind::project && live->project_id == change.id) {
    return true;
  }
  if (live && facts(change.type).is_code) {
    const auto lists =
        plan::sets_using(m_run.account.latest({change.type, change.id.value()}).value_or(LiveResource{}));
    const auto named = live->body.find("transform_id");
    if (live->code_container_id == change.id || (named != live->body.end() && *named == *change.id) ||
        (user.type == ResourceKind::nexset && std::find(lists.begin(), lists.end(), user.id) != lists.end())) {
      return true;
    }
  }
  const auto record = m_run.left.records.find(by);
  if (record == m_run.left.records.end()) {
    return false;
  }
  const auto& applied = record->second.applied;
  return std::any_of(record->second.deferred.begin(), record->second.deferred.end(), [&](const std::string& path) {
    const nlohmann::json::json_pointer place(path);
    return applied.contains(place) && applied[place].is_string() &&
           applied[place].get_ref<const std::string&>().find("${ref." + shared.text() + ".id}") != std::string::npos;
  });
}

// When all of its branch is there, or failed; after the nexset, whose verb starts the rest.
void Jobs::order_start(const Key& key)
{
  order(key, {key.first, Phase::make}, true);
  const auto& members = m_started_after.at(key.first);
  for (const auto& address : members) {
    order(key, {address, Phase::make}, false);
  }
  order(key, {members.front(), Phase::start}, false);
}

// Sinks, then nexsets, then the source; what is shared when nothing refers to it any more; after the ancestors' own
// changes, whose verbs would reach what is being removed; after everything below has gone or has got another parent.
void Jobs::order_removal(const Key& key, const ResourceChange& change)
{
  const LiveKey live{change.type, change.id.value()};
  for (const auto& below : m_run.account.below(live)) {
    if (const auto removed = m_removed.find(below); removed != m_removed.end()) {
      if (key.second == Phase::remove) {
        order(key, {removed->second, Phase::remove}, true);
      }
      if (change.type == ResourceKind::source) {
        order({removed->second, Phase::remove}, {change.address, Phase::stop}, true);
      }
    } else if (const auto owner = m_run.owner_of(below)) {
      order(key, {*owner, Phase::make}, true);
    }
  }
  if (key.second == Phase::remove) {
    order(key, {change.address, Phase::stop}, true);
  }
  for (const auto& [other, job] : m_jobs) {
    const auto& above = job->change();
    if (!has_status(change.type) && used(change, above)) {
      order(key, other, true);
    } else if (!has_status(change.type) && has_status(above.type) && other.second == Phase::remove) {
      order(key, other, false); // what a transform says of a lookup is not read here
    }
    if (other.second != Phase::make || above.action != Action::update || !above.id) {
      continue;
    }
    for (const auto& affected : above.affects) {
      if (LiveKey{affected.type, affected.id} == live) {
        order(key, other, false);
      }
    }
  }
}

Duration Jobs::carry_out(std::size_t threads)
{
  ReadySet set(m_run.clock, m_run.stop);
  std::map<Key, ReadySet::Id> ids;
  for (const auto& [key, job] : m_jobs) {
    ids.emplace(key, set.add([job = job.get()] { return job->step(); }));
  }
  for (const auto& [later, earlier] : m_orders) {
    for (const auto& [key, needed] : earlier) {
      if (needed) {
        m_jobs.at(later)->depend_on(*m_jobs.at(key));
      }
      set.after(ids.at(later), ids.at(key));
    }
  }
  set.run(threads);
  return set.waited_for_detection();
}

std::vector<ResourceResult> Jobs::results() const
{
  std::vector<ResourceResult> results;
  for (const auto& [address, job] : m_last) {
    results.push_back(job->result());
  }
  return results;
}

} // namespace flowsync::exec
