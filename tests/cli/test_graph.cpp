#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

using flowsync::testing::Sandbox;

namespace {

constexpr auto k_reports = R"(apiVersion: flowsync/v1
kind: Flow
metadata:
  name: reports
  labels: {team: finance}
spec:
  state: paused
  origin: {flow: web-orders, nexset: clean}
  nexsets:
    - key: named
      name: "Named\u202E & <shamed>"
      transform: {ref: rename}
  sinks:
    - key: out
      from: named
      type: snowflake
      credential: warehouse
      config: {map.id: "${ref.lookup/regions.id}"}
)";

constexpr auto k_shared = R"(apiVersion: flowsync/v1
kind: Transform
metadata:
  name: rename
spec:
  type: python3
  code: "def transform(input, metadata, args): return input"
---
apiVersion: flowsync/v1
kind: Lookup
metadata:
  name: regions
spec:
  primary_key: code
  entries:
    - {code: de, name: Germany}
)";

void write_project(Sandbox& box)
{
  REQUIRE(box.run({"init"}).exit == 0);
  box.write("environments/base/flows/reports.yaml", k_reports);
  box.write("environments/base/shared.yaml", k_shared);
}

} // namespace

TEST_CASE("graph shows flows, what they begin from and what they use, without asking anybody")
{
  Sandbox box;
  write_project(box);
  box.edit("environments/dev/environment.yaml", "url: sim:dev",
           "auth: {service_key: \"${env.NEXLA_KEY}\"}\n    url: https://dataops.nexla.io/nexla-api");
  const auto ran = box.run({"graph", "-e", "dev", "reports"});
  CHECK(ran.err == "");
  CHECK(ran.exit == 0);
  CHECK(ran.out == "reports\n"
                   "└── web-orders/nexset/clean  Web orders, clean  (derived)\n"
                   "    └── nexset/named  Named & <shamed>  (derived, paused, uses transform/rename)\n"
                   "        └── sink/out  out  (snowflake, credential warehouse, paused, uses lookup/regions)\n"
                   "\n"
                   "Shared\n"
                   "  lookup/regions  regions  used by reports/sink/out\n"
                   "  transform/rename  rename  (python3)  used by reports/nexset/named\n");
  CHECK(box.run({"graph", "-e", "dev", "--target", "team=finance"}).out == ran.out);
  const auto whole = box.run({"graph", "-e", "dev"});
  CHECK(whole.out.find("            ├── reports/nexset/named  Named & <shamed>") != std::string::npos);
}

TEST_CASE("graph in its other formats")
{
  Sandbox box;
  write_project(box);
  const auto json = box.run({"graph", "-e", "dev", "--format", "json"}).json();
  CHECK(json.at("data").size() == 6);
  CHECK(json.at("uses").size() == 2);
  CHECK(json.at("data").dump().find(R"({"from":"web-orders/nexset/clean","to":"reports/nexset/named"})") !=
        std::string::npos);
  CHECK(box.run({"graph", "-e", "dev", "--format", "mermaid"}).out.starts_with("flowchart LR\n"));
  CHECK(box.run({"graph", "-e", "dev", "--format", "dot"}).out.starts_with("digraph flowsync {\n"));
  CHECK(box.run({"graph", "-e", "dev", "--format", "svg"}).err.find("text, mermaid, dot and json") !=
        std::string::npos);
}

TEST_CASE("graph marks what a saved plan does, without the specs")
{
  Sandbox box;
  write_project(box);
  REQUIRE(box.run({"plan", "-e", "dev", "--out", "dev.plan", "-q"}).exit == 0);
  std::filesystem::remove_all(box.folder() / "environments");
  const auto ran = box.run({"graph", "--plan", "dev.plan", "reports"});
  CHECK(ran.err == "");
  CHECK(ran.exit == 0);
  CHECK(ran.out.starts_with("reports\n└── + web-orders/nexset/clean"));
  CHECK(ran.out.find("    └── + nexset/named") != std::string::npos);
  CHECK(ran.out.find("        └── + sink/out  out  (snowflake, is made, uses lookup/regions)") != std::string::npos);
  CHECK(ran.out.find("+ transform/rename  rename  (is made)  used by reports/nexset/named") != std::string::npos);
  const auto json = box.run({"graph", "--plan", "dev.plan", "--format", "json"}).json();
  CHECK(json.at("nodes").at(0).at("actions") == nlohmann::json{"create"});
  CHECK(box.run({"graph", "--plan", "dev.plan", "--format", "mermaid"}).out.find("classDef made ") !=
        std::string::npos);
  const auto none = box.run({"graph", "--plan", "dev.plan", "nothing"});
  CHECK(none.exit == 1);
  CHECK(none.err.find("the plan speaks of nothing that is called nothing") != std::string::npos);
  CHECK(box.run({"graph", "--plan", "dev.plan", "-e", "prod"}).err.find("contradicts the saved plan") !=
        std::string::npos);
}

TEST_CASE("graph names the flow that was probably meant, and every word that names nothing")
{
  Sandbox box;
  write_project(box);
  const auto ran = box.run({"graph", "-e", "dev", "report", "web-orders", "zzz"});
  CHECK(ran.exit == 1);
  CHECK(ran.out.empty());
  CHECK(ran.err.find("nothing is called \"report\" in environment dev") != std::string::npos);
  CHECK(ran.err.find("did you mean `reports`?") != std::string::npos);
  CHECK(ran.err.find("nothing is called \"zzz\"") != std::string::npos);
}

TEST_CASE("graph of specs with errors shows the errors")
{
  Sandbox box;
  write_project(box);
  box.edit("environments/base/flows/reports.yaml", "ref: rename", "ref: renames");
  const auto ran = box.run({"graph", "-e", "dev"});
  CHECK(ran.exit == 1);
  CHECK(ran.out.empty());
  CHECK(ran.err.find("environments/base/flows/reports.yaml:12:") != std::string::npos);
}
