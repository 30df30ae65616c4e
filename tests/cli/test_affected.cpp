#include "cli/sandbox.hpp"
#include "support/git_repository.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace flowsync;
using flowsync::testing::run_git;
using flowsync::testing::Sandbox;

namespace {

// The sample project, committed, with the tag `before`.
class AffectedRepository : public Sandbox
{
public:
  AffectedRepository()
  {
    REQUIRE(run({"init", ".", "--name", "demo"}).exit == 0);
    run_git(folder(), "init -q");
    commit();
    run_git(folder(), "tag before");
  }
  void commit()
  {
    run_git(folder(), "add -A");
    run_git(folder(), "commit -q -m change --allow-empty");
  }
  std::string affected()
  {
    const auto ran = run({"affected", "--base", "before"});
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    commit();
    CHECK(run({"affected", "--base", "before", "--head", "HEAD"}).out == ran.out);
    return ran.out;
  }
};

} // namespace

TEST_CASE("a change affects the environments whose documents it changes, and no others")
{
  AffectedRepository box;
  SUBCASE("nothing changed")
  {
    CHECK(box.affected().empty());
    CHECK(box.run({"affected", "--base", "before", "--format", "json"}).json() ==
          nlohmann::json{{"environment", nlohmann::json::array()}});
  }
  SUBCASE("files that are not specs")
  {
    box.write("README.md", "hello");
    box.write("docs/x.yaml", "a: 1");
    CHECK(box.affected().empty());
  }
  SUBCASE("a comment in a spec")
  {
    box.edit("environments/base/flows/web-orders.yaml", "# Order files", "# The order files");
    CHECK(box.affected().empty());
  }
  SUBCASE("a value in base")
  {
    box.edit("environments/base/flows/web-orders.yaml", "Hourly order files", "Order files");
    CHECK(box.affected() == "dev\nprod\nqa\n");
  }
  SUBCASE("a script in base")
  {
    box.edit("environments/base/transforms/clean_orders.py", "test_order", "is_test");
    CHECK(box.affected() == "dev\nprod\nqa\n");
  }
  SUBCASE("a variable of one environment")
  {
    box.edit("environments/qa/environment.yaml", "acme-qa", "acme-qa2");
    CHECK(box.affected() == "qa\n");
    CHECK(box.run({"affected", "--base", "before", "--format", "json"}).json() ==
          nlohmann::json{{"environment", {"qa"}}});
  }
  SUBCASE("a new environment and one that is gone")
  {
    std::filesystem::rename(box.folder() / "environments/qa", box.folder() / "environments/stage");
    box.edit("environments/stage/environment.yaml", "name: qa", "name: stage");
    CHECK(box.affected() == "stage\n");
  }
  SUBCASE("what does not validate any more")
  {
    box.edit("environments/dev/environment.yaml", "spec:", "spec:\n  colour: red");
    CHECK(box.affected() == "dev\n");
  }
  SUBCASE("what did not validate before")
  {
    box.edit("environments/dev/environment.yaml", "spec:", "spec:\n  colour: red");
    box.commit();
    run_git(box.folder(), "tag -f before");
    box.edit("environments/dev/environment.yaml", "spec:\n  colour: red", "spec:");
    CHECK(box.affected() == "dev\n");
  }
}

TEST_CASE("a pinned base counts as it is read, whatever lies in the folder")
{
  AffectedRepository box;
  box.edit("environments/prod/environment.yaml", "spec:", "spec:\n  base: {ref: before}");
  box.commit();
  run_git(box.folder(), "tag -f later");
  box.edit("environments/base/flows/web-orders.yaml", "Hourly order files", "Order files");
  const auto ran = box.run({"affected", "--base", "later"});
  CHECK_MESSAGE(ran.out == "dev\nqa\n", ran.err);
}

TEST_CASE("a project in a subfolder of its repository is compared with itself")
{
  Sandbox box;
  run_git(box.folder(), "init -q");
  REQUIRE(box.run({"init", "data", "--name", "demo"}).exit == 0);
  run_git(box.folder(), "add -A");
  run_git(box.folder(), "commit -q -m x");
  box.edit("data/environments/qa/environment.yaml", "acme-qa", "acme-qa2");
  CHECK(box.run({"-C", "data", "affected", "--base", "HEAD"}).out == "qa\n");
}

TEST_CASE("a revision that is not there is an error that says what to do")
{
  AffectedRepository box;
  const auto ran = box.run({"affected", "--base", "nothing"});
  CHECK(ran.exit == 1);
  CHECK(ran.err.find("`nothing`") != std::string::npos);
  CHECK(box.run({"affected"}).exit == 1);
}
