#include "machine_point.hpp"

#include "account_view.hpp"
#include "fleet.hpp"
#include "kill_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace flowsync::torture {

namespace {

const std::map<std::string, Blow> k_blows{
    {"before", Blow::before}, {"after", Blow::after}, {"late", Blow::late}, {"asleep", Blow::asleep}};
const std::map<std::string, GitFault> k_git_faults{{"git-before", GitFault::kill_before},
                                                   {"git-after", GitFault::kill_after},
                                                   {"git-cut", GitFault::cut},
                                                   {"git-deaf", GitFault::deaf}};
const KillScenario& scenario_called(const std::string& name)
{
  const auto& all = kill_scenarios();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& known) { return known.name == name; });
  if (found == all.end()) {
    throw std::runtime_error("there is no scenario " + name);
  }
  return *found;
}

std::string told(const std::string& who, const Ran& ran)
{
  return fmt::format("{} exits {}\n{}{}", who, ran.exit, ran.out, ran.err);
}

} // namespace

std::string MachinePoint::text() const
{
  return fmt::format("{}:{}:{}:{}:{}:{}{}{}", scenario, trouble, backend, machines, apart ? "apart" : "here", k,
                     settle.empty() ? "" : ":", settle);
}

MachinePoint parse_machine_point(const std::string& text)
{
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ':');) {
    parts.push_back(part);
  }
  if (parts.size() == 6) {
    parts.emplace_back();
  }
  if (parts.size() != 7 || (!k_blows.contains(parts[1]) && !k_git_faults.contains(parts[1]))) {
    throw std::runtime_error(
        fmt::format("no point: {} (SCENARIO:TROUBLE:BACKEND:MACHINES:apart|here:K[:SETTLE])", text));
  }
  return {parts[0], parts[1], parts[2], std::stoul(parts[3]), parts[4] == "apart", std::stoll(parts[5]), parts[6]};
}

struct MachineCase::Parts
{
  const KillScenario& scenario;
  MachineSwitch unused{};
  std::unique_ptr<Stage> stage{}; // holds the folder below
  std::filesystem::path base{};
  std::filesystem::path state{}; // of the apply before
  std::int64_t requests = 0;
  std::int64_t git_processes = 0;
  std::map<Key, nlohmann::json> strangers_before{};
  std::set<Key> strangers{};
  std::vector<std::string> expected{};

  explicit Parts(const KillScenario& which) : scenario(which) {}

  std::vector<std::string> apply_words() const
  {
    auto words = scenario.words;
    words.insert(words.end(), {"--lock-timeout", "30m"});
    return words;
  }
  std::string verify(Stage& on, Fleet& fleet, std::size_t last) const;
};

MachineCase::MachineCase(const std::string& scenario) : m_parts(std::make_unique<Parts>(scenario_called(scenario)))
{
  auto& parts = *m_parts;
  parts.stage = std::make_unique<Stage>(StageOptions{parts.scenario.switches, parts.unused.watcher(), nullptr, true});
  auto& stage = *parts.stage;
  parts.strangers_before = records_of(stage.dump());
  parts.scenario.begin(stage);
  const auto before = stage.run({"apply", "-e", "dev", "--auto-approve"});
  parts.scenario.change(stage);
  parts.base = stage.saved("base");
  stage.save(parts.base);
  parts.state = parts.base / "state.json";
  std::filesystem::rename(parts.base / "project/.flowsync/state/dev/state.json", parts.state);
  std::filesystem::remove_all(parts.base / "project/.flowsync");
  stage.restore(parts.base);
  Fleet fleet(stage, {}, parts.state);
  parts.unused.aim(Blow::none, 0);
  fleet.git(0).aim(GitFault::none, 0);
  const auto ran = fleet.run(0, parts.scenario.words);
  if (before.exit != 0 || ran.exit != 0) {
    throw std::runtime_error(told(scenario + ", undisturbed,", before.exit != 0 ? before : ran));
  }
  parts.requests = parts.unused.counted();
  parts.git_processes = static_cast<std::int64_t>(fleet.git(0).counted());
  const auto after = stage.dump();
  for (const auto& [key, record] : parts.strangers_before) {
    if (changes_of(parts.strangers_before, after, {key}).empty()) {
      parts.strangers.insert(key);
    }
  }
  parts.expected = view_of(after, parts.strangers);
}

MachineCase::~MachineCase() = default;

std::int64_t MachineCase::requests() const
{
  return m_parts->requests;
}

std::int64_t MachineCase::git_processes() const
{
  return m_parts->git_processes;
}

// "" when one more apply leaves what must be there, and nobody has anything to plan.
std::string MachineCase::Parts::verify(Stage& on, Fleet& fleet, std::size_t last) const
{
  const auto apply = fleet.run(last, apply_words());
  if (apply.exit != 0) {
    return told("the apply after it", apply);
  }
  const auto dump = on.dump();
  if (const auto touched = changes_of(strangers_before, dump, strangers); !touched.empty()) {
    return "what belongs to others was touched:\n" + touched;
  }
  if (const auto differs = difference(expected, view_of(dump, strangers)); !differs.empty()) {
    return fmt::format("the account is not as it must be:\n{}{}{}", differs, apply.out, apply.err);
  }
  for (std::size_t i = 0; i < fleet.size(); ++i) {
    const auto plan = fleet.run(i, scenario.plan_words);
    if (plan.exit != 0 || plan.out.find("No changes.") == std::string::npos) {
      return told(fmt::format("the plan of machine {} after it is not empty,", i), plan);
    }
  }
  return {};
}

MachineCase::Verdict MachineCase::attempt(const MachinePoint& point) const
{
  MachineSwitch blow;
  Stage stage({m_parts->scenario.switches, blow.watcher(), nullptr, true});
  stage.restore(m_parts->base);
  Fleet fleet(stage, {point.backend, point.machines, point.apart, point.settle}, m_parts->state);
  const auto hit = k_blows.find(point.trouble);
  blow.aim(hit != k_blows.end() ? hit->second : Blow::none, point.k, fleet.authorizations());
  const auto fault = k_git_faults.find(point.trouble);
  if (fault != k_git_faults.end()) {
    fleet.git(0).aim(fault->second, static_cast<std::size_t>(point.k));
  }

  std::vector<Ran> ends(point.machines);
  {
    std::vector<std::jthread> machines;
    for (std::size_t i = 0; i < point.machines; ++i) {
      machines.emplace_back([&, i] {
        if (i > 0 && (point.k % 2 == 0 || point.trouble == "asleep")) { // otherwise all at the same moment
          blow.wait_for_a_change();
        }
        ends[i] = fleet.run(i, m_parts->apply_words(), [&](int process) { blow.started(i, process); });
        blow.ended(i);
      });
    }
    blow.wait_for_the_end();
  }
  const auto struck = fault != k_git_faults.end() ? std::optional<std::size_t>(0) : blow.struck();
  fleet.git(0).aim(GitFault::none, 0);

  Verdict verdict;
  verdict.happened = struck.has_value();
  for (std::size_t i = 0; i < point.machines && verdict.problem.empty(); ++i) {
    if (i != struck && ends[i].exit != 0) {
      verdict.problem = told(fmt::format("machine {}, which nothing disturbed,", i), ends[i]);
    }
  }
  if (verdict.problem.empty()) {
    verdict.problem = m_parts->verify(stage, fleet, static_cast<std::size_t>(point.k) % point.machines);
  }
  if (!verdict.problem.empty()) {
    verdict.problem = point.text() + ": " + verdict.problem;
    if (struck) {
      verdict.problem += told(fmt::format("\nmachine {}, which met the trouble,", *struck), ends[*struck]);
    }
  }
  return verdict;
}

} // namespace flowsync::torture
