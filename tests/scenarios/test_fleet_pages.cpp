#include "daemon.hpp"
#include "pushed_project.hpp"

#include <doctest/doctest.h>
#include <httplib.h>

#include <algorithm>
#include <fstream>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace flowsync::scenarios;

namespace {

// One that nobody listened on a moment ago.
int free_port()
{
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  void* const place = &address;
  REQUIRE(::bind(socket, static_cast<sockaddr*>(place), size) == 0);
  REQUIRE(::getsockname(socket, static_cast<sockaddr*>(place), &size) == 0);
  ::close(socket);
  return ntohs(address.sin_port);
}

class Pages
{
public:
  explicit Pages(int port) : m_port(port) {}

  // "" when nobody answers; the status goes before the text.
  std::string get(const std::string& path) const
  {
    const auto page = httplib::Client("127.0.0.1", m_port).Get(path);
    return page ? std::to_string(page->status) + " " + page->body : std::string();
  }
  std::string metrics() const { return get("/metrics"); }
  // The value of a sample; -1 when there is none.
  double value(const std::string& sample) const
  {
    const auto text = metrics();
    const auto at = text.find("\n" + sample + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + sample.size() + 2));
  }

private:
  int m_port;
};

// What Prometheus' own reader for Python says of metrics, one line a sample; "skip" where it is not installed.
std::string read_by_prometheus(const std::string& metrics, const std::filesystem::path& folder)
{
  std::ofstream(folder / "metrics.txt") << metrics;
  std::ofstream(folder / "read.py") << R"(
import sys
try:
    from prometheus_client.parser import text_string_to_metric_families
except ImportError:
    print("skip")
    sys.exit(0)
seen = set()
for family in text_string_to_metric_families(open(sys.argv[1]).read()):
    assert family.documentation, family.name + " has no help"
    assert family.type in ("counter", "gauge", "summary"), family.name + " has no type"
    assert family.name not in seen, family.name + " stands twice"
    seen.add(family.name)
    for sample in family.samples:
        if family.type == "counter":
            assert sample.name.endswith("_total"), sample.name
        print(sample.name, sorted(sample.labels.items()), sample.value)
)";
  const std::filesystem::path python = "/usr/bin/python3"; // which Debian's packages are for
  if (!std::filesystem::exists(python)) {
    return "skip\n";
  }
  const auto ran =
      run_command({python.string(), (folder / "read.py").string(), (folder / "metrics.txt").string()}, {}, folder);
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  return ran.out;
}

} // namespace

TEST_CASE("metrics, health and the newest plans are served, and tell of failures")
{
  PushedProject project;
  auto& workspace = project.workspace;
  auto settings = workspace.read(k_dev_file);
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"{name: dev}", "{name: broken}"}, {"NEXLA_KEY", "OTHER_KEY"}}) {
    settings.replace(settings.find(from), from.size(), to);
  }
  workspace.write(".flowsync/pusher/environments/broken/environment.yaml", settings);
  project.push();
  workspace.set({{"latency_ms", "20"}});
  const auto port = free_port();
  const Pages pages(port);
  Daemon daemon(workspace,
                {"reconcile", "-e", "dev", "-e", "broken", "--every", "200ms", "--listen", std::to_string(port)},
                {{"OTHER_KEY", "not-the-right-service-key"}});
  REQUIRE(eventually([&] { return pages.get("/healthz") == "200 ok\n"; }));
  CHECK(pages.get("/nothing").starts_with("404 "));
  REQUIRE(eventually([&] { return pages.get("/readyz") == "200 ready\n"; }));
  const std::string dev = "{environment=\"dev\"";
  REQUIRE(
      eventually([&] { return pages.value("flowsync_reconcile_turns_total" + dev + ",outcome=\"in_sync\"}") > 0; }));
  CHECK(pages.value("flowsync_reconcile_turns_total" + dev + ",outcome=\"applied\"}") == 1);
  CHECK(pages.value("flowsync_resources" + dev + ",state=\"active\"}") == 9);
  CHECK(pages.value("flowsync_drifted_resources" + dev + "}") == 0);
  CHECK(pages.value("flowsync_reconcile_failures_total{environment=\"broken\",reason=\"permission\"}") > 0);
  CHECK(pages.value("flowsync_requests_total" + dev + "}") > 50);
  CHECK(pages.value("flowsync_git_fetches_total{outcome=\"ok\"}") > 0);

  workspace.fault({{{"path", "^/data_sinks"}, {"action", "status"}, {"status", 429}, {"retry_after", 0}, {"times", 3}},
                   {{"path", "^/data_sets"}, {"action", "status"}, {"status", 503}, {"times", 2}}});
  CHECK(eventually([&] { return pages.value("flowsync_requests_throttled_total" + dev + "}") == 3; }));
  CHECK(eventually([&] { return pages.value("flowsync_requests_failed_total" + dev + "}") == 2; }));

  const auto metrics = pages.metrics();
  const auto read = read_by_prometheus(metrics.substr(4), workspace.root() / ".flowsync");
  if (read == "skip\n") {
    MESSAGE("skipped: metrics read by prometheus_client, which is not installed");
  } else {
    CHECK(read.find("flowsync_build_info [('version', '") != std::string::npos);
    CHECK(read.find("flowsync_reconcile_turns_total [('environment', 'dev'), ('outcome', 'applied')] 1.0") !=
          std::string::npos);
  }
  const auto plans = pages.get("/");
  CHECK(plans.starts_with("200 <!doctype html>"));
  CHECK(plans.find("No changes.") != std::string::npos);
  CHECK(plans.find("broken") != std::string::npos);
  for (const auto* const secret : {"sim-service-key", "not-the-right-service-key"}) {
    CHECK(plans.find(secret) == std::string::npos);
    CHECK(metrics.find(secret) == std::string::npos);
  }
  CHECK(daemon.end().exit == 0);
}

TEST_CASE("an address that cannot be had ends reconcile at once")
{
  Workspace workspace;
  const auto ran = workspace.run({"reconcile", "-e", "dev", "--listen", "192.0.2.1:1"});
  CHECK(ran.exit == 1);
  CHECK(says(ran, "cannot listen on 192.0.2.1:1"));
  CHECK(workspace.run({"reconcile", "-e", "dev", "--listen", "here"}).exit == 1);
}

TEST_CASE("many turns over two environments with a service that fails in every way end well, and metrics tell of it")
{
  Workspace workspace;
  for (const auto* const name : {"dev", "prod"}) {
    workspace.edit(std::string("environments/") + name + "/environment.yaml",
                   "  variables:", "  limits: {create_settle: 200ms, detect_timeout: 2s}\n  variables:");
  }
  const auto port = free_port();
  const Pages pages(port);
  Daemon daemon(workspace,
                {"reconcile", "-e", "dev", "-e", "prod", "--every", "100ms", "--listen", std::to_string(port)});
  const auto turns = [&](const std::string& name) {
    const std::string environment = "{environment=\"" + name + "\"}";
    return pages.value("flowsync_reconcile_duration_seconds_count" + environment);
  };
  const auto in_sync = [&](const std::string& name) {
    return pages.value("flowsync_reconcile_turns_total{environment=\"" + name + "\",outcome=\"in_sync\"}");
  };
  REQUIRE(eventually([&] { return pages.get("/readyz") == "200 ready\n"; }));
  for (int round = 0; round < 4; ++round) {
    nlohmann::json faults = {{{"action", "status"}, {"status", 429}, {"retry_after", 0}},
                             {{"action", "status"}, {"status", 500}},
                             {{"action", "drop_before"}},
                             {{"action", "drop_after"}},
                             {{"action", "no_persist"}, {"mutating", true}},
                             {{"action", "truncate"}, {"bytes", 40}},
                             {{"action", "html"}}};
    int seed = 10 * round; // each its own, or the first rule strikes whenever another one would
    for (auto& fault : faults) {
      fault.update({{"times", 0}, {"probability", 0.03}, {"seed", ++seed}});
    }
    faults.push_back({{"path", "^/flows"}, {"action", "status"}, {"status", 403}, {"times", 1}});
    workspace.fault(faults);
    auto specs = workspace.read(k_order_file);
    const auto table = specs.find("table: WEB_ORDERS") + std::string("table: WEB_ORDERS").size();
    specs.insert(table, "_" + std::to_string(round));
    workspace.write(k_order_file, specs);
    const auto before = turns("dev");
    CHECK(eventually([&] { return turns("dev") > before + 3; }, 120));
    workspace.no_more_faults();
    for (const auto& sink : workspace.live("data_sinks", "People two")) {
      workspace.edit_live("data_sinks", sink.at("id").get<std::int64_t>(), {{"name", "Changed by hand"}});
    }
  }
  workspace.no_more_faults();
  for (const auto* const name : {"dev", "prod"}) {
    const auto before = in_sync(name);
    CHECK_MESSAGE(eventually([&] { return in_sync(name) > before; }, 120), name);
  }
  double failures = 0;
  for (const auto* const name : {"dev", "prod"}) {
    const std::string environment = std::string("environment=\"") + name + "\"";
    failures += std::max(0.0, pages.value("flowsync_reconcile_turns_total{" + environment + ",outcome=\"failed\"}"));
    CHECK(pages.value("flowsync_requests_throttled_total{" + environment + "}") > 0);
    CHECK(pages.value("flowsync_requests_failed_total{" + environment + "}") > 0);
    CHECK(pages.value("flowsync_reconcile_consecutive_failures{" + environment + "}") == 0);
  }
  CHECK(failures > 0);
  const auto ran = daemon.end();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  for (const auto* const name : {"dev", "prod"}) {
    const auto plan = workspace.run({"plan", "-e", name, "--detailed-exitcode"});
    CHECK_MESSAGE(plan.exit == 0, plan.out);
  }
  for (const auto& made : std::vector<std::pair<std::string, std::string>>{{"data_sources", "Web orders"},
                                                                           {"data_sets", "Web orders, clean"},
                                                                           {"data_sinks", "WEB_ORDERS"},
                                                                           {"data_sinks", "People one"},
                                                                           {"data_sinks", "People two"}}) {
    CHECK_MESSAGE(workspace.live(made.first, made.second).size() == 2, made.second); // one of each environment
  }
  CHECK(workspace.live("data_sinks", "Changed by hand").empty());
}
