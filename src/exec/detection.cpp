#include "exec/detection.hpp"

#include "exec/calls.hpp"
#include "exec/flow_reading.hpp"

#include <algorithm>

namespace flowsync::exec {

namespace {

constexpr Duration k_longest_pause{3'000};

// The simulator detects at once; Nexla takes seconds (API notes C1).
Duration first_pause(const std::string& url)
{
  const auto is_at = [&](std::string_view host) {
    const auto at = url.find("://" + std::string(host));
    return at != std::string::npos;
  };
  const bool local = url.starts_with("sim:") || is_at("127.") || is_at("localhost") || is_at("[::1]");
  return local ? Duration{50} : Duration{1'000};
}

} // namespace

SourceWatch::SourceWatch(Run& run, ResourceId source)
    : m_run(run),
      m_source(source),
      m_since(run.clock.steady()),
      m_due(m_since),
      m_interval(first_pause(run.desired.environment.url))
{
  // A source that this run has just read back needs no look at once.
  const auto known = run.account.latest({ResourceKind::source, source});
  if (known && known->read_alone && known->body.contains("data_sets")) {
    take_in(*known);
    m_due = m_since + m_interval;
  }
}

void SourceWatch::take_in(const LiveResource& source)
{
  m_status = source.status;
  const auto sets = source.body.find("data_sets");
  if (sets == source.body.end() || !sets->is_array()) {
    return;
  }
  for (const auto& shown : *sets) {
    if (!shown.is_object() || !shown.contains("id") || !shown["id"].is_number_integer()) {
      continue;
    }
    const LiveKey key{ResourceKind::nexset, shown["id"].get<ResourceId>()};
    if (m_run.account.latest(key)) {
      continue;
    }
    LiveResource set;
    set.type = key.first;
    set.id = key.second;
    set.source_id = m_source;
    set.body = shown;
    if (shown.contains("name") && shown["name"].is_string()) {
      set.name = shown["name"].get<std::string>();
    }
    if (shown.contains("parent_data_set_id") && shown["parent_data_set_id"].is_number_integer()) {
      set.parent_set_id = shown["parent_data_set_id"].get<ResourceId>();
    }
    m_run.account.note(std::move(set));
  }
}

std::vector<LiveResource> SourceWatch::look()
{
  const std::lock_guard lock(m_mutex);
  const auto now = m_run.clock.steady();
  if (now >= m_due) {
    const LiveKey key{ResourceKind::source, m_source};
    if (const auto flow = read_flow(m_run, key)) {
      m_status = flow->at(key).status;
    } else {
      take_in(read(m_run, key).shown);
    }
    m_due = m_run.clock.steady() + m_interval;
    m_interval = std::min(k_longest_pause, Duration{m_interval.count() * 3 / 2});
  }
  return m_run.account.detected_sets(m_source);
}

Duration SourceWatch::pause() const
{
  const std::lock_guard lock(m_mutex);
  return std::max(Duration{1}, std::chrono::ceil<Duration>(m_due - m_run.clock.steady()));
}

Duration SourceWatch::watched() const
{
  return std::chrono::duration_cast<Duration>(m_run.clock.steady() - m_since);
}

bool SourceWatch::source_runs() const
{
  const std::lock_guard lock(m_mutex);
  return running(m_status) != Running::no;
}

SourceWatch& Detections::of(Run& run, ResourceId source)
{
  const std::lock_guard lock(m_mutex);
  auto& watch = m_watches[source];
  if (!watch) {
    watch = std::make_unique<SourceWatch>(run, source);
  }
  return *watch;
}

} // namespace flowsync::exec
