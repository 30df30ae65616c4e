#include "workspace.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

const std::filesystem::path k_deploy = std::filesystem::path(FLOWSYNC_SOURCE_DIR) / "deploy/kubernetes";

Ran kubectl(std::vector<std::string> words, const std::filesystem::path& folder)
{
  words.insert(words.begin(), {"/usr/bin/env", "kubectl"});
  return run_command(words, {{"KUBECONFIG", "/dev/null"}, {"HOME", folder.string()}}, folder);
}

bool has_kubectl(const std::filesystem::path& folder)
{
  if (kubectl({"version", "--client"}, folder).exit == 0) {
    return true;
  }
  MESSAGE("skipped: kubectl is not installed");
  return false;
}

// JSON documents, one after the other.
std::vector<json> documents(const std::string& text)
{
  std::istringstream stream(text);
  std::vector<json> all;
  while (stream >> std::ws && !stream.eof()) {
    stream >> all.emplace_back();
  }
  return all;
}

// The manifests of a folder as kustomize makes them, in a file.
std::filesystem::path made(const std::string& name, const std::filesystem::path& folder)
{
  const auto ran = kubectl({"kustomize", (k_deploy / name).string()}, folder);
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  auto file = folder / (name + ".yaml");
  std::ofstream(file) << ran.out;
  return file;
}

// All of them as they are written.
std::vector<json> as_written(const std::filesystem::path& file)
{
  const auto ran =
      kubectl({"patch", "--local", "-f", file.string(), "--type=merge", "-p", "{}", "-o", "json"}, file.parent_path());
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  return documents(ran.out);
}

// What runs pods, as kubectl understands it: what it does not know is gone, and a value of a wrong kind is an error.
json as_understood(const std::filesystem::path& file)
{
  const auto ran = kubectl({"set", "env", "--local", "-f", file.string(), "READ=1", "-o", "json"}, file.parent_path());
  CHECK_MESSAGE(ran.err.find("unable to decode") == std::string::npos, ran.err);
  const auto all = documents(ran.out);
  REQUIRE_MESSAGE(all.size() == 1, ran.err);
  return all.front();
}

json workload_of(const std::vector<json>& all)
{
  for (const auto& one : all) {
    if (one.at("kind") == "Deployment" || one.at("kind") == "Job" || one.at("kind") == "CronJob") {
      return one;
    }
  }
  return {};
}

json job_of(const json& workload)
{
  return workload.at("kind") == "CronJob" ? workload.at("spec").at("jobTemplate") : workload;
}

void check_locked_down(const json& pod)
{
  CHECK(pod.at("securityContext").at("runAsNonRoot") == true);
  CHECK(pod.at("automountServiceAccountToken") == false);
  for (const auto* const list : {"initContainers", "containers"}) {
    for (const auto& container : pod.at(list)) {
      const auto& security = container.at("securityContext");
      CHECK(security.at("readOnlyRootFilesystem") == true);
      CHECK(security.at("allowPrivilegeEscalation") == false);
      CHECK(security.at("capabilities").at("drop") == json{"ALL"});
      CHECK(container.at("resources").at("limits").contains("memory"));
      CHECK(container.at("resources").at("requests").contains("cpu"));
    }
  }
}

// That the program takes these words: it gets as far as looking for the folder.
void check_arguments(const json& container, const std::filesystem::path& folder)
{
  std::vector<std::string> words;
  for (auto word : container.at("args").get<std::vector<std::string>>()) {
    for (const auto& [variable, value] :
         {std::pair<std::string, std::string>{"$(FLOWSYNC_ENVIRONMENT)", "prod"}, {"$(JOB_COMPLETION_INDEX)", "3"}}) {
      if (const auto at = word.find(variable); at != std::string::npos) {
        word.replace(at, variable.size(), value);
      }
    }
    words.push_back(word);
  }
  const auto ran = run_program(words, {}, folder);
  CHECK(ran.exit == 1);
  CHECK_MESSAGE(ran.err.find("cannot use the folder /project/specs") != std::string::npos, ran.err);
}

} // namespace

TEST_CASE("kubectl understands every word of the manifests, and they run with the least rights")
{
  const flowsync::testing::TemporaryFolder folder;
  if (!has_kubectl(folder.folder())) {
    return;
  }
  made("base", folder.folder());
  for (const auto* const name : {"reconcile", "cron", "shards", "example"}) {
    CAPTURE(name);
    const auto file = made(name, folder.folder());
    const auto written = workload_of(as_written(file));
    REQUIRE(!written.is_null());
    const auto understood = as_understood(file).flatten();
    const auto leaves = written.flatten();
    for (const auto& leaf : leaves.items()) {
      const auto same = understood.find(leaf.key());
      const bool is_there = same != understood.end() && *same == leaf.value();
      CHECK_MESSAGE(is_there, leaf.key());
    }
    const auto pod = job_of(written).at("spec").at("template").at("spec");
    check_locked_down(pod);
    check_arguments(pod.at("containers").at(0), folder.folder());
  }
}

TEST_CASE("a job is tried again only where that can help")
{
  const flowsync::testing::TemporaryFolder folder;
  if (!has_kubectl(folder.folder())) {
    return;
  }
  for (const auto* const name : {"cron", "shards"}) {
    const auto job = job_of(workload_of(as_written(made(name, folder.folder()))));
    const auto& rules = job.at("spec").at("podFailurePolicy").at("rules");
    REQUIRE(rules.size() == 3);
    CHECK(rules.at(0).at("action") == "Ignore");
    CHECK(rules.at(1).at("action") == "FailJob");
    CHECK(rules.at(1).at("onExitCodes").at("values") == json{1, 5, 6});
    CHECK(rules.at(2).at("action") == "Count");
    CHECK(rules.at(2).at("onExitCodes").at("values") == json{3, 4, 7, 130});
    CHECK(job.at("spec").at("template").at("spec").at("restartPolicy") == "Never");
  }
}
