#include "exec/update_job.hpp"

#include "exec/change.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exec {

namespace {

// Who owns a resource may have changed since the plan: changing needs a binding that still holds.
void check_owner(Run& run, const plan::ResourceChange& change, const LiveResource& live)
{
  for (const auto& mark : find_marks(live.description)) {
    if (live.copied_from_id && mark.token("id") != std::to_string(live.id)) {
      continue; // it came with the copy, and says whose the original is
    }
    const bool ours = mark.project == run.desired.project;
    // Any of its former names: a state that is behind knows an older one than the mark.
    const bool this_one = mark.address == change.address || mark.address == change.previous_address ||
                          run.moves.now(mark.address, mark.token(k_past_token)) == change.address;
    if (!ours || !this_one) {
      throw ResourceFailure(fmt::format("{} carries the mark {} by now", text_of({live.type, live.id}), mark.text()),
                            ExitCode::refused, "plan again");
    }
  }
}

} // namespace

std::optional<Later> UpdateJob::work()
{
  const auto& desired = wanted();
  const LiveKey key{m_change.type, m_change.id.value()};
  const auto live = read(m_run, key);
  check_owner(m_run, m_change, live.shown);

  auto record = m_run.store.find(m_change.address).value_or(Record{});
  if (record.id != key.second) {
    record = Record{};
  }
  record.address = m_change.address;
  record.type = key.first;
  record.id = key.second;

  const bool mark_can_wait = m_change.action == plan::Action::no_op || m_change.reason == "mark_outdated";
  alter(m_run, desired, live, {m_change.fields, m_change.write_mark, mark_can_wait}, std::move(record),
        [this](const std::string& what) { wrote(what); });
  if (m_change.adopting) {
    m_result.what = fmt::format("adopted (id {})", key.second) + (m_result.what.empty() ? "" : ", " + m_result.what);
  }
  return std::nullopt;
}

} // namespace flowsync::exec
