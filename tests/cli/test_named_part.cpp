#include "usecase/project/named_part.hpp"

#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

using flowsync::testing::Sandbox;
using flowsync::usecase::named_flows;

namespace {

constexpr auto k_other = R"(apiVersion: flowsync/v1
kind: Flow
metadata:
  name: other
  labels: {team: finance}
spec:
  source: {type: s3, credential: order-files, config: {path: p}}
)";

} // namespace

TEST_CASE("only targets that name flows say which files are needed")
{
  CHECK(named_flows({"orders", "people/sink/x", "lookup/regions"}) ==
        std::set<std::string>{"lookup", "orders", "people"});
  CHECK(!named_flows({}));
  CHECK(!named_flows({"orders", "team=sales"}));
  CHECK(!named_flows({"order?"}));
  CHECK(!named_flows({"orders", "!orders/sink/x"}));
}

TEST_CASE("what is read of one flow is what the whole project says of it")
{
  Sandbox box;
  REQUIRE(box.run({"init"}).exit == 0);
  box.write("environments/base/flows/other.yaml", k_other);
  for (const std::string command : {"render", "graph"}) {
    const auto by_name = box.run({command, "-e", "dev", "--target", "web-orders"});
    CHECK(by_name.exit == 0);
    CHECK(by_name.out == box.run({command, "-e", "dev", "--target", "team=sales"}).out);
  }
  // A broken file of another flow is no matter of this one.
  box.write("environments/base/flows/other.yaml", std::string(k_other) + "}\n");
  CHECK(box.run({"render", "-e", "dev"}).exit == 1);
  CHECK(box.run({"render", "-e", "dev", "--target", "web-orders"}).exit == 0);
  CHECK(box.run({"graph", "-e", "dev", "web-orders"}).exit == 0);
}

TEST_CASE("what is wrong with a flow is told as the whole project has it")
{
  Sandbox box;
  REQUIRE(box.run({"init"}).exit == 0);
  box.write("environments/base/flows/other.yaml", k_other);
  const auto typo = box.run({"render", "-e", "dev", "--target", "othr"});
  CHECK(typo.exit == 1);
  CHECK(typo.err.find("did you mean `other`?") != std::string::npos);
  // A second document of that name, in a file that is called otherwise.
  box.write("environments/base/flows/zz.yaml", k_other);
  const auto twice = box.run({"render", "-e", "dev", "--target", "other"});
  CHECK(twice.exit == 1);
  CHECK(twice.err.find("a second Flow called `other`") != std::string::npos);
}

TEST_CASE("a flow is read with those that it begins from, wherever they lie")
{
  Sandbox box;
  REQUIRE(box.run({"init"}).exit == 0);
  box.write("environments/base/flows/other.yaml", k_other);
  box.write("environments/dev/flows/reports.yaml", R"(apiVersion: flowsync/v1
kind: Flow
metadata:
  name: reports
  labels: {team: reports}
spec:
  origin: {flow: web-orders, nexset: clean}
  sinks: [{key: out, from: clean, type: s3, credential: order-files, config: {path: x}}]
)");
  const auto by_name = box.run({"graph", "-e", "dev", "reports"});
  const auto by_label = box.run({"graph", "-e", "dev", "team=reports"});
  CHECK(by_name.out == by_label.out);
  CHECK(by_name.err == by_label.err);
  CHECK(by_name.exit == by_label.exit);
}
