#include "torture/sample_project.hpp"
#include "torture/stage.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <thread>

// A day of reconcile on a clock that nobody waits for.

namespace torture = flowsync::torture;
using nlohmann::json;

namespace {

// Wakes who waits for the hours of a day that requests come in.
class Hours
{
public:
  explicit Hours(torture::QuietClock& clock) : m_clock(clock), m_began(clock.now()) {}

  void look()
  {
    m_clock.stir();
    const auto hour = std::chrono::duration_cast<std::chrono::hours>(m_clock.now() - m_began).count();
    {
      const std::lock_guard lock(m_mutex);
      m_hour = std::max(m_hour, hour);
    }
    m_passed.notify_all();
  }

  // Nobody needs to wait any more.
  void end()
  {
    {
      const std::lock_guard lock(m_mutex);
      m_hour = std::numeric_limits<long>::max();
    }
    m_passed.notify_all();
  }

  void wait_for(long hour)
  {
    std::unique_lock lock(m_mutex);
    m_passed.wait(lock, [&] { return m_hour >= hour; });
  }

private:
  torture::QuietClock& m_clock;
  flowsync::WallTime m_began;
  std::mutex m_mutex;
  std::condition_variable m_passed;
  long m_hour = 0;
};

json any_time(json fault, double probability, int seed)
{
  fault.update({{"times", 0}, {"probability", probability}, {"seed", seed}});
  return fault;
}

json bad_hour(int seed)
{
  return {any_time({{"action", "status"}, {"status", 429}, {"retry_after", 1}}, 0.03, seed),
          any_time({{"action", "status"}, {"status", 500}}, 0.03, seed + 1),
          any_time({{"action", "drop_before"}}, 0.02, seed + 2), any_time({{"action", "drop_after"}}, 0.02, seed + 3),
          any_time({{"action", "no_persist"}, {"mutating", true}}, 0.05, seed + 4)};
}

std::size_t count(const std::string& text, const std::string& words)
{
  std::size_t found = 0;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
    ++found;
  }
  return found;
}

std::vector<json> called(torture::Stage& stage, const std::string& type, const std::string& name)
{
  const auto dump = stage.dump();
  std::vector<json> found;
  std::copy_if(dump.at(type).begin(), dump.at(type).end(), std::back_inserter(found),
               [&](const json& record) { return record.value("name", "") == name; });
  return found;
}

void rename_by_hand(torture::Stage& stage, const std::string& name)
{
  for (const auto& sink : called(stage, "data_sinks", name)) {
    stage.account().call("PATCH", "/_sim/resources/data_sinks/" + sink.at("id").dump(), {{"name", "By hand"}});
  }
}

} // namespace

TEST_CASE("two environments are kept for a day of outages, faults, new specs and people who change things")
{
  torture::QuietClock clock;
  Hours hours(clock);
  torture::Stage stage({{}, [&](const auto&, auto) { return hours.look(), true; }, &clock, false});
  torture::write_sample_project(stage);
  auto prod = stage.read(torture::k_environment_file);
  prod.replace(prod.find("name: dev"), 9, "name: prod");
  stage.write("environments/prod/environment.yaml", prod + "  naming: {prefix: \"prod \"}\n");

  std::stop_source evening;
  std::jthread people([&] {
    for (int hour = 1; hour <= 24; ++hour) {
      hours.wait_for(hour);
      stage.account().call("DELETE", "/_sim/faults");
      if (hour % 6 == 3) { // nothing answers for an hour
        stage.account().call("POST", "/_sim/faults",
                             json::array({any_time({{"action", "status"}, {"status", 503}}, 1, 1)}));
      } else if (hour % 2 == 0 && hour < 22) {
        stage.account().call("POST", "/_sim/faults", bad_hour(10 * hour));
      }
      if (hour == 5 || hour == 15) {
        rename_by_hand(stage, "People one");
        rename_by_hand(stage, "prod People two");
      } else if (hour % 4 == 0 && hour < 24) {
        const auto text = stage.read(torture::k_people_file);
        const auto table = text.find("table: people") + std::string("table: people").size();
        stage.write(torture::k_people_file,
                    text.substr(0, table) + "_" + std::to_string(hour) + text.substr(text.find_first_of(",}", table)));
      }
    }
    evening.request_stop();
  });
  const auto ran =
      stage.run_inside({"reconcile", "-e", "dev", "-e", "prod", "--every", "15m", "--no-fetch"}, evening.get_token());
  hours.end();
  people.join();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  INFO(ran.err);
  for (const std::string name : {"dev", "prod"}) {
    CAPTURE(name);
    CHECK(count(ran.err, " " + name + ": applied ") >= 5);
    CHECK(count(ran.err, " " + name + ": in sync ") >= 10);
    CHECK(count(ran.err, " " + name + ": failed ") >= 4); // the outages
    const auto plan = stage.run_inside({"plan", "-e", name, "--detailed-exitcode"});
    CHECK_MESSAGE(plan.exit == 0, plan.out << plan.err);
  }
  for (const std::string prefix : {"", "prod "}) {
    CHECK(called(stage, "data_sources", prefix + "People").size() == 1);
    CHECK(called(stage, "data_sinks", prefix + "People one").size() == 1);
    CHECK(called(stage, "data_sinks", prefix + "People two").size() == 1);
  }
  CHECK(called(stage, "data_sinks", "By hand").empty());
}
