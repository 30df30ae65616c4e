#include "exec/detect_job.hpp"

#include "base/printable.hpp"
#include "base/timestamp.hpp"
#include "exec/change.hpp"
#include "exec/parts.hpp"
#include "plan/compare.hpp"
#include "plan/fields.hpp"
#include "plan/planner.hpp"
#include "plan/selector.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exec {

namespace {

bool differs_in_status(const DesiredResource& desired, const LiveResource& shown)
{
  const auto is = running(shown.status);
  return desired.state == RunState::active   ? is == Running::no
         : desired.state == RunState::paused ? is == Running::yes
                                             : false;
}

} // namespace

std::optional<Later> DetectJob::work()
{
  const auto& desired = wanted();
  const auto source = desired.parent ? m_run.bound(*desired.parent) : std::nullopt;
  if (!source) {
    throw ResourceFailure("its source does not exist");
  }
  auto& watch = m_detections.of(m_run, *source);
  auto sets = watch.look();
  read_schemas(sets);
  std::vector<const LiveResource*> candidates;
  for (const auto& set : sets) {
    candidates.push_back(&set);
  }
  const auto selection = plan::select_detected(desired.selector, candidates);
  if (const auto* const id = std::get_if<ResourceId>(&selection)) {
    take(*id);
    return std::nullopt;
  }
  if (const auto* const why = std::get_if<std::string>(&selection)) {
    throw ResourceFailure(printable(*why), ExitCode::error,
                          "choose by `detected: {index: N}`, a name pattern or `has: [attribute]`");
  }
  const auto* const owner = m_run.wanted(*desired.parent);
  if (!watch.source_runs()) {
    end(Outcome::waiting, fmt::format("{} is paused", desired.parent->text()));
    return std::nullopt;
  }
  if (owner != nullptr && owner->waits_for_data) {
    end(Outcome::waiting, fmt::format("{} has not been sent any data yet", desired.parent->text()));
    return std::nullopt;
  }
  if (m_run.stop.stop_requested() || m_run.halted()) {
    end(Outcome::not_started, "the run ended before its data was detected");
    return std::nullopt;
  }
  const auto watched = watch.watched();
  if (watched >= m_run.options.detect_timeout) {
    end(Outcome::pending,
        fmt::format("Nexla has not detected its data within {}", format_duration(m_run.options.detect_timeout)));
    m_result.hint = "the next apply goes on from here";
    m_result.exit = ExitCode::pending;
    return std::nullopt;
  }
  m_run.telling.progress(m_change.address,
                         fmt::format("waiting for Nexla to detect its data ({})", format_duration(watched)));
  return Later{std::min(watch.pause(), m_run.options.detect_timeout - watched), Wait::detection};
}

// A selector by attributes needs schemas, which only a set's own reply shows.
void DetectJob::read_schemas(std::vector<LiveResource>& sets)
{
  if (wanted().selector.has.empty()) {
    return;
  }
  for (auto& set : sets) {
    if (!set.read_alone) {
      set = read(m_run, {set.type, set.id}).completed;
    }
  }
}

// A set that appears later is told as drift, so those that are there now are remembered with the source.
void DetectJob::note_sets()
{
  const auto& source = wanted().parent.value();
  auto record = m_run.store.find(source);
  if (!record) {
    return;
  }
  std::set<ResourceId> seen;
  for (const auto& set : m_run.account.detected_sets(record->id)) {
    seen.insert(set.id);
  }
  if (record->observed_sets != seen) {
    record->observed_sets = std::move(seen);
    m_run.record(std::move(*record));
  }
}

// What its flow showed, where that is all that the specs speak of, nothing of it is to be changed, and another request
// will tell whether it is there; else a read.
Reading DetectJob::look_at(const LiveKey& key) const
{
  const auto& desired = wanted();
  const auto shown = m_run.account.element(key);
  if (!shown || shown->status.empty() || differs_in_status(desired, *shown) || !m_proved_below) {
    return read(m_run, key);
  }
  const auto& document = desired.document;
  const bool told = std::all_of(document.items().begin(), document.items().end(),
                                [&](const auto& item) { return plan::shows_field(*shown, item.key()); });
  const auto full = plan::full_document(desired, m_run.bindings_of(desired));
  if (!told || !plan::compare(desired, full, nullptr, *shown, m_run.resolver()).changes.empty()) {
    return read(m_run, key);
  }
  return {*shown, *shown};
}

void DetectJob::take(ResourceId id)
{
  const auto& desired = wanted();
  const LiveKey key{ResourceKind::nexset, id};
  auto live = look_at(key);
  if (!m_run.bind(m_change.address, key)) {
    throw ResourceFailure(fmt::format("{} chooses the same detected set {}", m_run.owner_of(key)->text(), id),
                          ExitCode::error, "narrow their `detected:` selectors");
  }
  if (!live.shown.read_alone) { // a look that was answered and not kept would leave an id of nothing
    m_run.await_proof(m_change.address);
  }
  note_sets();
  m_result.id = id;
  m_result.what = fmt::format("detected (id {})", id);
  Record record;
  record.address = m_change.address;
  record.type = key.first;
  record.id = id;
  m_run.record(record);

  show_parts(m_run, desired, live.completed);
  Alteration alteration;
  const auto full = plan::full_document(desired, m_run.bindings_of(desired));
  alteration.fields = plan::compare(desired, full, nullptr, live.completed, m_run.resolver()).changes;
  if (differs_in_status(desired, live.shown)) {
    plan::FieldChange status;
    status.path = "/status";
    status.field_class = plan::FieldClass::status;
    alteration.fields.push_back(std::move(status));
  }
  alter(m_run, desired, live, alteration, std::move(record), [this](const std::string& what) { wrote(what); });
}

} // namespace flowsync::exec
