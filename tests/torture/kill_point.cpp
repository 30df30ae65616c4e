#include "kill_point.hpp"

#include "account_view.hpp"
#include "kill_switch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace flowsync::torture {

namespace {

constexpr std::array<std::string_view, 4> k_memories{"kept", "lost", "old", "truncated"};
constexpr int k_killed = 128 + 9;
constexpr const char* k_state = ".flowsync/state";

std::string_view word_of(sim::Moment moment)
{
  return moment == sim::Moment::before_effect ? "before" : "after";
}

std::vector<std::string> split(const std::string& text)
{
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (auto colon = text.find(':'); colon != std::string::npos; colon = text.find(':', begin)) {
    parts.push_back(text.substr(begin, colon - begin));
    begin = colon + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

void copy_folder(const std::filesystem::path& from, const std::filesystem::path& to)
{
  std::filesystem::remove_all(to);
  if (std::filesystem::exists(from)) {
    std::filesystem::create_directories(to.parent_path());
    std::filesystem::copy(from, to, std::filesystem::copy_options::recursive);
  }
}

} // namespace

std::string KillPoint::text() const
{
  const auto bytes = memory == Memory::truncated ? fmt::format(":{}", journal_bytes) : std::string();
  return fmt::format("{}:{}:{}:{}{}", kill_scenarios().at(scenario).name, k, word_of(moment),
                     k_memories.at(static_cast<std::size_t>(memory)), bytes);
}

KillPoint parse_kill_point(const std::string& text)
{
  const auto parts = split(text);
  const auto& scenarios = kill_scenarios();
  const auto scenario =
      std::find_if(scenarios.begin(), scenarios.end(), [&](const auto& known) { return known.name == parts.front(); });
  const auto memory = parts.size() < 4 ? k_memories.end() : std::find(k_memories.begin(), k_memories.end(), parts[3]);
  if (scenario == scenarios.end() || memory == k_memories.end()) {
    throw std::runtime_error(fmt::format("no kill point: {} (SCENARIO:K:before|after:kept|lost|old)", text));
  }
  KillPoint point;
  point.scenario = static_cast<std::size_t>(scenario - scenarios.begin());
  point.k = std::stoll(parts[1]);
  point.moment = parts[2] == "after" ? sim::Moment::after_effect : sim::Moment::before_effect;
  point.memory = static_cast<Memory>(memory - k_memories.begin());
  point.journal_bytes = parts.size() > 4 ? std::stoul(parts[4]) : 0;
  return point;
}

struct KillCase::Parts
{
  std::size_t number = 0;
  const KillScenario& scenario = kill_scenarios().at(number);
  KillSwitch unused{};
  std::unique_ptr<Stage> stage{}; // holds the folders below
  std::filesystem::path base{};
  std::int64_t requests = 0;
  std::map<Key, nlohmann::json> strangers_before{};
  std::set<Key> strangers{};
  std::vector<std::string> expected{};

  explicit Parts(std::size_t which) : number(which) {}

  StageOptions options(KillSwitch& kill) const { return {scenario.switches, kill.watcher(), nullptr, true}; }
  bool kill(Stage& on, KillSwitch& kill, std::int64_t k, sim::Moment moment) const; // false: it ended before
  std::string verify(Stage& on) const;
};

KillCase::KillCase(std::size_t scenario) : m_parts(std::make_unique<Parts>(scenario))
{
  auto& parts = *m_parts;
  parts.stage = std::make_unique<Stage>(parts.options(parts.unused));
  auto& stage = *parts.stage;
  parts.strangers_before = records_of(stage.dump());
  parts.scenario.begin(stage);
  const auto expect = [&](const Ran& ran, const char* what) {
    if (ran.exit != 0) {
      throw std::runtime_error(
          fmt::format("{}: {} exits {}\n{}{}", parts.scenario.name, what, ran.exit, ran.out, ran.err));
    }
  };
  expect(stage.run({"apply", "-e", "dev", "--auto-approve"}), "the apply before it");
  parts.scenario.change(stage);
  parts.base = stage.saved("base");
  stage.save(parts.base);
  parts.unused.aim(0, sim::Moment::before_effect);
  expect(stage.run(parts.scenario.words), "the undisturbed apply");
  parts.requests = parts.unused.counted();
  const auto after = stage.dump();
  for (const auto& [key, record] : parts.strangers_before) {
    if (changes_of(parts.strangers_before, after, {key}).empty()) { // what a scenario adopts is not a stranger
      parts.strangers.insert(key);
    }
  }
  for (const auto& key : parts.scenario.touched) {
    parts.strangers.erase(key);
  }
  parts.expected = view_of(after, parts.strangers);
}

KillCase::~KillCase() = default;

const KillScenario& KillCase::scenario() const
{
  return m_parts->scenario;
}

std::int64_t KillCase::requests() const
{
  return m_parts->requests;
}

bool KillCase::Parts::kill(Stage& on, KillSwitch& kill, std::int64_t k, sim::Moment moment) const
{
  kill.aim(k, moment);
  const auto ran = on.run(scenario.words, [&](int process) { kill.victim(process); });
  const bool fired = kill.fired();
  if (fired && ran.exit != k_killed) {
    throw std::runtime_error(fmt::format("killed, and exits {}", ran.exit));
  }
  kill.aim(0, moment);
  return fired;
}

// "" when one more apply brings everything to what it must be.
std::string KillCase::Parts::verify(Stage& on) const
{
  const auto apply = on.run(scenario.words);
  if (apply.exit != 0) {
    return fmt::format("the apply after it exits {}\n{}{}", apply.exit, apply.out, apply.err);
  }
  const auto dump = on.dump();
  if (const auto touched = changes_of(strangers_before, dump, strangers); !touched.empty()) {
    return "what belongs to others was touched:\n" + touched;
  }
  if (const auto differs = difference(expected, view_of(dump, strangers)); !differs.empty()) {
    return fmt::format("the account is not as it must be:\n{}{}{}", differs, apply.out, apply.err);
  }
  const auto plan = on.run(scenario.plan_words);
  if (plan.exit != 0 || plan.out.find("No changes.") == std::string::npos) {
    return fmt::format("the plan after it is not empty (exit {}):\n{}{}", plan.exit, plan.out, plan.err);
  }
  return {};
}

KillCase::Verdict KillCase::attempt(std::int64_t k, sim::Moment moment, const std::vector<Memory>& memories) const
{
  KillSwitch kill;
  Stage stage(m_parts->options(kill));
  stage.restore(m_parts->base);
  Verdict verdict;
  verdict.killed = m_parts->kill(stage, kill, k, moment);
  const auto killed = stage.saved("killed");
  stage.save(killed);
  for (const auto memory : memories) {
    stage.restore(killed);
    if (memory == Memory::lost || memory == Memory::old) {
      std::filesystem::remove_all(stage.project() / k_state);
    }
    if (memory == Memory::old) {
      copy_folder(m_parts->base / "project" / k_state, stage.project() / k_state);
    }
    ++verdict.points;
    if (const auto problem = m_parts->verify(stage); !problem.empty()) {
      verdict.failed.push_back(KillPoint{m_parts->number, k, moment, memory, 0}.text() + ": " + problem);
    }
  }
  return verdict;
}

KillCase::Verdict KillCase::attempt_truncations(std::int64_t k, sim::Moment moment, std::size_t step,
                                                std::size_t only) const
{
  constexpr std::size_t k_most = 1200; // bytes from the end: the last lines
  KillSwitch kill;
  Stage stage(m_parts->options(kill));
  stage.restore(m_parts->base);
  Verdict verdict;
  verdict.killed = m_parts->kill(stage, kill, k, moment);
  const auto killed = stage.saved("killed");
  stage.save(killed);
  const auto journal = stage.project() / k_state / "dev" / "journal.jsonl";
  if (!verdict.killed || !std::filesystem::exists(journal)) {
    return verdict;
  }
  const auto whole = std::filesystem::file_size(journal);
  const auto least = whole - std::min<std::size_t>(whole, k_most);
  for (auto bytes = only != 0 ? only : whole; bytes > least; bytes -= std::min(bytes, step)) {
    stage.restore(killed);
    std::filesystem::resize_file(journal, bytes);
    ++verdict.points;
    if (const auto problem = m_parts->verify(stage); !problem.empty()) {
      verdict.failed.push_back(KillPoint{m_parts->number, k, moment, Memory::truncated, bytes}.text() + ": " + problem);
    }
    if (only != 0) {
      break;
    }
  }
  return verdict;
}

} // namespace flowsync::torture
