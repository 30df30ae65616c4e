#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using flowsync::testing::Sandbox;

namespace {

// The settings of dev as a person wrote them.
const std::string k_settings = "apiVersion: flowsync/v1\nkind: Environment\nmetadata: {name: dev}\nspec:\n"
                               "  # our own account\n  nexla: {url: sim:dev}\n"
                               "  credentials:\n    files:   {id: 6027}   # the shop's\n";
const std::string k_file = "environments/dev/environment.yaml";
const std::string k_flow = "environments/dev/flows/orders.yaml";

// A project on the demo account: source 6862 with two branches, to the sinks 6513 and 6520.
class Demo : public Sandbox
{
public:
  Demo()
  {
    write("flowsync.yaml", "apiVersion: flowsync/v1\nkind: Project\nmetadata: {name: acme-data-k3x9}\n");
    write(k_file, k_settings);
  }
  testing::Ran export_with(std::vector<std::string> more)
  {
    std::vector<std::string> words{"export", "-e", "dev", "--source", "6862"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
};

} // namespace

TEST_CASE("one pipeline is exported, nothing else, and the next plan changes nothing")
{
  Demo box;
  const auto ran = box.export_with({"--pipeline", "2"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  const auto flow = box.read(k_flow);
  CHECK(flow.find("name: ORDERS") != std::string::npos);
  CHECK(flow.find("archive") == std::string::npos);
  CHECK(flow.find("credential: files") != std::string::npos);
  for (const auto* const noise : {"sink_type", "upsert.nulls", "status", "$schema"}) {
    CHECK_MESSAGE(flow.find(noise) == std::string::npos, noise);
  }
  CHECK(box.read(k_file) == k_settings + "    snowflake-sales: {id: 6031, name: Snowflake Sales}\n"
                                         "  adopt:\n"
                                         "    orders/nexset/orders: 10393\n"
                                         "    orders/nexset/orders-by-region: 10410\n"
                                         "    orders/nexset/orders-clean: 10398\n"
                                         "    orders/sink/orders: 6520\n"
                                         "    orders/source: 6862\n");
  const auto plan = box.run({"plan", "-e", "dev", "--detailed-exitcode", "--format", "json"});
  CHECK_MESSAGE(plan.exit == 2, plan.out << plan.err);
  CHECK(plan.json()["summary"]["adopt"] == 5);
  CHECK(plan.json()["summary"]["update"] == 0);
}

TEST_CASE("exporting again changes no byte, and a further branch is added to the text that is there")
{
  Demo box;
  REQUIRE(box.export_with({"--sink", "6520"}).exit == 0);
  box.edit(k_flow, "kind: Flow\n", "kind: Flow # ours\n");
  const auto flow = box.read(k_flow);
  const auto settings = box.read(k_file);
  const auto again = box.export_with({"--sink", "6520"});
  CHECK(again.exit == 0);
  CHECK(again.out.find("nothing was written") != std::string::npos);
  CHECK(box.read(k_flow) == flow);
  CHECK(box.read(k_file) == settings);

  const auto more = box.export_with({"--pipeline", "1"});
  CHECK_MESSAGE(more.exit == 0, more.err);
  const auto grown = box.read(k_flow);
  CHECK(grown.starts_with(flow));
  CHECK(grown.find("key: orders-archive") != std::string::npos);
  const auto plan = box.run({"plan", "-e", "dev", "--detailed-exitcode", "--format", "json"});
  CHECK_MESSAGE(plan.exit == 2, plan.out << plan.err);
  CHECK(plan.json()["summary"]["adopt"] == 6);
}

TEST_CASE("one by one or all at once, the keys are the same")
{
  Demo one;
  REQUIRE(one.export_with({"--pipeline", "2"}).exit == 0);
  REQUIRE(one.export_with({"--pipeline", "1"}).exit == 0);
  Demo all;
  REQUIRE(all.export_with({"--all"}).exit == 0);
  CHECK(one.read(k_file) == all.read(k_file));
}

TEST_CASE("at a terminal the table comes with a question")
{
  Demo box;
  box.terminal = true;
  box.answers = {"7", "1, 2"};
  const auto ran = box.run({"export", "-e", "dev", "--source", "6862"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(ran.err.find("10398 Orders, clean (ACTIVE)") != std::string::npos);
  CHECK(ran.err.find("numbers from 1 to 2") != std::string::npos);
  CHECK(box.read(k_flow).find("key: orders-archive") != std::string::npos);
}

TEST_CASE("without a choice and without a terminal it shows the table and writes nothing")
{
  Demo box;
  const auto ran = box.export_with({"--no-input"});
  CHECK(ran.exit == 1);
  CHECK(ran.out.find("6513 Orders archive (ACTIVE)") < ran.out.find("6520 ORDERS (ACTIVE)"));
  CHECK(ran.err.find("--pipeline N, --sink ID or --all") != std::string::npos);
  CHECK(box.read(k_file) == k_settings);

  const auto table = box.export_with({"--format", "json"}).json();
  CHECK(table["pipelines"].size() == 2);
  CHECK(table["pipelines"][1]["number"] == 2);
  CHECK(table["pipelines"][1]["sink"]["id"] == 6520);
  CHECK(table["pipelines"][1]["nexsets"][2]["name"] == "Orders by region");
}

TEST_CASE("a wrong number, sink or source is an error that says what there is")
{
  Demo box;
  const auto expect = [&](const std::vector<std::string>& words, const std::string& text) {
    const auto ran = box.run(words);
    CHECK(ran.exit == 1);
    CHECK_MESSAGE(ran.err.find(text) != std::string::npos, ran.err);
  };
  expect({"export", "-e", "dev", "--source", "6862", "--pipeline", "3"}, "there are 2");
  expect({"export", "-e", "dev", "--source", "6862", "--sink", "1"}, "no pipeline of this source ends in sink 1");
  expect({"export", "-e", "dev", "--source", "1", "--all"}, "source 1 is absent or not visible");
  expect({"export", "-e", "dev", "--source", "1", "--all"}, "nexla.access_role is `collaborator`");
  expect({"export", "-e", "dev"}, "needs a source");
  expect({"export", "-e", "dev", "--source", "6862", "--all", "--sink", "6520"}, "exclude one another");
  expect({"export", "-e", "dev", "--all-sources", "--all"}, "every flow whole");
  CHECK(box.read(k_file) == k_settings);
}

TEST_CASE("what is in the way is never overwritten")
{
  Demo box;
  box.write(k_flow, "# mine\n");
  const auto ran = box.export_with({"--all"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(box.read(k_flow) == "# mine\n");
  CHECK(box.read("environments/dev/flows/orders-2.yaml").find("name: orders-2") != std::string::npos);
}

TEST_CASE("an adopt entry that says something else is an error at its place, and nothing is written")
{
  Demo box;
  box.write(k_file, k_settings + "  adopt:\n    orders/sink/orders: 17\n");
  const auto ran = box.export_with({"--all"});
  CHECK(ran.exit == 1);
  CHECK(ran.err.find("environments/dev/environment.yaml:10:5") != std::string::npos);
  CHECK(ran.err.find("17") != std::string::npos);
  CHECK(box.read(k_flow).empty());
}

TEST_CASE("a folder that leads out of the project is not written into")
{
  Demo box;
  Sandbox elsewhere;
  std::filesystem::create_directories(box.folder() / "environments/dev");
  std::filesystem::create_directory_symlink(elsewhere.folder(), box.folder() / "environments/dev/flows");
  const auto ran = box.export_with({"--all"});
  CHECK(ran.exit == 1);
  CHECK(std::filesystem::is_empty(elsewhere.folder()));
  CHECK(box.read(k_file) == k_settings);
}
