#include "exec/cascade.hpp"

#include "base/printable.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exec {

namespace {

// Sets that a source's own reply shows and the inventory did not: they came since.
void note_new_sets(Run& run, const LiveResource& source)
{
  const auto sets = source.body.find("data_sets");
  if (source.type != ResourceKind::source || sets == source.body.end() || !sets->is_array()) {
    return;
  }
  for (const auto& shown : *sets) {
    const auto id = shown.is_object() ? shown.find("id") : shown.end();
    if (!shown.is_object() || id == shown.end() || !id->is_number_integer()) {
      continue;
    }
    const LiveKey key{ResourceKind::nexset, id->get<ResourceId>()};
    if (!run.account.latest(key)) {
      LiveResource set;
      set.type = key.first;
      set.id = key.second;
      set.source_id = source.id;
      run.account.note(std::move(set));
    }
  }
}

} // namespace

Cascade::Cascade(Run& run, const Address& cause, const LiveResource& top, std::optional<FlowReading> flow)
    : m_run(run),
      m_cause(cause),
      m_top(LiveKey{top.type, top.id}),
      m_now(std::move(flow))
{
  note_new_sets(run, top);
  const auto top_key = *m_top;
  if (!m_now && !run.account.below(top_key).empty()) {
    m_now = read_flow(run, top_key);
  }
  for (const auto& key : run.account.below(top_key)) {
    if (auto status = status_of(key)) {
      m_order.push_back(key);
      m_before[key] = std::move(*status);
    }
  }
  m_now.reset();
  // The resource itself is among them, for the run that finds it stopped halfway.
  auto statuses = m_before;
  statuses[top_key] = top.status;
  const auto begun = run.restorations.begin({cause, std::move(statuses)});
  for (auto& [key, status] : m_before) {
    status = begun.statuses.at(key);
  }
  run.store.restoration(begun);
}

Cascade::Cascade(Run& run, const Restoration& left) : m_run(run), m_cause(left.cause), m_before(left.statuses)
{
  for (const auto& [key, status] : m_before) {
    m_order.push_back(key);
  }
  const auto below = [&](const LiveKey& lower, const LiveKey& upper) {
    const auto tree = run.account.below(upper);
    return std::find(tree.begin(), tree.end(), lower) != tree.end();
  };
  // By kind and then by depth: a set may hang from another.
  std::stable_sort(m_order.begin(), m_order.end(),
                   [&](const LiveKey& a, const LiveKey& b) { return order_of(a.first, b.first) < 0; });
  std::map<LiveKey, std::size_t> depth;
  for (const auto& key : m_order) {
    depth[key] = static_cast<std::size_t>(
        std::count_if(m_order.begin(), m_order.end(), [&](const LiveKey& upper) { return below(key, upper); }));
  }
  std::stable_sort(m_order.begin(), m_order.end(),
                   [&](const LiveKey& a, const LiveKey& b) { return depth[a] < depth[b]; });
}

std::optional<std::string> Cascade::status_of(const LiveKey& key)
{
  if (m_now) {
    if (const auto shown = m_now->find(key); shown != m_now->end()) {
      return shown->second.status;
    }
  }
  const auto reading = read_if_there(m_run, key);
  return reading ? std::optional(reading->shown.status) : std::nullopt;
}

void Cascade::settle(const LiveKey& key)
{
  const auto should = m_run.should_run(key, m_before[key]);
  const auto status = should ? status_of(key) : std::nullopt;
  if (!status) {
    return;
  }
  const auto is = running(*status);
  if (*should ? is == Running::yes : is != Running::yes) {
    return;
  }
  m_now.reset();
  m_top_after.reset();
  set_running(m_run, key, *should);
  m_set_changed = m_set_changed || key.first != ResourceKind::sink;
  const auto undone = [&] { // answered yes and did nothing
    const auto after = read_if_there(m_run, key);
    return after && running(after->shown.status) == (*should ? Running::no : Running::yes);
  };
  if (undone()) {
    set_running(m_run, key, *should);
    if (undone()) {
      throw ResourceFailure(fmt::format("it was {} twice without effect", *should ? "activated" : "paused"));
    }
  }
}

void Cascade::restore()
{
  m_now = m_top && !m_order.empty() ? read_flow(m_run, *m_top) : std::nullopt;
  m_top_after = m_now ? std::optional(m_now->at(*m_top)) : std::nullopt;
  std::optional<ResourceFailure> failure;
  const auto attempt = [&](const LiveKey& key) {
    try {
      settle(key);
    } catch (const ResourceFailure& problem) {
      failure = failure ? failure
                        : std::optional(ResourceFailure(fmt::format("{} could not be brought back to its status: {}",
                                                                    text_of(key), printable(problem.what())),
                                                        problem.exit(), "the next apply tries again"));
    }
  };
  std::map<LiveKey, bool> settled;
  for (const auto& key : m_order) {
    if (key.first == ResourceKind::sink && m_run.should_run(key, m_before[key]) == false) {
      attempt(key);
      settled[key] = true;
    }
  }
  m_set_changed = false;
  for (const auto& key : m_order) {
    if (key.first != ResourceKind::sink) {
      attempt(key);
    }
  }
  for (const auto& key : m_order) {
    if (key.first == ResourceKind::sink && (m_set_changed || !settled.contains(key))) {
      attempt(key);
    }
  }
  if (failure) {
    throw *failure;
  }
  m_run.store.restored(m_cause);
  m_run.restorations.end(m_cause);
}

} // namespace flowsync::exec
