#include "daemon.hpp"
#include "pushed_project.hpp"

#include "torture/sample_project.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

using namespace flowsync::scenarios;
using flowsync::testing::run_git;
using nlohmann::json;

namespace {

constexpr int k_parts = 3;
constexpr int k_shared_flows = 7; // besides the two of every workspace
constexpr std::size_t k_made = 4 + 3 + 4 * k_shared_flows + 1;

// A project with a state that is shared through git, a transform and a Nexla project that several flows use, and a
// clone for each part.
struct Parts
{
  PushedProject project;
  Workspace& workspace = project.workspace;

  Parts()
  {
    const std::string folder = ".flowsync/pusher/environments/base/";
    workspace.write(
        folder + "flows/tidy.yaml",
        "apiVersion: flowsync/v1\nkind: Transform\nmetadata: {name: tidy}\nspec:\n  name: Tidy\n  output: "
        "record\n  type: python\n  code: |\n    def transform(input, metadata, args):\n      return input\n");
    workspace.write(folder + "projects/all.yaml",
                    "apiVersion: flowsync/v1\nkind: NexlaProject\nmetadata: {name: all}\nspec: {name: All}\n");
    for (int i = 0; i < k_shared_flows; ++i) {
      workspace.write(folder + fmt::format("flows/flow-{}.yaml", i), flow_text(i));
    }
    workspace.edit(".flowsync/pusher/" + k_dev_file,
                   "  variables:", "  state: {backend: git}\n  limits: {create_settle: 500ms}\n  variables:");
    project.push();
    for (int i = 0; i < k_parts; ++i) {
      run_git(workspace.root(), fmt::format("clone -b main .flowsync/origin.git .flowsync/{}", i));
    }
  }
  static std::string flow_text(int number)
  {
    std::string text = flowsync::torture::k_people_text;
    const auto replace = [&](const std::string& from, const std::string& to) {
      for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
      }
    };
    replace("spec:\n  source:", "spec:\n  nexla_project: {ref: all}\n  source:");
    replace("name: people", fmt::format("name: flow-{}", number));
    replace("name: People", fmt::format("name: F{}", number));
    replace("table: people", fmt::format("table: t{}", number));
    replace("table: PEOPLE", fmt::format("table: T{}", number));
    replace("path: people", fmt::format("path: p{}", number));
    replace("- {key: people, detected: {}}", "- {key: people, detected: {}}\n    - {key: tidy, from: people, name: F" +
                                                 std::to_string(number) + " tidy, transform: {ref: tidy}}");
    return text;
  }
  std::vector<std::string> words(int part, std::vector<std::string> command) const
  {
    std::vector<std::string> all{"-C", (workspace.root() / ".flowsync" / std::to_string(part)).string()};
    all.insert(all.end(), command.begin(), command.end());
    all.insert(all.end(), {"-e", "dev", "--shard", fmt::format("{}/{}", part, k_parts)});
    return all;
  }
  // As a Job with an index starts it.
  Daemon start(int part) { return {workspace, words(part, {"apply", "--auto-approve"}), index(part)}; }
  static std::map<std::string, std::string> index(int part) { return {{"JOB_COMPLETION_INDEX", std::to_string(part)}}; }
  // Everything that bears a mark of ours, by name, and how often.
  std::map<std::string, int> made()
  {
    constexpr int k_pages = 3;
    std::map<std::string, int> names;
    std::set<std::string> seen;
    for (const auto* const type : {"data_sources", "data_sets", "data_sinks", "transforms"}) {
      for (int page = 1; page <= k_pages; ++page) {
        const auto list = workspace.api("GET", fmt::format("/{}?per_page=100&page={}", type, page));
        for (const auto& one : list) {
          const auto description = one.value("description", json());
          const bool is_ours =
              description.is_string() && description.get<std::string>().find("[flowsync ") != std::string::npos;
          if (is_ours && seen.insert(type + one.at("id").dump()).second) {
            ++names[fmt::format("{} {}", type, one.at("name").get<std::string>())];
          }
        }
      }
    }
    return names;
  }
  void check_all_made_once()
  {
    const auto names = made();
    CHECK(names.size() == k_made);
    for (const auto& counted : names) {
      CHECK_MESSAGE(counted.second == 1, counted.first);
    }
    const auto plan = workspace.run({"-C", project.pusher().string(), "plan", "-e", "dev", "--detailed-exitcode"});
    CHECK_MESSAGE(plan.exit == 0, plan.out);
  }
};

std::set<std::string> addresses(const std::string& plan)
{
  std::set<std::string> all;
  const auto document = json::parse(plan);
  for (const auto& change : document.at("resource_changes")) {
    all.insert(change.at("address").get<std::string>());
  }
  return all;
}

} // namespace

TEST_CASE("the parts of an environment are different ones, and together they are all of it")
{
  Parts parts;
  const auto whole =
      parts.workspace.run({"-C", parts.project.pusher().string(), "plan", "-e", "dev", "--format", "json"});
  std::set<std::string> together;
  std::size_t sum = 0;
  parts.workspace.run(parts.words(0, {"apply", "--auto-approve"})); // what the others wait for
  for (int part = 0; part < k_parts; ++part) {
    const auto ran = parts.workspace.run(parts.words(part, {"plan", "--format", "json"}));
    REQUIRE_MESSAGE(ran.exit == 0, ran.err);
    const auto some = addresses(ran.out);
    CHECK(!some.empty());
    CHECK((part == 0) == some.contains("transform/tidy"));
    sum += some.size();
    together.insert(some.begin(), some.end());
  }
  CHECK(sum == together.size());
  CHECK(together == addresses(whole.out));
}

TEST_CASE("the processes of a Job with an index make together what one apply makes, and nothing twice")
{
  Parts parts;
  {
    auto second = parts.start(2);
    auto first = parts.start(1);
    auto zeroth = parts.start(0);
    for (auto* const one : {&first, &second, &zeroth}) {
      const auto ran = one->ended();
      CHECK_MESSAGE(ran.exit == 0, ran.err);
    }
  }
  parts.check_all_made_once();
}

TEST_CASE("a process of such a Job that is killed in the middle is started again, and nothing is made twice")
{
  Parts parts;
  parts.workspace.set({{"latency_ms", "30"}});
  auto zeroth = parts.start(0);
  REQUIRE(eventually([&] { return parts.made().size() > 2; }));
  zeroth.end(SIGKILL);
  CHECK(parts.made().size() < k_made);
  {
    auto first = parts.start(1);
    auto second = parts.start(2);
    auto again = parts.start(0);
    for (auto* const one : {&first, &second, &again}) {
      const auto ran = one->ended();
      CHECK_MESSAGE(ran.exit == 0, ran.err);
    }
  }
  parts.check_all_made_once();
}

TEST_CASE("a part that does not exist is told")
{
  Workspace workspace;
  for (const auto* const wrong : {"3/3", "0", "a/b", "1/0", "-1/2", "0/2x"}) {
    const auto ran = workspace.run({"plan", "-e", "dev", "--shard", wrong});
    CHECK(ran.exit == 1);
    CHECK_MESSAGE(says(ran, "is not a part"), ran.err);
  }
  CHECK(workspace.run({"plan", "-e", "dev", "--shard", "0/1"}).exit == 0);
}
