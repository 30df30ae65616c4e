#include "desired/load_desired.hpp"
#include "overlay/layers.hpp"
#include "overlay/pinned_base.hpp"
#include "support/git_repository.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace flowsync;
using flowsync::testing::run_git;
using flowsync::testing::TemporaryFolder;

namespace {

const std::string k_head = "apiVersion: flowsync/v1\nkind: ";

std::string flow_text(const std::string& cron)
{
  return k_head + "Flow\nmetadata: {name: orders}\nspec:\n  source:\n    name: Orders\n    type: nexla_rest\n" +
         "    config: {start.cron: \"" + cron + "\"}\n  nexsets:\n    - {key: raw, detected: {}}\n" +
         "    - {key: clean, from: raw, transform: {file: ../transforms/clean.py, type: python}}\n";
}

std::string environment_text(const std::string& name, const std::string& more)
{
  return k_head + "Environment\nmetadata: {name: " + name + "}\nspec:\n  nexla: {url: \"sim:x\"}\n" + more;
}

// A repository whose project lies in a sub-folder; `v1` holds the first state, the work tree has gone on.
class Pinned
{
public:
  TemporaryFolder box;
  std::filesystem::path root = box.folder() / "flows";

  Pinned()
  {
    write("flowsync.yaml", k_head + "Project\nmetadata: {name: acme-x1}\n");
    write("environments/base/flows/orders.yaml", flow_text("0 0 1 * * ? *"));
    write("environments/base/transforms/clean.py", "one\n");
    write("environments/dev/environment.yaml", environment_text("dev", ""));
    write("environments/prod/environment.yaml", environment_text("prod", "  base: {ref: v1}\n"));
    run_git(box.folder(), "init -q");
    commit("one");
    run_git(box.folder(), "tag v1");
    write("environments/base/flows/orders.yaml", flow_text("0 0 2 * * ? *"));
    write("environments/base/transforms/clean.py", "two\n");
    commit("two");
  }

  void write(const std::string& path, const std::string& text) const { box.write("flows/" + path, text); }
  void commit(const std::string& name) const
  {
    run_git(box.folder(), "add -A");
    run_git(box.folder(), "commit -q -m " + name);
  }

  struct Loaded
  {
    spec::Project project;
    desired::LoadedDesired desired;
    std::string problems; // "file:line: code", one a line
  };
  Loaded load(const std::string& environment) const
  {
    Loaded loaded;
    Diagnostics diagnostics;
    loaded.project = spec::load_project(root, diagnostics, {environment});
    overlay::load_pinned_bases(loaded.project, {environment}, diagnostics);
    loaded.desired = desired::load_desired(loaded.project, environment, {});
    diagnostics.append(loaded.desired.diagnostics);
    for (const auto& problem : diagnostics.items()) {
      loaded.problems += fmt::format("{}:{}: {}\n", problem.where.file, problem.where.line, problem.code.text());
    }
    return loaded;
  }
  std::string cron(const std::string& environment) const
  {
    const auto loaded = load(environment);
    REQUIRE_MESSAGE(loaded.desired.desired, loaded.problems);
    return loaded.desired.desired->find(*Address::parse("orders/source"))->document["source_config"]["start.cron"];
  }
};

std::string script_of(const desired::LoadedDesired& loaded)
{
  return loaded.desired->find(*Address::parse("orders/nexset/clean"))
      ->document["transform"]["transforms"][0]["spec"]["script"]
      .get<std::string>();
}

} // namespace

TEST_CASE("a pinned base comes from the revision, with its scripts, and the others from the folder")
{
  const Pinned pinned;
  CHECK(pinned.cron("prod") == "0 0 1 * * ? *");
  CHECK(pinned.cron("dev") == "0 0 2 * * ? *");
  const auto prod = pinned.load("prod");
  CHECK(script_of(prod.desired) == "b25lCg=="); // "one\n"
  CHECK(script_of(pinned.load("dev").desired) == "dHdvCg==");
  const auto& origin =
      prod.desired.desired->find(*Address::parse("orders/source"))->origins.at("/source_config/start.cron").origin;
  CHECK(origin.file == "v1:environments/base/flows/orders.yaml");
  CHECK(origin.line == 8);
  CHECK(origin.layer == "base");
}

TEST_CASE("neither a broken nor a missing base folder matters to an environment that is pinned")
{
  const Pinned pinned;
  pinned.write("environments/base/flows/orders.yaml", "broken: [");
  CHECK(pinned.cron("prod") == "0 0 1 * * ? *");
  CHECK(pinned.load("dev").problems.find("yaml-syntax") != std::string::npos);
  std::filesystem::remove_all(pinned.root / "environments/base");
  CHECK(pinned.cron("prod") == "0 0 1 * * ? *");
}

TEST_CASE("the last layer that pins wins, and null takes a pin back")
{
  const Pinned pinned;
  pinned.write("environments/steady/environment.yaml",
               environment_text("steady", "  abstract: true\n  base: {ref: v1}\n"));
  pinned.write("environments/qa/environment.yaml", environment_text("qa", "  extends: steady\n"));
  CHECK(pinned.cron("qa") == "0 0 1 * * ? *");
  pinned.write("environments/qa/environment.yaml", environment_text("qa", "  extends: steady\n  base: null\n"));
  CHECK(pinned.cron("qa") == "0 0 2 * * ? *");
  pinned.write("environments/qa/environment.yaml", environment_text("qa", "  extends: steady\n  base: {ref: HEAD}\n"));
  CHECK(pinned.cron("qa") == "0 0 2 * * ? *");
}

TEST_CASE("a pin that cannot be read is an error at the pin, and nothing is rendered")
{
  const Pinned pinned;
  const auto problems = [&](const std::string& base) {
    pinned.write("environments/prod/environment.yaml", environment_text("prod", base));
    const auto loaded = pinned.load("prod");
    CHECK(!loaded.desired.rendered);
    return loaded.problems;
  };
  const std::string place = "environments/prod/environment.yaml:6: ";
  CHECK(problems("  base: {ref: v9}\n") == place + "unknown-revision\n");
  CHECK(problems("  base: {ref: --all}\n") == place + "unknown-revision\n");
  CHECK(problems("  base: {ref: \"v${var.one}\"}\n") == place + "reference-not-allowed\n");
  std::filesystem::remove_all(pinned.box.folder() / ".git");
  CHECK(problems("  base: {ref: v1}\n") == place + "no-git\n");
}

TEST_CASE("a revision that a base cannot be read from is told: a branch, no specs, links that leave")
{
  const Pinned pinned;
  pinned.write("environments/prod/environment.yaml", environment_text("prod", "  base: {ref: main}\n"));
  CHECK(pinned.load("prod").problems == "environments/prod/environment.yaml:6: moving-revision\n");

  std::filesystem::create_symlink("orders.yaml", pinned.root / "environments/base/flows/again.yaml");
  pinned.write("environments/prod/environment.yaml", environment_text("prod", "  base: {ref: v2}\n"));
  pinned.commit("three");
  run_git(pinned.root, "tag v2");
  CHECK(pinned.load("prod").problems.find("orders.yaml:3: duplicate-document") != std::string::npos);

  std::filesystem::remove(pinned.root / "environments/base/flows/again.yaml");
  std::filesystem::create_symlink("../../../../outside.yaml", pinned.root / "environments/base/flows/out.yaml");
  pinned.commit("four");
  run_git(pinned.root, "tag -f v2");
  CHECK(pinned.load("prod").problems.find("v2:environments/base/flows/out.yaml:0: outside-project") !=
        std::string::npos);

  std::filesystem::remove_all(pinned.root / "environments/base");
  pinned.commit("five");
  run_git(pinned.root, "tag -f v2");
  CHECK(pinned.load("prod").problems == "environments/prod/environment.yaml:6: empty-revision\n");
}

TEST_CASE("a script that the revision does not hold is missing, whatever lies in the folder")
{
  const Pinned pinned;
  std::filesystem::remove(pinned.root / "environments/base/transforms/clean.py");
  pinned.commit("gone");
  run_git(pinned.root, "tag v2");
  pinned.write("environments/base/transforms/clean.py", "back\n");
  pinned.write("environments/prod/environment.yaml", environment_text("prod", "  base: {ref: v2}\n"));
  CHECK(pinned.load("prod").problems == "v2:environments/base/flows/orders.yaml:11: no-such-file\n");
}

TEST_CASE("base cannot pin itself")
{
  const Pinned pinned;
  pinned.write("environments/base/environment.yaml", environment_text("base", "  base: {ref: v1}\n"));
  CHECK(pinned.load("dev").problems.find("environments/base/environment.yaml:6: misplaced-pin") != std::string::npos);
}

TEST_CASE("an overlay that its base has left behind is named, with the nearest name")
{
  const Pinned pinned;
  const auto overlay = [&](const std::string& name, const std::string& spec) {
    pinned.write("environments/prod/flows/o.yaml", k_head + "Flow\nmetadata: {name: " + name + "}\nspec:\n" + spec);
    return pinned.load("prod");
  };
  const auto flow = overlay("order", "  source: {config: {path: x}}\n");
  CHECK(flow.problems.find("environments/prod/flows/o.yaml:3: unmatched-overlay") != std::string::npos);
  const auto nexset = overlay("orders", "  nexsets:\n    - {key: clen, description: x}\n");
  CHECK(nexset.problems.find("environments/prod/flows/o.yaml:6: unmatched-overlay") != std::string::npos);
  const auto& hints = nexset.desired.diagnostics.items();
  CHECK(std::any_of(hints.begin(), hints.end(), [](const auto& item) { return item.hint == "did you mean `clean`?"; }));
  CHECK(overlay("orders", "  nexsets:\n    - {key: clean, description: x}\n").problems.empty());
  CHECK(overlay("orders", "  nexsets:\n    - {key: more, from: raw, transform: {version: 1, transforms: []}}\n")
            .problems.empty());
}
