#include "exec/update_job.hpp"

#include "exec/change.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace flowsync::exec {

namespace {

// Who owns a resource may have changed since the plan: changing needs a binding that still holds.
void check_owner(Run& run, const plan::ResourceChange& change, const LiveResource& live)
{
  for (const auto& seen : plan::see_marks(run.mark_owner, live)) {
    if (seen.copy) {
      continue; // it came with the copy, and says whose the original is
    }
    const auto& mark = seen.mark;
    // Any of its former addresses: a state that is behind knows an older one than the mark.
    const bool this_one = mark.address == change.address || mark.address == change.previous_address ||
                          run.moves.now(mark.address, mark.token(k_past_token)) == change.address;
    if (seen.kind != plan::SeenMark::Kind::ours || !this_one) {
      throw ResourceFailure(fmt::format("{} carries the mark {} by now", text_of({live.type, live.id}), mark.text()),
                            ExitCode::refused, "plan again");
    }
  }
}

} // namespace

// A resource that is to be paused is read once more when it stands still; until then it is enough that its flow shows
// it as it was when the plan was made.
std::optional<UpdateJob::Look> UpdateJob::look_at_flow() const
{
  const LiveKey key{m_change.type, m_change.id.value()};
  const auto known = m_run.account.latest(key);
  if (!m_change.restarts || m_change.type == ResourceKind::sink || !known || m_run.account.below(key).empty()) {
    return std::nullopt;
  }
  auto flow = read_flow(m_run, key);
  if (!flow) {
    return std::nullopt;
  }
  const auto& shown = flow->at(key);
  if (running(shown.status) != Running::yes || shown.updated_at.empty() || shown.updated_at != known->updated_at) {
    return std::nullopt;
  }
  Reading reading{*known, *known};
  for (auto* const side : {&reading.shown, &reading.completed}) {
    side->status = shown.status;
    side->name = shown.name;
    side->description = shown.description;
  }
  if (!has_something_to_write(reading.shown)) {
    return std::nullopt;
  }
  return Look{std::move(reading), std::move(flow)};
}

// Whether the change is still to be made, and can be, as far as what is known of the resource tells.
bool UpdateJob::has_something_to_write(const LiveResource& known) const
{
  auto record = m_run.store.find(m_change.address).value_or(Record{});
  std::vector<plan::FieldChange> fields;
  std::copy_if(m_change.fields.begin(), m_change.fields.end(), std::back_inserter(fields),
               [](const auto& field) { return field.field_class == plan::FieldClass::runtime; });
  if (fields.empty()) {
    return false;
  }
  try {
    return !body_of(m_run, {wanted(), m_run.document_of(wanted()), fields, false, record}, known).empty();
  } catch (const ResourceFailure&) { // what the service shows by itself decides that
    return false;
  }
}

std::optional<Later> UpdateJob::work()
{
  const auto& desired = wanted();
  const LiveKey key{m_change.type, m_change.id.value()};
  auto look = look_at_flow().value_or(Look{});
  const auto live = look.flow ? std::move(look.reading) : read(m_run, key);
  check_owner(m_run, m_change, live.shown);

  auto record = m_run.store.find(m_change.address).value_or(Record{});
  if (record.id != key.second) {
    record = Record{};
  }
  record.address = m_change.address;
  record.type = key.first;
  record.id = key.second;

  const bool mark_can_wait = m_change.action == plan::Action::no_op || m_change.reason == plan::Reason("mark_outdated");
  alter(m_run, desired, live, {m_change.fields, m_change.write_mark, mark_can_wait, std::move(look.flow)},
        std::move(record), [this](const std::string& what) { wrote(what); });
  if (m_change.adopting) {
    m_result.what = fmt::format("adopted (id {})", key.second) + (m_result.what.empty() ? "" : ", " + m_result.what);
  }
  return std::nullopt;
}

} // namespace flowsync::exec
