#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

using flowsync::testing::Sandbox;

namespace {

constexpr auto k_flow = "environments/base/flows/web-orders.yaml";
constexpr auto k_dev = "environments/dev/environment.yaml";

bool holds(const std::string& text, const std::string& part)
{
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("what stays without being in the specs is told once by a plan as text, and to programs as a warning")
{
  Sandbox box;
  REQUIRE(box.run({"init", ".", "--name", "demo", "-q"}).exit == 0);
  REQUIRE(box.run({"apply", "-e", "dev", "--auto-approve"}).exit == 0);
  std::filesystem::remove(box.folder() / k_flow);
  std::filesystem::remove(box.folder() / "environments/prod/flows/web-orders.yaml");

  const auto text = box.run({"plan", "-e", "dev", "--write", "text=plan.txt", "--write", "html=plan.html"});
  CHECK(holds(text.out, "resources of web-orders stay as they are"));
  CHECK(holds(text.out, "--prune"));
  CHECK(holds(text.out, "flowsync state rm"));
  CHECK_FALSE(holds(text.err, "removed-from-spec"));
  CHECK_FALSE(holds(box.read("plan.txt"), "removed-from-spec"));
  CHECK_FALSE(holds(box.read("plan.html"), "removed-from-spec"));
  const auto applied = box.run({"apply", "-e", "dev", "--auto-approve"});
  CHECK(holds(applied.out, "resources of web-orders stay as they are"));
  CHECK_FALSE(holds(applied.err, "removed-from-spec"));

  const auto json = box.run({"plan", "-e", "dev", "--format", "json"});
  CHECK(holds(json.err, "[removed-from-spec]"));
  CHECK(json.json().at("diagnostics").at(0).at("code") == "removed-from-spec");
  CHECK(holds(box.run({"apply", "-e", "dev", "--auto-approve", "--format", "json"}).err, "[removed-from-spec]"));
}

TEST_CASE("a plan is not saved to what is not a file, and says that it cannot be written")
{
  Sandbox box;
  REQUIRE(box.run({"init", ".", "--name", "demo", "-q"}).exit == 0);
  for (const auto* const file : {"/dev/full", "environments"}) {
    const auto ran = box.run({"plan", "-e", "dev", "--out", file});
    CHECK(ran.exit == 1);
    CHECK_MESSAGE(holds(ran.err, "cannot write the plan to " + std::string(file)), ran.err);
    CHECK_FALSE(holds(ran.err, "cannot read"));
  }
}

TEST_CASE("render shows documents with errors to people, and fails")
{
  Sandbox box;
  REQUIRE(box.run({"init", ".", "--name", "demo", "-q"}).exit == 0);
  box.edit(k_flow, "spec:", "spec:\n  colour: red");
  for (const auto& words : {std::vector<std::string>{"render", "-e", "dev"},
                            std::vector<std::string>{"render", "-e", "dev", "--explain"}}) {
    const auto ran = box.run(words);
    CHECK(ran.exit == 1);
    CHECK(holds(ran.err, "[unknown-key]"));
    CHECK(holds(ran.out, "colour"));
  }
  const auto json = box.run({"render", "-e", "dev", "--format", "json"});
  CHECK(json.exit == 1);
  CHECK(json.json().at("diagnostics").at(0).at("code") == "unknown-key");
  CHECK_FALSE(json.json().contains("documents"));
}

TEST_CASE("a plan says which secret apply will need that this run was not given")
{
  Sandbox box;
  REQUIRE(box.run({"init", ".", "--name", "demo", "-q"}).exit == 0);
  for (const auto* const name : {"dev", "qa", "prod"}) {
    box.edit("environments/" + std::string(name) + "/environment.yaml",
             "  variables:", "  secrets: {hook: {env: HOOK_VALUE}}\n  variables:");
  }
  box.edit(k_flow, "        primary.key: ORDER_ID", "        primary.key: ORDER_ID\n        password: ${secret.hook}");
  const auto without = box.run({"plan", "-e", "dev", "--detailed-exitcode"});
  CHECK(without.exit == 2); // whoever plans need not have the secrets
  CHECK_MESSAGE(holds(without.err, "apply will need a secret that this run was not given"), without.err);
  CHECK(holds(without.err, "HOOK_VALUE"));
  CHECK(holds(without.err, std::string(k_dev) + ":"));
  CHECK(box.run({"apply", "-e", "dev", "--auto-approve"}).exit == 5);

  box.environment["HOOK_VALUE"] = "a-hook-of-the-tests";
  CHECK_FALSE(holds(box.run({"plan", "-e", "dev"}).err, "apply will need"));
  REQUIRE(box.run({"apply", "-e", "dev", "--auto-approve"}).exit == 0);
  box.environment.erase("HOOK_VALUE");
  CHECK_FALSE(holds(box.run({"plan", "-e", "dev"}).err, "apply will need")); // nothing is to be written
}

TEST_CASE("tables are as narrow as COLUMNS says, and a row is a line for programs")
{
  Sandbox box;
  REQUIRE(box.run({"init", ".", "--name", "demo", "-q"}).exit == 0);
  REQUIRE(box.run({"apply", "-e", "dev", "--auto-approve"}).exit == 0);
  const auto wide = box.run({"status", "-e", "dev"});
  CHECK(holds(wide.out, "ERRORS\n"));
  box.environment["COLUMNS"] = "40";
  const auto narrow = box.run({"status", "-e", "dev"});
  std::size_t line = 0;
  for (const char c : narrow.out) {
    line = c == '\n' ? 0 : line + 1;
    CHECK_MESSAGE(line <= 40, narrow.out);
  }
}
