#include "base/timestamp.hpp"
#include "exec/flow_status.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::exec;
using State = FlowStatus::State;
using Runs = std::vector<nexla::RunCounts>;

namespace {

const auto k_now = *parse_timestamp("2026-11-28T12:00:00Z");

// A source, the nexset that Nexla detects, and a sink; all of them run.
struct Flow
{
  DesiredResource source;
  DesiredResource set;
  DesiredResource sink;
  std::vector<FlowStep> steps;

  Flow()
  {
    source.address = *Address::parse("orders/source");
    set.address = *Address::parse("orders/nexset/raw");
    set.type = ResourceKind::nexset;
    set.detected = true;
    sink.address = *Address::parse("orders/sink/out");
    sink.type = ResourceKind::sink;
    for (const auto* const desired : {&source, &set, &sink}) {
      FlowStep step;
      step.desired = desired;
      step.live.emplace();
      step.live->status = "ACTIVE";
      step.live->updated_at = "2026-11-20T12:00:00Z";
      steps.push_back(step);
    }
  }

  static nexla::RunCounts run(std::int64_t id, std::int64_t records, std::int64_t errors, int hours_ago)
  {
    return {id, records, errors, k_now - std::chrono::hours{hours_ago}};
  }

  FlowStatus judged(const FlowPatience& patience = {}, bool can_tell = true) const
  {
    return judge("orders", steps, std::nullopt, can_tell, k_now, patience);
  }
};

} // namespace

TEST_CASE("a flow flows when its sinks wrote what its source read, and errors beside that are told")
{
  Flow flow;
  flow.steps[0].runs = Runs{Flow::run(2, 100, 0, 1)};
  flow.steps[2].runs = Runs{Flow::run(2, 90, 10, 1)};
  const auto status = flow.judged();
  CHECK(status.state == State::flowing_with_errors);
  CHECK(status.records_in == 100);
  CHECK(status.records_out == 90);
  CHECK(status.errors == 10);
  flow.steps[2].runs = Runs{Flow::run(2, 100, 0, 1)};
  CHECK(flow.judged().state == State::flowing);
}

TEST_CASE("a flow stops at the sink that writes nothing, since the first run of the row in which it did so")
{
  Flow flow;
  flow.steps[0].runs = Runs{Flow::run(3, 100, 0, 1), Flow::run(2, 100, 0, 25), Flow::run(1, 100, 0, 49)};
  flow.steps[2].runs = Runs{Flow::run(3, 0, 100, 1), Flow::run(2, 0, 100, 25), Flow::run(1, 100, 0, 49)};
  const auto status = flow.judged();
  CHECK(status.state == State::not_flowing);
  CHECK(status.at->text() == "orders/sink/out");
  CHECK(status.since == k_now - std::chrono::hours{25});
  CHECK(status.why == "it wrote none of 100 records in the last run, with 100 errors");
}

TEST_CASE("a sink may be behind for a while, then the flow stops there")
{
  Flow flow;
  flow.steps[0].runs = Runs{{7, 100, 0, k_now - std::chrono::minutes{5}}};
  flow.steps[2].runs = Runs{};
  CHECK(flow.judged().state == State::flowing);
  FlowPatience none;
  none.grace = Duration{0};
  CHECK(flow.judged(none).state == State::not_flowing);
  CHECK(flow.judged(none).at->text() == "orders/sink/out");
}

TEST_CASE("a step that is missing, stopped or broken stops the flow, unless the specs leave it alone")
{
  Flow flow;
  flow.steps[0].runs = Runs{Flow::run(2, 100, 0, 1)};
  flow.steps[2].live->status = "PAUSED";
  CHECK(flow.judged().state == State::not_flowing);
  CHECK(flow.judged().why == "its status is PAUSED");
  CHECK(flow.judged().since == k_now - std::chrono::hours{1});
  flow.sink.state = RunState::unmanaged;
  CHECK(flow.judged().state == State::flowing);
  flow.steps[2].live->status = "FAILED";
  CHECK(flow.judged().state == State::not_flowing);
  flow.sink.state = RunState::paused;
  CHECK(flow.judged().state == State::flowing);
  flow.steps[1].live.reset();
  CHECK(flow.judged().why == "Nexla has not detected it yet");
}

TEST_CASE("what nobody has sent data to, what is paused and what the service does not tell does not count")
{
  Flow flow;
  flow.steps[0].runs = Runs{};
  CHECK(flow.judged().state == State::not_flowing);
  CHECK(flow.judged().why == "it is ACTIVE and has never read anything");
  flow.steps[0].live->updated_at = "2026-11-28T11:55:00Z";
  CHECK(flow.judged().state == State::waiting);
  flow.source.waits_for_data = true;
  flow.steps[0].live->updated_at = "2026-11-20T12:00:00Z";
  CHECK(flow.judged().state == State::waiting);
  flow.steps[0].runs.reset();
  CHECK(flow.judged({}, false).state == State::unknown);
  flow.source.state = RunState::paused;
  CHECK(flow.judged().state == State::paused);
}

TEST_CASE("a flow that begins with another one's nexset and has no run of its own is no alarm")
{
  Flow flow;
  flow.steps.erase(flow.steps.begin());
  flow.steps[1].runs = Runs{};
  CHECK(flow.judged().state == State::unknown);
}

TEST_CASE("a source that was due and has not run since is late, and one that is on time does not age")
{
  Flow flow;
  flow.source.document["source_config"]["start.cron"] = "0 0 6 * * ? *"; // six hours ago
  flow.steps[0].runs = Runs{Flow::run(2, 100, 0, 30)};
  const auto late = flow.judged();
  CHECK(late.state == State::not_flowing);
  CHECK(late.at == flow.source.address);
  CHECK(late.why == "it is late: its schedule was due on 2026-11-28T06:00:00.000Z, and it has not run since");
  CHECK(late.since == k_now - std::chrono::hours{6});
  CHECK(late.next_run == k_now + std::chrono::hours{18});

  FlowPatience patience;
  patience.grace = std::chrono::hours{7};
  CHECK(flow.judged(patience).state == State::flowing);
  flow.steps[0].live->updated_at = "2026-11-28T07:00:00Z"; // perhaps it was started only then
  CHECK(flow.judged().state == State::flowing);
  flow.steps[0].live->updated_at = "2026-11-20T12:00:00Z";
  flow.steps[0].runs = Runs{Flow::run(2, 100, 0, 6)};
  patience = {};
  patience.max_age = std::chrono::hours{2};
  CHECK(flow.judged(patience).state == State::flowing);
  flow.source.document["source_config"]["start.cron"] = "0 0 6 28 11 ? 2026"; // for the last time
  CHECK(flow.judged(patience).state == State::not_flowing);
  CHECK(!flow.judged().next_run);
  flow.source.deferred.insert("/source_config/start.cron");
  flow.steps[0].runs = Runs{Flow::run(2, 100, 0, 30)};
  CHECK(flow.judged().state == State::flowing);
}

TEST_CASE("a flow that has never read waits for its schedule, unless it is to read when it is started")
{
  Flow flow;
  flow.source.document["source_config"]["start.cron"] = "0 0 6 1 12 ? *";
  flow.steps[0].runs = Runs{};
  const auto waiting = flow.judged();
  CHECK(waiting.state == State::waiting);
  CHECK(waiting.next_run == *parse_timestamp("2026-12-01T06:00:00Z"));
  FlowPatience patience;
  patience.reads_when_started = true;
  CHECK(flow.judged(patience).state == State::not_flowing);
  flow.source.document["source_config"]["start.cron"] = "0 0 6 * * ? *";
  CHECK(flow.judged().state == State::not_flowing);
  flow.source.state = RunState::paused;
  CHECK(!flow.judged().next_run);
}

TEST_CASE("a flow whose last run is too old stops at its source, and so does one that only fails to read")
{
  Flow flow;
  flow.steps[0].runs = Runs{Flow::run(2, 100, 0, 30)};
  CHECK(flow.judged().state == State::flowing);
  FlowPatience patience;
  patience.max_age = std::chrono::hours{26};
  CHECK(flow.judged(patience).state == State::not_flowing);
  flow.steps[0].runs = Runs{Flow::run(3, 0, 4, 1), Flow::run(2, 0, 4, 2), Flow::run(1, 5, 0, 3)};
  CHECK(flow.judged().state == State::not_flowing);
  CHECK(flow.judged().since == k_now - std::chrono::hours{2});
}
