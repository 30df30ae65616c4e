#include "flaky.hpp"

#include "account_view.hpp"
#include "in_turns.hpp"
#include "sample_project.hpp"

#include <fmt/format.h>

#include <mutex>

namespace flowsync::torture {

namespace {

using nlohmann::json;

constexpr int k_most_applies = 60;
const std::vector<std::string> k_apply{"apply", "-e", "dev", "--auto-approve"};
const std::vector<std::string> k_plan{"plan", "-e", "dev", "--detailed-exitcode"};

// What each of the two versions of the project left on a calm service.
struct Calm
{
  std::vector<std::string> first;
  std::vector<std::string> second;
};

// Services that answer in other ways; seeds take turns.
const std::vector<std::map<std::string, std::string>> k_services{
    {},
    {{"strict_pause", "405"}, {"config_in_lists", "on"}, {"page_size", "2"}, {"page_cap", "2"}, {"error_shape", "sdk"}},
    {{"status_after_create", "PAUSED"}, {"list_order", "updated"}, {"updated_at", "seconds"}, {"error_shape", "empty"}},
    {{"activate_cascades", "self"}, {"verb_paths", "flow"}, {"list_headers", "off"}, {"token_ttl", "120"}},
};

class FlakyRun
{
public:
  explicit FlakyRun(std::uint64_t seed)
      : m_stage(StageOptions{k_services[seed % k_services.size()],
                             [this](const auto&, auto) { return m_clock.stir(), true; }, &m_clock, false})
  {
    write_sample_project(m_stage);
    write_more_flows(m_stage);
    m_stage.edit(k_environment_file, "create_settle: 150ms, detect_timeout: 20s",
                 "create_settle: 20s, detect_timeout: 2m");
    m_stage.edit(k_environment_file, "parallelism: 1,", "parallelism: 4,");
    m_strangers_before = records_of(m_stage.dump());
    for (const auto& [key, record] : m_strangers_before) {
      m_strangers.insert(key);
    }
  }

  // The second version; by then somebody has hung two sinks below the flow in the UI, and paused one of them.
  void change()
  {
    change_sample_values(m_stage);
    std::int64_t clean = 0;
    const auto dump = m_stage.dump();
    for (const auto& set : dump.at("data_sets")) {
      clean = set.value("name", "") == "Web orders, clean" ? set.at("id").get<std::int64_t>() : clean;
    }
    for (const auto* const status : {"ACTIVE", "PAUSED"}) {
      const json body{{"name", std::string("By hand, ") + status},
                      {"sink_type", "gcs"},
                      {"sink_config", {{"path", "by-hand"}, {"data_format", "json"}}},
                      {"data_credentials_id", 6028},
                      {"data_set_id", clean}};
      const Key key{"data_sinks", m_stage.api("POST", "/data_sinks", body).at("id").get<std::int64_t>()};
      m_stage.account().call("PATCH", "/_sim/resources/data_sinks/" + std::to_string(key.second), {{"status", status}});
      m_strangers.insert(key);
      m_cascaded.insert(key);
      m_strangers_before[key] = records_of(m_stage.dump()).at(key);
    }
  }

  std::vector<std::string> view() { return view_of(m_stage.dump(), m_strangers); }

  void disturb(std::uint64_t seed)
  {
    // A create may take effect long after its connection broke, though not after create_settle.
    const json late{{"method", "POST"},  {"path", "^/data_"}, {"action", "drop_then_effect"},
                    {"delay_ms", 12000}, {"times", 0},        {"probability", 0.1},
                    {"seed", seed}};
    const json any{{"action", "random"}, {"times", 0}, {"probability", 0.3}, {"seed", seed}, {"delay_ms", 0}};
    m_stage.account().call("POST", "/_sim/faults", json::array({late, any}));
  }

  void calm_down()
  {
    m_stage.account().wait_for_late_effects();
    m_stage.account().call("DELETE", "/_sim/faults");
  }

  // Applies until all is done; what is wrong, "" for nothing.
  std::string apply(FlakyVerdict& verdict)
  {
    for (int nth = 0; nth < k_most_applies; ++nth) {
      const auto ran = m_stage.run_inside(k_apply);
      ++verdict.applies;
      verdict.history += std::to_string(ran.exit);
      if (ran.exit == 0) {
        return {};
      }
      const bool again =
          ran.exit == 3 || ran.exit == 4 || ran.exit == 5 || ran.exit == 7; // 5: sessions end all the time
      if (!again) {
        return fmt::format("an apply exits {}:\n{}{}", ran.exit, ran.out, ran.err);
      }
      m_last = ran.out + ran.err;
      m_clock.advance(std::chrono::minutes{1});
    }
    return fmt::format("{} applies were not enough; the last one said:\n{}", k_most_applies, m_last);
  }

  // Whether the last change in the account came after everybody had given up on it: nobody could know of that one.
  bool ended_late()
  {
    const auto log = m_stage.account().call("GET", "/_sim/log");
    json last;
    for (const auto& entry : log.at("entries")) {
      if (entry.at("method") != "GET" && entry.at("path") != "/token") {
        last = entry.at("fate");
      }
    }
    return last == "dropped, took effect later";
  }

  std::string check(const std::vector<std::string>& expected)
  {
    const auto dump = m_stage.dump();
    if (const auto touched = changes_of(m_strangers_before, dump, m_strangers, m_cascaded); !touched.empty()) {
      return "what belongs to others was touched:\n" + touched;
    }
    if (const auto differs = difference(expected, view_of(dump, m_strangers)); !differs.empty()) {
      return "the account is not as it must be:\n" + differs;
    }
    const auto plan = m_stage.run_inside(k_plan);
    if (plan.exit != 0 || plan.out.find("No changes.") == std::string::npos) {
      return fmt::format("the plan after it is not empty (exit {}):\n{}{}", plan.exit, plan.out, plan.err);
    }
    return {};
  }

  void count(FlakyVerdict& verdict)
  {
    const auto log = m_stage.account().call("GET", "/_sim/log");
    verdict.requests = log.at("total").get<int>();
    for (const auto& entry : log.at("entries")) {
      const auto fate = entry.at("fate").is_string() ? entry["fate"].get<std::string>() : std::string();
      verdict.faults += fate.empty() ? 0 : 1;
      if (!verdict.problem.empty() && entry.at("method") != "GET") {
        verdict.problem += fmt::format("\n  {} {} {} {}", entry["method"].get<std::string>(),
                                       entry.at("path").get<std::string>(), entry.at("status").get<int>(), fate);
      }
    }
  }

private:
  QuietClock m_clock;
  Stage m_stage;
  std::map<Key, json> m_strangers_before;
  std::set<Key> m_strangers;
  std::set<Key> m_cascaded; // of them, those that hang below what is this project's
  std::string m_last;
};

Calm calm()
{
  FlakyRun run(0);
  FlakyVerdict verdict;
  Calm result;
  for (auto* const view : {&result.first, &result.second}) {
    if (const auto problem = run.apply(verdict); !problem.empty() || verdict.applies > 2) {
      throw std::runtime_error("an apply to a calm service fails: " + problem);
    }
    *view = run.view();
    if (view == &result.first) {
      run.change();
    }
  }
  return result;
}

} // namespace

FlakyVerdict flaky(std::uint64_t seed)
{
  static const auto expected = calm();
  FlakyVerdict verdict;
  FlakyRun run(seed);
  for (const auto* const view : {&expected.first, &expected.second}) {
    run.disturb(seed * 2 + (view == &expected.second ? 1 : 0));
    verdict.problem = run.apply(verdict);
    run.calm_down();
    if (verdict.problem.empty() && run.ended_late()) {
      verdict.problem = run.apply(verdict);
    }
    if (verdict.problem.empty()) {
      verdict.problem = run.check(*view);
    }
    if (!verdict.problem.empty()) {
      break;
    }
    verdict.history += "|";
    if (view == &expected.first) {
      run.change();
    }
  }
  run.count(verdict);
  return verdict;
}

int flaky_all(std::uint64_t seeds, std::size_t threads, std::uint64_t only)
{
  std::mutex mutex;
  std::uint64_t good = 0;
  std::vector<std::function<bool()>> tasks;
  for (std::uint64_t seed = only != 0 ? only : 1; seed <= (only != 0 ? only : seeds); ++seed) {
    tasks.emplace_back([&, seed] {
      const auto verdict = flaky(seed);
      const std::lock_guard lock(mutex);
      fmt::print("flaky seed {}: {} applies ({}), {} requests, {} struck\n", seed, verdict.applies, verdict.history,
                 verdict.requests, verdict.faults);
      if (!verdict.problem.empty()) {
        fmt::print("FAILED {}\nreplay: scripts/torture flaky {}\n\n", verdict.problem, seed);
      }
      good += verdict.problem.empty() ? 1U : 0U;
      return verdict.problem.empty();
    });
  }
  in_turns(tasks, threads);
  fmt::print("{} of {} flaky seeds end as a calm run\n", good, tasks.size());
  return good == tasks.size() ? 0 : 1;
}

} // namespace flowsync::torture
