#include "workspace.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

Ran state(Workspace& workspace, std::vector<std::string> words)
{
  words.insert(words.begin(), "state");
  words.insert(words.end(), {"-e", "dev"});
  return workspace.run(words);
}

json state_json(Workspace& workspace, std::vector<std::string> words)
{
  words.insert(words.end(), {"--format", "json"});
  const auto ran = state(workspace, words);
  INFO(ran.err);
  const auto document = json::parse(ran.out, nullptr, false);
  REQUIRE(document.is_object());
  return document;
}

const std::string k_all = R"(people/source
people/nexset/people
people/sink/one
people/sink/two
web-orders/source
web-orders/nexset/clean
web-orders/nexset/orders
web-orders/sink/archive
web-orders/sink/warehouse
)";

} // namespace

TEST_CASE("state list prints addresses as terraform does, and can be narrowed")
{
  Workspace workspace;
  CHECK(state(workspace, {"list"}).out.empty());
  workspace.apply_well();
  workspace.stop_account();      // needs neither the service
  workspace.environment.clear(); // nor a key
  const auto ran = state(workspace, {"list"});
  CHECK(ran.exit == 0);
  CHECK(ran.out == k_all);
  CHECK(state(workspace, {"list", "people/sink/one"}).out == "people/sink/one\n");
  CHECK(state(workspace, {"list", "--target", "people"}).out.find("web-orders") == std::string::npos);
  CHECK(state(workspace, {"list", "--target", "team=sales"}).out.find("people") == std::string::npos);
  CHECK(says(state(workspace, {"list", "--wide"}), "WEB_ORDERS"));
  const auto document = state_json(workspace, {"list"});
  CHECK(document.at("resources").size() == 9);
  CHECK(document.at("resources")[4].at("name") == "Web orders");
  const auto unknown = state(workspace, {"list", "peple"});
  CHECK(unknown.exit == 1);
  CHECK(says(unknown, "did you mean `people`"));
  workspace.write(k_order_file, "kind: [broken");
  CHECK(state(workspace, {"list"}).out == k_all); // nor valid specs
  CHECK(workspace.run({"state", "list", "-e", "../dev"}).exit == 1);
  CHECK(says(workspace.run({"state", "list", "-e", "deb"}), "did you mean `dev`"));
}

TEST_CASE("state show tells what is remembered of one resource, and of the whole")
{
  Workspace workspace;
  CHECK(says(state(workspace, {"show"}), "nothing was applied here yet"));
  workspace.apply_well();
  const auto sink = workspace.only("data_sinks", "WEB_ORDERS");
  const auto text = state(workspace, {"show", "web-orders/sink/warehouse"});
  CHECK(text.exit == 0);
  CHECK(says(text, "data_sink " + std::to_string(sink.at("id").get<int>()) + " \"WEB_ORDERS\""));
  CHECK(says(text, "insert.mode: \"UPSERT\""));
  const auto document = state_json(workspace, {"show", "web-orders/sink/warehouse"});
  CHECK(document.at("applied").at("sink_config").at("table") == "WEB_ORDERS");
  CHECK(document.at("observed").at("name") == "WEB_ORDERS");
  CHECK(document.at("intent").is_null());
  const auto head = state_json(workspace, {"show"});
  CHECK(head.at("serial").get<int>() > 0);
  CHECK(head.at("counts").at("data_sink") == 4);
  CHECK(head.at("applied_by").at("user_id") == 42);
  const auto flow = state(workspace, {"show", "web-orders"});
  CHECK_MESSAGE(flow.exit == 0, flow.err);
  CHECK(says(flow, "web-orders/source"));
  CHECK(says(flow, "web-orders/sink/archive"));
  const auto all = json::parse(state(workspace, {"show", "web-orders", "--format", "json"}).out, nullptr, false);
  CHECK(all.is_array());
  CHECK(all.size() == 5);
  const auto unknown = state(workspace, {"show", "web-orders/sink/warehous"});
  CHECK(unknown.exit == 1);
  CHECK(says(unknown, "did you mean `web-orders/sink/warehouse`"));
}

TEST_CASE("each command of state explains itself, and a misspelt one is answered with the nearest")
{
  Workspace workspace;
  for (const auto* const name : {"list", "show", "mv", "rm", "rebuild", "unlock"}) {
    const auto ran = workspace.run({"state", name, "--help"});
    CHECK(ran.exit == 0);
    CHECK(says(ran, std::string("flowsync state ") + name));
    CHECK(says(ran, "Exit codes:"));
  }
  CHECK(says(workspace.run({"state", "--help"}), "rebuild"));
  auto ran = workspace.run({"state", "lst", "-e", "dev"});
  CHECK(ran.exit == 1);
  CHECK(says(ran, "did you mean `flowsync state list`"));
  ran = workspace.run({"state"});
  CHECK(ran.exit == 1);
  CHECK(says(ran, "needs a command"));
  CHECK(workspace.run({"state", "mv", "people/source", "-e", "dev"}).exit == 1);
}

TEST_CASE("state rm lets go without deleting: nothing runs differently, plan and prune do not see it any more")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.remove("environments/base/flows/people.yaml");
  REQUIRE(
      says(workspace.run({"plan", "-e", "dev", "--format", "json"}), "`flowsync state rm -e dev people` forgets them"));
  const auto before = workspace.only("data_sources", "People");
  workspace.clear_log();
  const auto ran = state(workspace, {"rm", "people"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(ran, "people/sink/one: let go"));
  for (const auto& request : workspace.request_log()) { // description-only PUTs and reads
    const auto method = request.at("method").get<std::string>();
    CHECK((method == "GET" || method == "PUT" || request.at("path") == "/token"));
    CHECK(request.at("path").get<std::string>().find("pause") == std::string::npos);
    CHECK(request.at("path").get<std::string>().find("activate") == std::string::npos);
  }
  const auto after = workspace.only("data_sources", "People");
  CHECK(after.at("status") == before.at("status"));
  CHECK(after.at("source_config") == before.at("source_config"));
  CHECK(after.dump().find("[flowsync") == std::string::npos);
  const auto plan = workspace.run({"plan", "-e", "dev", "--prune"});
  CHECK(plan.exit == 0);
  CHECK(says(plan, "No changes."));
  CHECK(!says(plan, "of people"));
  CHECK(state(workspace, {"list"}).out.find("people") == std::string::npos);
  CHECK(state(workspace, {"rm", "people"}).exit == 1); // nothing is called so any more
}

TEST_CASE("state rm finds by their marks what the state has lost")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.remove("environments/base/flows/people.yaml");
  workspace.remove(".flowsync/state");
  REQUIRE(says(workspace.plan(), "resources of people stay as they are"));
  const auto ran = state(workspace, {"rm", "people"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(!says(workspace.plan(), "of people"));
  CHECK(workspace.live("data_sources", "People").size() == 1);
}

TEST_CASE("what is let go of while the specs still name it is never made twice")
{
  Workspace workspace;
  workspace.apply_well();
  const auto ran = state(workspace, {"rm", "web-orders/sink/warehouse"});
  CHECK(ran.exit == 0);
  CHECK(says(ran, "the specs of dev still name web-orders/sink/warehouse"));
  const auto again = workspace.apply();
  CHECK(again.exit == 6);
  CHECK(says(again, "adopt"));
  CHECK(workspace.live("data_sinks", "WEB_ORDERS").size() == 1);
}

TEST_CASE("state rm --keep-mark forgets the record only, and the next apply binds it again")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.clear_log();
  CHECK(state(workspace, {"rm", "--keep-mark", "web-orders/sink/warehouse"}).exit == 0);
  CHECK(workspace.request_log().empty());
  CHECK(state(workspace, {"list"}).out.find("warehouse") == std::string::npos);
  CHECK(says(workspace.plan(), "No changes."));
  workspace.apply_well();
  CHECK(state(workspace, {"list"}).out == k_all);
}

TEST_CASE("a server that refuses to write what runs keeps the record, and says so")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.set({{"strict_pause", "405"}});
  const auto ran = state(workspace, {"rm", "people/sink/one"});
  CHECK(ran.exit != 0);
  CHECK(says(ran, "while it runs"));
  CHECK(state(workspace, {"list"}).out == k_all);
}

TEST_CASE("state mv takes record and mark to the new address, and the renamed specs plan nothing")
{
  Workspace workspace;
  workspace.apply_well();
  const auto id = workspace.only("data_sinks", "WEB_ORDERS").at("id");
  const auto ran = state(workspace, {"mv", "web-orders/sink/warehouse", "web-orders/sink/main"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(ran, "still name web-orders/sink/warehouse"));
  workspace.edit(k_order_file, "- key: warehouse", "- key: main");
  const auto plan = workspace.plan();
  CHECK_MESSAGE(says(plan, "No changes."), plan.out);
  CHECK(state_json(workspace, {"show", "web-orders/sink/main"}).at("id") == id);
  workspace.apply_well();
  CHECK(workspace.live("data_sinks", "WEB_ORDERS").size() == 1);
}

TEST_CASE("a whole flow moves, and moving again after a cut finishes it")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.fault(
      {{{"method", "PUT"}, {"path", "^/data_sinks/"}, {"action", "status"}, {"status", 400}, {"times", 1}}});
  auto ran = state(workspace, {"mv", "people", "persons"});
  CHECK(ran.exit == 3);
  ran = state(workspace, {"mv", "people", "persons"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  workspace.edit("environments/base/flows/people.yaml", "metadata: {name: people}", "metadata: {name: persons}");
  const auto plan = workspace.plan();
  CHECK_MESSAGE(says(plan, "No changes."), (plan.out + plan.err));
}

TEST_CASE("state mv refuses what makes no sense, and writes nothing")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.clear_log();
  const auto refused = [&](const std::string& from, const std::string& to, int exit, const std::string& text) {
    const auto ran = state(workspace, {"mv", from, to});
    CHECK_MESSAGE(ran.exit == exit, ran.err);
    CHECK_MESSAGE(says(ran, text), ran.err);
  };
  refused("people/sink/one", "people/sink/two", 6, "is taken");
  refused("people/sink/one", "people/nexset/one", 1, "cannot become");
  refused("people/sink/onne", "people/sink/three", 1, "did you mean `people/sink/one`");
  refused("people", "people/sink/one", 1, "a flow to a flow");
  refused("people", "people", 1, "the same");
  refused("people", "web-orders", 6, "is taken");
  CHECK(workspace.writes() == 0);
  CHECK(state(workspace, {"list"}).out == k_all);
}

TEST_CASE("a damaged state is refused with the way out, and rebuild finds everything by its marks")
{
  Workspace workspace;
  workspace.apply_well();
  const auto whole = workspace.read(".flowsync/state/dev/state.json");
  int exit = 6;
  SUBCASE("damaged")
  {
    workspace.write(".flowsync/state/dev/state.json", whole.substr(0, whole.size() / 2));
  }
  SUBCASE("newer")
  {
    workspace.write(".flowsync/state/dev/state.json", "{\"version\":99,\"x\":1}\n");
  }
  SUBCASE("lost")
  {
    workspace.remove(".flowsync/state/dev/state.json");
    exit = 0;
  }
  SUBCASE("whole")
  {
    exit = 0;
  }
  const auto damaged_text = workspace.read(".flowsync/state/dev/state.json");
  for (const auto* const command : {"plan", "apply"}) {
    if (exit == 6) {
      const auto ran = command == std::string("plan") ? workspace.plan() : workspace.apply();
      CHECK(ran.exit == 6);
      CHECK(says(ran, "flowsync state rebuild -e dev"));
    }
  }
  if (exit == 6) {
    CHECK(state(workspace, {"list"}).exit == 6);
  }
  workspace.clear_log();
  const auto ran = state(workspace, {"rebuild"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(workspace.writes() == 0);
  CHECK(state(workspace, {"list"}).out == k_all);
  bool kept = damaged_text.empty();
  for (const auto& entry : std::filesystem::directory_iterator(workspace.root() / ".flowsync/state/dev")) {
    const auto name = entry.path().filename().string();
    kept = kept || (name.starts_with("state.json.") && workspace.read(".flowsync/state/dev/" + name) == damaged_text);
  }
  CHECK(kept);
  CHECK(says(workspace.plan(), "No changes."));
  workspace.apply_well();
  CHECK(workspace.live("data_sinks", "WEB_ORDERS").size() == 1);
  CHECK(says(workspace.plan(), "No changes."));
}

TEST_CASE("rebuild names duplicates and copies, and keeps out what is not clear")
{
  Workspace workspace;
  workspace.apply_well();
  const auto sink = workspace.only("data_sinks", "WEB_ORDERS");
  workspace.edit_live("data_sinks", workspace.only("data_sinks", "People one").at("id"),
                      {{"description", sink.at("description")}});
  workspace.remove(".flowsync/state");
  const auto ran = state(workspace, {"rebuild"});
  CHECK_MESSAGE(ran.exit == 3, ran.err);
  CHECK(says(ran, "resources carry the mark of web-orders/sink/warehouse"));
  CHECK(state(workspace, {"list"}).out.find("web-orders/sink/warehouse") == std::string::npos);
  CHECK(state(workspace, {"list"}).out.find("web-orders/sink/archive") != std::string::npos);
}

TEST_CASE("a plan saved before a rebuild is applied when it still does the same")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.edit(k_order_file, "max.file.size.mb: 512", "max.file.size.mb: 256");
  REQUIRE(workspace.run({"plan", "-e", "dev", "--out", "dev.plan"}).exit == 0);
  REQUIRE(state(workspace, {"rebuild"}).exit == 0);
  const auto ran = workspace.run({"apply", "dev.plan", "--auto-approve"});
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  CHECK(says(workspace.plan(), "No changes."));
}

TEST_CASE("state unlock says who holds the lock and takes it from nobody")
{
  Workspace workspace;
  workspace.apply_well();
  auto ran = state(workspace, {"unlock"});
  CHECK(ran.exit == 0);
  CHECK(says(ran, "nothing to unlock"));
  const auto file = workspace.root() / ".flowsync/state/dev/lock";
  const auto handle = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(::flock(handle, LOCK_EX | LOCK_NB) == 0);
  workspace.write(
      ".flowsync/state/dev/lock",
      json{{"pid", ::getpid()}, {"host", "elsewhere"}, {"user", "ana"}, {"started_at", "2026-11-22T09:41:17.250Z"}}
          .dump());
  ran = state(workspace, {"unlock"});
  CHECK(ran.exit == 6);
  CHECK(says(ran, fmt::format("ana on elsewhere (process {}, since 2026-11-22T09:41:17.250Z)", ::getpid())));
  CHECK(state_json(workspace, {"unlock"}).at("holder").at("user") == "ana");
  ran = workspace.apply();
  CHECK(ran.exit == 6);
  CHECK(says(ran, "locked by"));
  CHECK(state(workspace, {"rm", "people"}).exit == 6);
  CHECK(state(workspace, {"rebuild"}).exit == 6);
  ::close(handle);
  CHECK(state(workspace, {"unlock"}).exit == 0);
  CHECK(state(workspace, {"list"}).out == k_all);
}
