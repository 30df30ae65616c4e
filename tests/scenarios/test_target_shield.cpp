#include "scenarios/workspace.hpp"

#include <doctest/doctest.h>

using namespace flowsync::scenarios;

namespace {

const std::string k_people = "environments/base/flows/people.yaml";

Ran apply_orders(Workspace& workspace)
{
  return workspace.run({"apply", "-e", "dev", "--auto-approve", "--target", "web-orders"});
}

} // namespace

TEST_CASE("a target does not care for errors of flows that it does not need")
{
  Workspace workspace;
  const auto good = workspace.read(k_people);
  SUBCASE("an alias without a credential")
  {
    workspace.write(k_people,
                    "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: people}\nspec:\n  source: {type: s3, "
                    "credential: nobody, config: {path: p}}\n");
  }
  SUBCASE("an unknown key")
  {
    workspace.write(k_people, good + "wrong: 1\n");
  }
  SUBCASE("a file that is not YAML")
  {
    workspace.write(k_people, good + "}\n");
  }
  CHECK(workspace.plan().exit == 1);
  const auto ran = apply_orders(workspace);
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK_MESSAGE(says(ran, "left aside"), ran.err);
  CHECK(workspace.live("data_sources", "Web orders").size() == 1);
}

TEST_CASE("what a target may need, or may itself be, is not an error of others")
{
  Workspace workspace;
  SUBCASE("an overlay of it in a broken file")
  {
    workspace.write("environments/dev/flows/x.yaml",
                    "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: web-orders}\n}\n");
  }
  SUBCASE("an error in it")
  {
    workspace.edit(k_order_file, "credential: archive", "credential: arcive");
  }
  SUBCASE("the settings")
  {
    workspace.write(k_dev_file, workspace.read(k_dev_file) + "  wrong: 1\n");
  }
  const auto ran = apply_orders(workspace);
  CHECK_MESSAGE(ran.exit == 1, ran.err);
  CHECK(workspace.writes() == 0);
}

TEST_CASE("a target does not care that another flow would be refused")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.remove(".flowsync/state");
  // Somebody made a second resource with the mark of the other flow's source.
  const auto live = workspace.only("data_sources", "People");
  workspace.api("POST", "/data_sources",
                {{"name", "People, again"},
                 {"source_type", "s3"},
                 {"data_credentials_id", 6027},
                 {"source_config", {{"path", "x"}}},
                 {"description", live.at("description")}});
  CHECK(workspace.plan().exit != 0);
  const auto ran = workspace.run({"plan", "-e", "dev", "--target", "web-orders"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK_MESSAGE(!says(ran, "Nothing could be planned."), ran.out);
}
