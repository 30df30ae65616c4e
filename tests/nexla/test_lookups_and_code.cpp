#include "nexla/fake_service.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::nexla;
using Json = nlohmann::json;

namespace {

const Json k_sorted = Json::array({{{"code", "0010"}, {"on", "true"}}, {{"code", "fr"}, {"size", "1.5"}}});

Json lookup(const Json& more)
{
  Json body{{"id", 8}, {"name", "Regions"}, {"map_primary_key", "code"}};
  body.update(more);
  return body;
}

} // namespace

TEST_CASE("a lookup is read with its rows, whatever they are called and whatever their types")
{
  const Json rows = Json::array({{{"code", "fr"}, {"size", 1.5}}, {{"code", "0010"}, {"on", true}, {"gone", nullptr}}});
  for (const auto* const word : {"data_map", "entries", "map_entries"}) {
    TestClient fake([&](const Seen&) { return reply(lookup({{word, rows}})); });
    const auto live = fake->get(ResourceKind::lookup, 8, Expand::no, {});
    REQUIRE(live.ok());
    CHECK(live->body.at("entries") == k_sorted);
    CHECK(fake.service.lines() == std::vector<std::string>{"GET /data_maps/8?expand=1"});
  }
  TestClient pairs([](const Seen&) { return reply({{"id", 8}, {"data_map", {{"b", 2}, {"a", "x"}}}}); });
  CHECK(pairs->get(ResourceKind::lookup, 8, Expand::no, {})->body.at("entries") ==
        Json::array({{{"key", "a"}, {"value", "x"}}, {{"key", "b"}, {"value", "2"}}}));
}

TEST_CASE("rows that the expanded reply leaves out are asked for, those of a filled lookup are not")
{
  TestClient large([](const Seen& seen) {
    return seen.path.find("/entries/") != std::string::npos ? reply(k_sorted) : reply(lookup({{"map_entry_count", 2}}));
  });
  CHECK(large->get(ResourceKind::lookup, 8, Expand::no, {})->body.at("entries") == k_sorted);
  CHECK(large.service.lines() == std::vector<std::string>{"GET /data_maps/8?expand=1", "GET /data_maps/8/entries/*"});
  TestClient empty([](const Seen&) { return reply(lookup({{"map_entry_count", 0}})); });
  CHECK(empty->get(ResourceKind::lookup, 8, Expand::no, {})->body.at("entries") == Json::array());
  CHECK(empty.service.lines().size() == 1);
  TestClient filled([](const Seen&) { return reply(lookup({{"data_sink_id", "77"}})); });
  const auto live = filled->get(ResourceKind::lookup, 8, Expand::no, {});
  CHECK(live->sink_id == 77);
  CHECK_FALSE(live->body.contains("entries"));
  CHECK(filled.service.lines().size() == 1);
}

TEST_CASE("rows are sent where the service takes them, and keys in a path are encoded")
{
  TestClient fake([](const Seen&) { return reply(lookup(Json::object())); });
  REQUIRE(fake->create(ResourceKind::lookup, {{"name", "R"}, {"entries", k_sorted}}, {}).ok());
  CHECK(Json::parse(fake.service.log().back().body) == Json{{"name", "R"}, {"data_map", k_sorted}});
  REQUIRE(fake->put_entries(8, k_sorted, {}).ok());
  CHECK(Json::parse(fake.service.log().back().body) == Json{{"entries", k_sorted}});
  REQUIRE(fake->remove_entries(8, {"a b", "\xC3\xA9"}, {}).ok());
  REQUIRE(fake->remove_entries(8, {}, {}).ok()); // a path without keys could mean all
  CHECK(fake.service.lines() == std::vector<std::string>{"POST /data_maps", "PUT /data_maps/8/entries",
                                                         "DELETE /data_maps/8/entries/a%20b,%C3%A9"});
}

TEST_CASE("attribute transforms have paths of their own, which are learnt")
{
  TestClient fake([](const Seen& seen) -> Outcome {
    const bool of_attributes = seen.path.starts_with("/attribute_transforms");
    if (seen.method == "GET" && seen.path.find('?') != std::string::npos) { // lists
      const bool first = seen.path.find("page=1&") != std::string::npos;
      return reply(!first ? Json::array() : Json::array({{{"id", of_attributes ? 2 : 1}, {"name", "T"}}}));
    }
    const bool there =
        of_attributes == (seen.path.ends_with("/2") || seen.path.ends_with("/3") || seen.method == "POST");
    return there ? reply({{"id", seen.path.ends_with("/3") || seen.method == "POST" ? 3
                                 : of_attributes                                    ? 2
                                                                                    : 1}})
                 : reply(404, "");
  });
  const auto listed = fake->list(ResourceKind::transform, {});
  REQUIRE(listed.ok());
  CHECK(listed->items.size() == 2);
  CHECK(listed->whole);
  REQUIRE(fake->get(ResourceKind::transform, 1, Expand::no, {}).ok());
  REQUIRE(fake->get(ResourceKind::transform, 2, Expand::no, {}).ok());
  CHECK(fake.service.log().back().line() == "GET /attribute_transforms/2");
  REQUIRE(fake->get(ResourceKind::transform, 3, Expand::no, {}).ok()); // not in the list: both are tried
  REQUIRE(fake->create(ResourceKind::transform, {{"output_type", "attribute"}}, {}).ok());
  CHECK(fake.service.log().back().line() == "POST /attribute_transforms");
  REQUIRE(fake->remove(ResourceKind::transform, 3, {}).ok());
  CHECK(fake.service.log().back().line() == "DELETE /attribute_transforms/3");
}
