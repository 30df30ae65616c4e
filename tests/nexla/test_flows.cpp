#include "nexla/fake_service.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::nexla;
using Json = nlohmann::json;

namespace {

// One flow as the API documents it: a source, a detected set, a derived set with a sink, in project 3.
const Json k_page = Json::parse(R"({
  "flows": [{"id": 5059, "parent_node_id": null, "origin_node_id": 5059, "data_source_id": 6862, "data_set_id": null,
    "data_sink_id": null, "status": "ACTIVE", "project_id": 3, "flow_type": "streaming", "children": [
      {"id": 5061, "parent_node_id": 5059, "origin_node_id": 5059, "data_source_id": null, "data_set_id": 10393, "data_sink_id": null, "children": [
        {"id": 5063, "parent_node_id": 5061, "origin_node_id": 5059, "data_set_id": 10398, "children": [
          {"id": 5067, "parent_node_id": 5063, "origin_node_id": 5059, "data_sink_id": 6513, "children": []}]}]}]}],
  "data_sources": [{"id": 6862, "flow_node_id": 5059, "origin_node_id": 5059, "name": "Orders", "description": null,
    "status": "ACTIVE", "data_credentials_id": 6027, "source_type": "s3", "auto_generated": false, "copied_from_id": null,
    "updated_at": "2026-11-20T10:00:00.000Z"}],
  "data_sets": [{"id": 10393, "name": null, "status": "active", "data_source_id": 6862, "parent_data_set_id": null},
    {"id": 10398, "name": "Clean", "status": "PAUSED", "data_source_id": 6862, "parent_data_set_id": 10393,
     "code_container_id": 70, "copied_from_id": "10"}],
  "data_sinks": [{"id": 6513, "name": "W", "status": "INIT", "data_credentials_id": 6028, "data_set_id": 10398,
    "data_source_id": null, "sink_type": "snowflake"}],
  "data_credentials": [{"id": 6027, "name": "s3"}],
  "code_containers": [{"id": 70, "reusable": false, "updated_at": "2026-11-19T00:00:00.000Z"}],
  "projects": [{"id": 3, "name": "Sales"}, {"id": 4, "name": "Empty"}],
  "shared_data_sets": [], "orgs": [], "users": []})");

const Json k_end{{"flows", Json::array()}};

// The service gives these pages, then empty ones.
FakeService::Answer pages(std::vector<Json> bodies)
{
  return [bodies = std::move(bodies), next = std::size_t{0}](const Seen&) mutable {
    return reply(next < bodies.size() ? bodies[next++] : k_end);
  };
}

const LiveResource& find(const FlowIndex& index, ResourceKind type, ResourceId id)
{
  for (const auto& live : index.resources) {
    if (live.type == type && live.id == id) {
      return live;
    }
  }
  FAIL("not in the index: ", id);
  return index.resources.front();
}

} // namespace

TEST_CASE("the flow index joins nodes with their resources")
{
  TestClient fake(pages({k_page}));
  const auto index = fake->flows({});
  REQUIRE(index.ok());
  CHECK(index->whole);
  CHECK(fake.service.lines() == std::vector<std::string>{"GET /flows?page=1&per_page=100&access_role=collaborator",
                                                         "GET /flows?page=2&per_page=100&access_role=collaborator"});
  REQUIRE(index->resources.size() == 4);

  const auto& source = find(*index, ResourceKind::source, 6862);
  CHECK(source.name == "Orders");
  CHECK(source.kind == "s3");
  CHECK(source.credential_id == 6027);
  CHECK(source.node_id == 5059);
  CHECK(source.origin_node_id == 5059);
  CHECK(source.project_id == 3);
  CHECK(!source.copied_from_id);
  CHECK(source.updated_at == "2026-11-20T10:00:00.000Z");
  CHECK(!source.read_alone);

  const auto& detected = find(*index, ResourceKind::nexset, 10393);
  CHECK(detected.source_id == 6862);
  CHECK(!detected.parent_set_id);
  CHECK(detected.node_id == 5061);
  CHECK(detected.status == "ACTIVE");
  CHECK(detected.name.empty());

  const auto& derived = find(*index, ResourceKind::nexset, 10398);
  CHECK(derived.parent_set_id == 10393);
  CHECK(!derived.source_id);
  CHECK(derived.copied_from_id == 10);
  CHECK(derived.code_container_id == 70);
  CHECK(derived.code_container_updated_at == "2026-11-19T00:00:00.000Z");
  CHECK(!derived.project_id);

  const auto& sink = find(*index, ResourceKind::sink, 6513);
  CHECK(sink.parent_set_id == 10398);
  CHECK(sink.credential_id == 6028);
  CHECK(sink.kind == "snowflake");
  CHECK(sink.origin_node_id == 5059);

  REQUIRE(index->projects.size() == 2);
  CHECK(index->projects[0].name == "Sales");
  CHECK(index->projects[0].flow_nodes == std::vector<ResourceId>{5059});
  CHECK(index->projects[1].flow_nodes.empty());
}

TEST_CASE("where elements say nothing of their place, the tree does")
{
  auto bare = k_page;
  for (const auto* const array : {"data_sources", "data_sets", "data_sinks", "projects", "code_containers"}) {
    bare.erase(array);
  }
  TestClient fake(pages({bare}));
  const auto index = fake->flows({});
  REQUIRE(index.ok());
  CHECK(index->resources.size() == 4);
  CHECK(find(*index, ResourceKind::nexset, 10393).source_id == 6862);
  CHECK(find(*index, ResourceKind::nexset, 10398).parent_set_id == 10393);
  CHECK(find(*index, ResourceKind::sink, 6513).parent_set_id == 10398);
  CHECK(index->projects.front().flow_nodes == std::vector<ResourceId>{5059});
}

TEST_CASE("nodes that repeat the ids above them still stand for their own resource")
{
  TestClient fake(pages({Json::parse(R"({"flows": [{"id": 1, "data_source_id": 10, "children": [
    {"id": 2, "data_source_id": 10, "data_set_id": 20, "children": [
      {"id": 3, "data_source_id": 10, "data_set_id": 20, "data_sink_id": 30, "children": [
        {"id": 4, "data_source_id": 11, "data_sink_id": 30, "children": []}]}]}]}]})")}));
  const auto index = fake->flows({});
  REQUIRE(index.ok());
  CHECK(index->resources.size() == 4);
  CHECK(find(*index, ResourceKind::nexset, 20).node_id == 2);
  CHECK(find(*index, ResourceKind::sink, 30).node_id == 3);
  CHECK(find(*index, ResourceKind::sink, 30).parent_set_id == 20);
  CHECK(find(*index, ResourceKind::source, 11).sink_id == 30); // generated by the sink
  CHECK(find(*index, ResourceKind::source, 10).node_id == 1);
}

TEST_CASE("pages of flows add up, also when the server repeats one for ever")
{
  auto second = Json::parse(R"({"flows": [{"id": 7, "data_source_id": 1, "children": []}],
                                "data_sources": [{"id": "1", "name": "Other"}]})");
  TestClient fake(pages({k_page, second, k_page, k_page, k_page}));
  const auto index = fake->flows({});
  REQUIRE(index.ok());
  CHECK(index->resources.size() == 5);
  CHECK(fake.service.lines().size() == 3);
  CHECK(find(*index, ResourceKind::source, 1).name == "Other");
}

TEST_CASE("an account without flows has an empty index")
{
  for (const auto& nothing : {k_end, Json{{"flows", nullptr}, {"data_sources", nullptr}}}) {
    TestClient fake(pages({nothing}));
    const auto index = fake->flows({});
    REQUIRE(index.ok());
    CHECK(index->whole);
    CHECK(index->resources.empty());
  }
}

TEST_CASE("a bare list of flows is refused with the reason")
{
  TestClient fake(pages({Json::array({{{"id", "flow_2001"}}})}));
  const auto index = fake->flows({});
  REQUIRE(!index.ok());
  CHECK(index.error().kind == ApiError::Kind::malformed);
  CHECK(index.error().text().find("bare list of flows") != std::string::npos);
}

TEST_CASE("a flow index that makes no sense is not an index with gaps")
{
  for (const auto* const text :
       {R"({})", R"({"flows": {}})", R"({"flows": [5]})", R"({"flows": [{"id": "flow_1"}]})", R"("x")", "null"}) {
    CAPTURE(text);
    TestClient fake(pages({Json::parse(text)}));
    CHECK(fake->flows({}).error().kind == ApiError::Kind::malformed);
  }
}

TEST_CASE("a long chain of nexsets is read, an absurd one refused")
{
  const auto chain = [](int length) {
    std::string text = R"({"flows": [)";
    for (int i = 1; i <= length; ++i) {
      text += R"({"id": )" + std::to_string(i) + R"(, "data_set_id": )" + std::to_string(i) + R"(, "children": [)";
    }
    for (int i = 1; i <= length; ++i) {
      text += "]}";
    }
    return text + "]}";
  };
  TestClient fine([&, calls = 0](const Seen&) mutable { return calls++ == 0 ? reply(200, chain(300)) : reply(k_end); });
  const auto index = fine->flows({});
  REQUIRE(index.ok());
  CHECK(index->resources.size() == 300);
  TestClient absurd([&](const Seen&) { return reply(200, chain(50'000)); });
  CHECK(absurd->flows({}).error().kind == ApiError::Kind::malformed);
}
