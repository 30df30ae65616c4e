#include "exec/agreement.hpp"

#include "base/parallel.hpp"
#include "base/timestamp.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>

namespace flowsync::exec {

namespace {

constexpr std::size_t k_most_reads = 1000; // of resources that only one walk shows; beyond that it is not worth it
constexpr std::size_t k_readers = 8;

bool by_id(const LiveResource* a, const LiveResource* b)
{
  return a->id < b->id;
}

std::vector<const LiveResource*> without(const Walked& walk, const Walked& other)
{
  std::vector<const LiveResource*> result;
  std::set_difference(walk.items.begin(), walk.items.end(), other.items.begin(), other.items.end(),
                      std::back_inserter(result), by_id);
  return result;
}

std::optional<WallTime> created_at(const LiveResource& live)
{
  const auto found = live.body.is_object() ? live.body.find("created_at") : live.body.end();
  return found != live.body.end() && found->is_string() ? parse_timestamp(found->get_ref<const std::string&>())
                                                        : std::nullopt;
}

// What is known of a resource that only one of two walks shows.
enum class Standing
{
  unknown,
  made, // meanwhile
  gone, // meanwhile
  lost  // the other walk should have shown it
};

class TwoWalks
{
public:
  TwoWalks(nexla::Api& api, ResourceKind type, const AgreementOptions& options, const std::stop_token& stop)
      : m_api(api),
        m_type(type),
        m_options(options),
        m_stop(stop)
  {
  }

  Agreement compare(const Walked& first, const Walked& second)
  {
    if (!first.whole || !second.whole) {
      return {};
    }
    m_last_of_first = first.items.empty() ? 0 : first.items.back()->id;
    const auto vanished = without(first, second);
    const auto appeared = without(second, first);
    const auto both = first.items.size() - vanished.size();
    if (!settle(vanished, m_options.at_once) || !settle(appeared, true)) {
      return {};
    }
    if (!m_open.empty() && !look_at_open()) {
      return {};
    }
    const auto fits = [&](const Walked& walk) {
      return !walk.total || (both <= *walk.total && *walk.total <= both + m_made + m_gone.size());
    };
    return {fits(first) && fits(second), std::move(m_gone)};
  }

private:
  struct Open
  {
    const LiveResource* live;
    bool may_be_new;
  };

  // What the walks themselves show of these. False: one of them is lost for certain.
  bool settle(const std::vector<const LiveResource*>& alone, bool may_be_new)
  {
    return std::all_of(alone.begin(), alone.end(), [&](const LiveResource* live) {
      const auto created = m_options.since ? created_at(*live) : std::nullopt;
      if (created && may_be_new) {
        m_made += *created >= *m_options.since ? 1U : 0U;
        return *created >= *m_options.since;
      }
      m_open.push_back({live, may_be_new});
      return true;
    });
  }

  // Reads the others one by one, until one of them is lost.
  bool look_at_open()
  {
    if (!m_options.may_read || m_open.size() > k_most_reads) {
      return false;
    }
    std::vector<Standing> standings(m_open.size(), Standing::unknown);
    std::atomic<bool> lost = false;
    call_each(m_open.size(), k_readers, [&](std::size_t i) {
      if (!lost) {
        standings[i] = look_at(m_open[i]);
        lost = lost || standings[i] == Standing::lost;
      }
    });
    for (std::size_t i = 0; i < m_open.size(); ++i) {
      m_made += standings[i] == Standing::made ? 1U : 0U;
      if (standings[i] == Standing::gone) {
        m_gone.emplace_back(m_type, m_open[i].live->id);
      }
    }
    return !lost;
  }

  Standing look_at(const Open& open) const
  {
    const auto reply = m_api.get(m_type, open.live->id, nexla::Expand::no, m_stop);
    if (!reply) {
      return reply.error().kind == nexla::ApiError::Kind::absent ? Standing::gone : Standing::lost;
    }
    if (!open.may_be_new) {
      return Standing::lost;
    }
    if (const auto created = created_at(*reply); created && m_options.since) {
      return *created >= *m_options.since ? Standing::made : Standing::lost;
    }
    return open.live->id > m_last_of_first ? Standing::made : Standing::lost; // ids are given out in order
  }

  nexla::Api& m_api;
  ResourceKind m_type;
  const AgreementOptions& m_options;
  const std::stop_token& m_stop;
  ResourceId m_last_of_first = 0;
  std::vector<Open> m_open;
  std::size_t m_made = 0;
  std::vector<Read> m_gone;
};

} // namespace

Walked walked(const nexla::Listing& listing)
{
  Walked walk{{}, listing.whole, listing.total_header};
  walk.items.reserve(listing.items.size());
  for (const auto& item : listing.items) {
    walk.items.push_back(&item);
  }
  std::sort(walk.items.begin(), walk.items.end(), by_id);
  return walk;
}

Walked walked(const nexla::FlowIndex& index, ResourceKind type)
{
  Walked walk{{}, index.whole, std::nullopt};
  for (const auto& resource : index.resources) {
    if (resource.type == type) {
      walk.items.push_back(&resource);
    }
  }
  std::sort(walk.items.begin(), walk.items.end(), by_id);
  const auto same = [](const auto* a, const auto* b) { return a->id == b->id; };
  walk.items.erase(std::unique(walk.items.begin(), walk.items.end(), same), walk.items.end());
  return walk;
}

Agreement compare_walks(nexla::Api& api, ResourceKind type, const Walked& first, const Walked& second,
                        const AgreementOptions& options, const std::stop_token& stop)
{
  return TwoWalks(api, type, options, stop).compare(first, second);
}

std::optional<WallTime> server_time_of(const nexla::Api& api)
{
  const auto time = api.server_time();
  return time == WallTime{} ? std::nullopt : std::optional(time);
}

} // namespace flowsync::exec
