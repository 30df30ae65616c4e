#include "exec/absence.hpp"

#include "base/parallel.hpp"
#include "exec/agreement.hpp"
#include "plan/moves.hpp"

#include <fmt/format.h>

#include <optional>

namespace flowsync::exec {

namespace {

constexpr int k_most_repeats = 5; // after the second walk
constexpr Duration k_first_pause{250};

std::string doubt(ResourceKind type, const nexla::Listing& first, const nexla::Listing& second)
{
  const auto path = type_path(type);
  for (const auto* const listing : {&first, &second}) {
    if (!listing->whole) {
      return fmt::format("the list of {} broke off, so what it does not show may exist", path);
    }
    if (!ended_whole(*listing)) {
      return fmt::format("the list of {} shows {} where its header says {}, so what it does not show may exist", path,
                         listing->items.size(), *listing->total_header);
    }
  }
  return fmt::format("two walks of the list of {} differ, so what it does not show may exist", path);
}

bool is_same(const nexla::Listing& a, const nexla::Listing& b)
{
  return a.whole && b.whole && a.total_header == b.total_header && ids_of(a) == ids_of(b);
}

// Walks one list again and again until two walks agree.
class Proof
{
public:
  Proof(nexla::Api& api, const Walks& walks, ResourceKind type, Clock& clock, const std::stop_token& stop)
      : m_api(api),
        m_walks(walks),
        m_type(type),
        m_clock(clock),
        m_stop(stop)
  {
  }

  // The flow index holds sources, sets and sinks; of the others only a second walk tells.
  bool by_index()
  {
    return has_index() && agree(walked(first()), walked(*m_walks.flows, m_type), {m_walks.began, true, false});
  }

  nexla::ApiResult<bool> by_repeating()
  {
    auto since = m_walks.began;
    const auto* before = &first();
    auto pause = k_first_pause;
    m_repeated.reserve(k_most_repeats + 1);
    for (int nth = 0; nth <= k_most_repeats; ++nth) {
      if (nth > 0) {
        m_clock.sleep(pause, m_stop);
        pause *= 2;
      }
      const auto now = server_time_of(m_api);
      auto again = m_api.list(m_type, m_stop);
      if (!again) {
        return again.error();
      }
      const auto& next = m_repeated.emplace_back(std::move(*again));
      if (agree(walked(*before), walked(next), {since, false, true}) ||
          (has_index() && agree(walked(*m_walks.flows, m_type), walked(next), {m_walks.began, false, false}))) {
        return true;
      }
      m_doubt = doubt(m_type, *before, next);
      if (is_same(*before, next)) {
        return false; // nothing moves here: it will not become better
      }
      before = &next;
      since = now;
    }
    return false;
  }

  void add_to(Absence& absence)
  {
    if (!m_doubt.empty() && !absence.proved[m_type]) {
      absence.doubts.push_back(m_doubt);
    }
    std::move(m_repeated.begin(), m_repeated.end(), std::back_inserter(absence.repeated));
    absence.gone.insert(absence.gone.end(), m_gone.begin(), m_gone.end());
  }

  ResourceKind type() const { return m_type; }

private:
  const nexla::Listing& first() const { return m_walks.lists.at(m_type); }
  bool has_index() const { return has_status(m_type) && m_walks.flows.has_value(); }

  bool agree(const Walked& a, const Walked& b, const AgreementOptions& options)
  {
    auto agreement = compare_walks(m_api, m_type, a, b, options, m_stop);
    m_gone.insert(m_gone.end(), agreement.gone.begin(), agreement.gone.end());
    return agreement.holds;
  }

  nexla::Api& m_api;
  const Walks& m_walks;
  ResourceKind m_type;
  Clock& m_clock;
  const std::stop_token& m_stop;
  std::vector<nexla::Listing> m_repeated;
  std::vector<Read> m_gone;
  std::string m_doubt;
};

} // namespace

std::set<ResourceKind> types_to_prove(const Desired& desired, const StateData& state)
{
  std::set<ResourceKind> types;
  const plan::Moves moves(desired);
  for (const auto& resource : desired.resources) {
    const bool known = state.records.contains(resource.address) && moves.token_to_write(resource.address).empty();
    if (!resource.detected && !known) {
      types.insert(resource.type);
    }
  }
  return types;
}

nexla::ApiResult<Absence> prove_absence(nexla::Api& api, const Walks& walks, const std::set<ResourceKind>& needed,
                                        Clock& clock, std::stop_token stop)
{
  Absence absence;
  std::vector<Proof> open;
  for (const auto& [type, listing] : walks.lists) {
    if (facts(type).listed == Listed::for_aliases) {
      continue;
    }
    Proof proof(api, walks, type, clock, stop);
    absence.proved[type] = proof.by_index();
    if (!absence.proved[type] && needed.contains(type)) {
      open.push_back(std::move(proof));
    }
  }
  std::vector<std::optional<nexla::ApiResult<bool>>> results(open.size());
  call_each(open.size(), open.size(), [&](std::size_t i) { results[i].emplace(open[i].by_repeating()); });
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (!results[i]->ok()) {
      return results[i]->error();
    }
    absence.proved[open[i].type()] = results[i]->value();
    open[i].add_to(absence);
  }
  return absence;
}

} // namespace flowsync::exec
