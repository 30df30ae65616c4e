#include "model/desired.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using nlohmann::json;

TEST_CASE("the canonical text of a resource is JSON with sorted members, and says nothing of places")
{
  DesiredResource plain;
  plain.address = {ResourceKind::source, "orders", ""};
  plain.name = "Orders";
  plain.document = {{"source_type", "s3"}};
  const auto text = canonical_text(plain);
  CHECK(text == R"({"address":"orders/source","allow_duplicate_name":false,"credential":"","deferred":[],)"
                R"("detected":false,"document":{"source_type":"s3"},"name":"Orders","project":"","state":0})");

  auto written_elsewhere = plain;
  written_elsewhere.defined_at = {"environments/base/flows/orders.yaml", 3, 1, "base"};
  written_elsewhere.origins["/source_type"].origin = written_elsewhere.defined_at;
  CHECK(canonical_text(written_elsewhere) == text);
}

TEST_CASE("whatever the specs ask of a resource changes its canonical text")
{
  DesiredResource full;
  full.address = {ResourceKind::nexset, "orders", "clean"};
  full.depends_on = {{ResourceKind::lookup, "", "regions"}};
  full.detected = true;
  full.selector = {2, "Raw*", {"id"}};
  full.exact = {"access"};
  full.parent = Address{ResourceKind::source, "orders", ""};
  full.own_project = Address{ResourceKind::project, "", "sales"};
  full.suspended = true;
  full.tombstones["/tags"] = {};
  full.verify = Verification{{"id"}, 5, std::chrono::minutes{1}, true, {}};
  const auto text = canonical_text(full);
  const auto read = json::parse(text);
  CHECK(read.dump() == text); // sorted, each once
  CHECK(read.at("depends_on") == json{"lookup/regions"});
  CHECK(read.at("exact") == json{"access"});
  CHECK(read.at("parent") == "orders/source");
  CHECK(read.at("project") == "project/sales");
  CHECK(read.at("selector") == json{{"has", {"id"}}, {"index", 2}, {"name", "Raw*"}});
  CHECK(read.at("suspended") == true);
  CHECK(read.at("tombstones") == json{"/tags"});
  CHECK(read.at("verify") == json{{"has", {"id"}}, {"pauses", true}, {"records", 5}, {"within", 60000}});

  const auto changed = [&](const auto& change) {
    auto other = full;
    change(other);
    return canonical_text(other) != text;
  };
  CHECK(changed([](DesiredResource& other) { other.name = "x"; }));
  CHECK(changed([](DesiredResource& other) { other.deferred = {"/name"}; }));
  CHECK(changed([](DesiredResource& other) { other.credential_alias = "files"; }));
  CHECK(changed([](DesiredResource& other) { other.state = RunState::paused; }));
  CHECK(changed([](DesiredResource& other) { other.allow_duplicate_name = true; }));
  CHECK(changed([](DesiredResource& other) { other.verify.reset(); }));
}
