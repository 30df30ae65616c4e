#include "nexla/surroundings.hpp"

#include "nexla/decode.hpp"
#include "nexla/decode_flows.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using nlohmann::json;

namespace {

// A resource that says all there is of others, in the forms that replies have.
json crowded(ResourceKind type)
{
  json item{{"id", 5},
            {"name", "Orders"},
            {"status", "ACTIVE"},
            {"access_roles", {"owner"}},
            {"connector", {{"id", 9}, {"name", "s3"}}},
            {"data_set", {{"id", 11}, {"name", "Raw"}}},
            {"data_sinks", {{{"id", 12}}}},
            {"data_source", {{"id", 13}, {"name", "Files"}}},
            {"data_sets", {{{"id", 14}, {"name", "Detected"}}}},
            {"org", {{"id", 7}, {"name", "Demo"}}},
            {"output_schema", {{"properties", {{"a", 1}}}}},
            {"owner", {{"id", 42}, {"email", "demo@example.com"}}},
            {"parent_data_sets", {{{"id", 15}, {"owner_id", 42}}, {{"id", 16}}}},
            {"run_ids", {{{"id", 17}}}},
            {"source_schema", json::object()},
            {"connector_type", "s3"},
            {"managed", false},
            {"copied_from_id", 4},
            {"flow_node_id", 21},
            {"data_credentials_id", 22},
            {"auto_generated", true},
            {"tags", {"a"}}};
  item[std::string(type_path(type))] = {{{"id", 99}}};
  return item;
}

LiveResource decoded(ResourceKind type, const json& item)
{
  auto live = nexla::decode_resource(type, item);
  REQUIRE(live);
  nexla::drop_surroundings(*live);
  return *live;
}

} // namespace

TEST_CASE("what a list's sieve leaves out is what is dropped, and nothing that is decoded")
{
  for (const auto& kind : all_kinds()) {
    const auto type = kind.kind;
    INFO(std::string(type_path(type)));
    for (const auto& lists :
         {json::array({crowded(type)}), json{{"data", {crowded(type)}}, {"meta", {{"totalCount", 1}}}}}) {
      const auto read = read_ordinary_json(lists.dump(), nexla::list_sieve(type));
      REQUIRE(read.has_value());
      const auto& item = read->is_array() ? read->front() : read->at("data").front();
      CHECK(decoded(type, item) == decoded(type, crowded(type)));
      CHECK(item.contains("connector") == (type == ResourceKind::credential));
    }
  }
}

TEST_CASE("of what is part of a flow, the body keeps nothing that was read into a field of its own")
{
  for (const auto kind : kinds_in_flow()) {
    INFO(std::string(type_path(kind)));
    const auto live = decoded(kind, crowded(kind));
    CHECK(live.id == 5);
    CHECK(live.copied_from_id == 4);
    CHECK(live.node_id == 21);
    CHECK(live.credential_id == 22);
    CHECK(live.auto_generated);
    CHECK(live.body.at("name") == "Orders"); // whether a reply told it decides whose counts
    CHECK(live.body.at("tags") == json::array({"a"}));
    for (const auto* const member : {"id", "copied_from_id", "flow_node_id", "data_credentials_id", "auto_generated"}) {
      INFO(std::string(member));
      CHECK_FALSE(live.body.contains(member));
    }
  }
  CHECK(decoded(ResourceKind::lookup, crowded(ResourceKind::lookup)).body.contains("id"));
}

TEST_CASE("what the sieve of the flow index leaves out is nothing that it is read for")
{
  json page{{"flows",
             {{{"id", 1},
               {"name", "Orders"},
               {"data_source_id", 5},
               {"project_id", 3},
               {"children",
                {{{"id", 2},
                  {"data_set_id", 5},
                  {"children", {{{"id", 4}, {"data_sink_id", 5}, {"origin_node_id", 1}}}}}}}}}},
            {"code_containers", {{{"id", 21}, {"updated_at", "2026-01-01T00:00:00.000Z"}, {"code", "x"}}}},
            {"projects", {{{"id", 3}, {"name", "Sales"}}}},
            {"users", {{{"id", 42}}}}};
  for (const auto kind : kinds_in_flow()) {
    auto item = crowded(kind);
    item["code_container_id"] = 21;
    page[std::string(type_path(kind))] = {item};
  }
  auto whole = page;
  auto read = read_ordinary_json(page.dump(), nexla::flow_index_sieve());
  REQUIRE(read.has_value());
  CHECK_FALSE(read->at("flows").front().contains("name"));
  CHECK(read->at("users") == json::array({json::object()}));
  const auto expected = nexla::flow_index_of(whole);
  const auto index = nexla::flow_index_of(*read);
  REQUIRE(expected.ok());
  REQUIRE(index.ok());
  CHECK(index->resources == expected->resources);
  REQUIRE(index->projects.size() == 1);
  CHECK(index->projects.front().name == "Sales");
  CHECK(index->projects.front().flow_nodes == expected->projects.front().flow_nodes);
}
