#include "exec/bookkeeping.hpp"

#include "base/printable.hpp"
#include "base/timestamp.hpp"
#include "exec/cascade.hpp"
#include "exec/change.hpp"
#include "plan/moves.hpp"
#include "plan/planner.hpp"
#include "plan/tree.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exec {

void finish_restorations(Run& run)
{
  for (const auto& [cause, left] : run.left.restorations) {
    if (run.stop.stop_requested() || run.halted()) {
      return;
    }
    try {
      Cascade(run, left).restore();
    } catch (const ResourceFailure& failure) {
      run.telling.error("not-restored",
                        fmt::format("{}: what an interrupted run had paused below it could not be started again: {}",
                                    cause.text(), printable(failure.what())),
                        ExitCode::partial, "the next apply tries again");
    }
  }
}

void settle_intents(Run& run)
{
  for (const auto& [address, intent] : run.left.intents) {
    const auto sent = parse_timestamp(intent.sent_at);
    const bool old = sent && run.clock.now() - *sent > run.options.create_settle;
    if (run.bound(address) || (old && run.wanted(address) == nullptr)) {
      run.store.settle(address);
    }
  }
}

void forget_gone(Run& run, const Inventory& inventory)
{
  for (const auto& [address, record] : run.left.records) {
    const auto* const planned = run.plan.find(address);
    if (run.wanted(address) != nullptr || (planned != nullptr && planned->action != plan::Action::no_op)) {
      continue;
    }
    const auto missing = inventory.missing.find({record.type, record.id});
    const bool gone = missing != inventory.missing.end() && missing->second == Inventory::Missing::absent;
    const auto* const live = inventory.find(record.type, record.id);
    const bool detected = live != nullptr && is_detected(*live);
    if (gone || (detected && planned == nullptr)) {
      run.store.forget(address);
    }
  }
}

void move_records(state::Store& store, const Desired& desired, const plan::Plan& plan)
{
  const auto state = store.data();
  std::map<plan::LiveKey, Address> bound;
  for (const auto& [address, id] : plan.bindings.ids) {
    bound.emplace(plan::LiveKey{address.kind, id}, address);
  }
  const plan::Moves moves(desired);
  std::map<Address, Record> moved;
  std::vector<Address> left;
  for (const auto& [address, record] : state.records) {
    const auto to = bound.find({record.type, record.id});
    if (to == bound.end() || to->second == address) {
      continue;
    }
    left.push_back(address);
    const auto there = state.records.find(to->second);
    if (there == state.records.end() || there->second.id != record.id) {
      auto& copy = moved[to->second] = record;
      copy.address = to->second;
      copy.moved_past = moves.token_to_write(to->second);
    }
  }
  std::vector<Record> records;
  for (const auto& [address, record] : moved) {
    records.push_back(record);
  }
  if (!records.empty()) {
    store.record(std::move(records));
  }
  for (const auto& address : left) {
    if (!moved.contains(address)) {
      store.forget(address);
    }
  }
}

void record_unchanged(Run& run, const Inventory& inventory)
{
  std::vector<Record> records;
  for (const auto& change : run.plan.changes) {
    const auto* const desired = run.wanted(change.address);
    if (desired == nullptr || change.action != plan::Action::no_op || change.adopting || change.waiting || !change.id) {
      continue;
    }
    const auto* const live = inventory.find(change.type, *change.id);
    const auto before = run.left.records.find(change.address);
    const bool known = before != run.left.records.end() && before->second.id == *change.id;
    auto applied = applied_document(run, *desired);
    const auto past = run.moves.token_to_write(change.address);
    // What others changed in the service is told from the last apply, so this one takes note of it.
    const bool drifted = std::any_of(run.plan.drift.begin(), run.plan.drift.end(),
                                     [&](const auto& drift) { return drift.address == change.address; });
    if (live == nullptr ||
        (known && before->second.applied == applied && before->second.moved_past == past && !drifted)) {
      continue;
    }
    auto record = known ? before->second : Record{};
    record.applied = std::move(applied);
    record.deferred = desired->deferred;
    record.moved_past = past;
    record = plan::observe(*desired, *live, std::move(record), inventory.server_time, !change.fields.empty());
    if (drifted && live->type == ResourceKind::source) {
      record.observed_sets = plan::ids_of(plan::LiveTree(inventory).detected_sets(live->id));
    }
    records.push_back(std::move(record));
  }
  if (!records.empty()) {
    run.store.record(std::move(records));
  }
}

} // namespace flowsync::exec
