#include "scenarios/workspace.hpp"

#include <doctest/doctest.h>

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

void set_limits(Workspace& workspace, const std::string& limits)
{
  workspace.write(k_dev_file, workspace.read(k_dev_file) + "  limits: " + limits + "\n");
}

} // namespace

TEST_CASE("a wait that the service asks for is told, and longer ones are named with the setting")
{
  Workspace workspace;
  workspace.fault(json{{"path", "^/data_sources"}, {"action", "status"}, {"status", 429}, {"retry_after", 6}});
  auto ran = workspace.plan();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK_MESSAGE(says(ran, "as Nexla asks, to try GET /data_sources again"), ran.err);
  set_limits(workspace, "{max_wait: 5s}");
  workspace.fault(json{{"path", "^/data_sources"}, {"action", "status"}, {"status", 429}, {"retry_after", 6}});
  ran = workspace.plan();
  CHECK_MESSAGE(ran.exit == 7, ran.err);
  CHECK(says(ran, "it asks to wait 6.0s, and limits.max_wait allows 5.0s for one request"));
}

TEST_CASE("a list that takes long comes through when one try may take long")
{
  Workspace workspace;
  workspace.fault(json{{"path", "^/data_sources"}, {"action", "latency"}, {"delay_ms", 1500}, {"times", 0}});
  const auto before = workspace.read(k_dev_file);
  set_limits(workspace, "{request_timeout: 200ms}");
  auto ran = workspace.plan();
  CHECK_MESSAGE(ran.exit == 7, ran.err);
  CHECK_MESSAGE(says(ran, "limits.request_timeout is 200ms"), ran.err);
  workspace.write(k_dev_file, before);
  set_limits(workspace, "{request_timeout: 10s}");
  ran = workspace.plan();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
}
