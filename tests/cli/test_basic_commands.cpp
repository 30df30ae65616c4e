#include "base/version.hpp"
#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

using flowsync::testing::Sandbox;

TEST_CASE("version prints one line, or one document")
{
  Sandbox box;
  CHECK(box.run({"version"}).out == "flowsync " + flowsync::program_version() + "\n");
  CHECK(box.run({"--version"}).out == "flowsync " + flowsync::program_version() + "\n");
  CHECK(box.run({"version", "--format", "json"}).json().at("flowsync_version") == flowsync::program_version());
}

TEST_CASE("usage errors exit 1 and say nothing on stdout")
{
  Sandbox box;
  const auto ran = box.run({"paln"});
  CHECK(ran.exit == 1);
  CHECK(ran.out.empty());
  CHECK(ran.err == "error: unknown command `paln`\n  help: did you mean `flowsync plan`?\n");
}

TEST_CASE("a format that a command does not have is refused with those it has")
{
  Sandbox box;
  const auto ran = box.run({"validate", "--format", "jsn"});
  CHECK(ran.exit == 1);
  CHECK(ran.err.find("did you mean `json`? There is text, json, markdown") != std::string::npos);
}

TEST_CASE("schema prints what editors need and lists what there is")
{
  Sandbox box;
  CHECK(box.run({"schema"}).out.find("flow\n") != std::string::npos);
  CHECK(box.run({"schema", "flow"}).json().at("$schema") == "http://json-schema.org/draft-07/schema#");
  CHECK(box.run({"schema", "plan"}).json().at("title") == "flowsync plan");
  const auto wrong = box.run({"schema", "flwo"});
  CHECK(wrong.exit == 1);
  CHECK(wrong.err.find("did you mean `flow`?") != std::string::npos);
}

TEST_CASE("outside a project commands say so, with one JSON document when asked")
{
  Sandbox box;
  const auto text = box.run({"validate"});
  CHECK(text.exit == 1);
  CHECK(text.out.empty());
  const auto json = box.run({"plan", "-e", "dev", "--format", "json"});
  CHECK(json.exit == 1);
  CHECK_FALSE(json.json().at("complete").get<bool>());
  CHECK(json.json().at("diagnostics").size() == 1);
}

TEST_CASE("sim lists its switches and refuses wrong ones")
{
  Sandbox box;
  CHECK(box.run({"sim", "--list-switches"}).out.find("page_size") != std::string::npos);
  CHECK(box.run({"sim", "--switch", "page_size"}).err.find("sets no switch") != std::string::npos);
  CHECK(box.run({"sim", "--switch", "pagesize=2"}).exit == 1);
  const auto open = box.run({"sim", "--host", "0.0.0.0"});
  CHECK(open.exit == 1);
  CHECK(open.err.find("0.0.0.0 is not a loopback address") != std::string::npos);
}

TEST_CASE("sim serves until it is told to stop")
{
  Sandbox box;
  box.stop.request_stop();
  const auto ran = box.run({"sim"});
  CHECK(ran.exit == 0);
  CHECK(ran.out.find("http://127.0.0.1:") != std::string::npos);
  CHECK(ran.err.find("sim-service-key") != std::string::npos);
}
