#include "model/parse_json.hpp"
#include "nexla/decode.hpp"
#include "nexla/decode_value.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::nexla;
using Json = nlohmann::json;

namespace {

LiveResource decoded(ResourceKind type, const char* text)
{
  const auto live = decode_resource(type, Json::parse(text));
  REQUIRE(live);
  return *live;
}

} // namespace

TEST_CASE("ids come as numbers, texts and objects")
{
  CHECK(decode_id(Json(42)) == 42);
  CHECK(decode_id(Json("42")) == 42);
  CHECK(decode_id(Json{{"id", 42}}) == 42);
  CHECK(decode_id(Json{{"id", "42"}}) == 42);
  CHECK(decode_id(Json(9007199254740993)) == 9007199254740993);
  CHECK(decode_id(Json::parse("9223372036854775807")) == 9223372036854775807);
  for (const auto* const text : {"null", "0", "-1", "\"\"", "\"42x\"", "\" 42\"", "4.5", "true", "[]", "[42]", "{}",
                                 "{\"id\": {\"id\": 1}}", "18446744073709551615", "\"9223372036854775808\""}) {
    CAPTURE(text);
    CHECK(!decode_id(Json::parse(text)));
  }
}

TEST_CASE("a credential is found in each of its places, the object first")
{
  const auto credential = [](const char* text) { return decoded(ResourceKind::sink, text).credential_id; };
  CHECK(credential(R"({"id": 1, "data_credentials": {"id": 5}, "data_credentials_id": 6})") == 5);
  CHECK(credential(R"({"id": 1, "data_credentials_id": 6})") == 6);
  CHECK(credential(R"({"id": 1, "data_credentials": 7})") == 7);
  CHECK(credential(R"({"id": 1, "data_credentials": null, "data_credentials_id": "6"})") == 6);
  CHECK(!credential(R"({"id": 1, "data_credentials": null})"));
  CHECK(!credential(R"({"id": 1})"));
}

TEST_CASE("the parent of a set is found in each of its places")
{
  const auto set = [](const char* text) { return decoded(ResourceKind::nexset, text); };
  CHECK(set(R"({"id": 1, "parent_data_sets": [{"id": 5}]})").parent_set_id == 5);
  CHECK(set(R"({"id": 1, "parent_data_sets": [5]})").parent_set_id == 5);
  CHECK(set(R"({"id": 1, "parent_data_set_id": 5, "parent_data_sets": []})").parent_set_id == 5);
  CHECK(!set(R"({"id": 1, "parent_data_sets": [], "data_source_id": 9})").parent_set_id);
  CHECK(set(R"({"id": 1, "parent_data_sets": [], "data_source_id": 9})").source_id == 9);
  CHECK(set(R"({"id": 1, "data_source": {"id": 9}})").source_id == 9);
  CHECK(!set(R"({"id": 1, "parent_data_set_id": 5, "data_source_id": 9})").source_id);
}

TEST_CASE("the set of a sink is found in each of its places")
{
  const auto set = [](const char* text) { return decoded(ResourceKind::sink, text).parent_set_id; };
  CHECK(set(R"({"id": 1, "data_set_id": 5})") == 5);
  CHECK(set(R"({"id": 1, "data_set": {"id": 5, "name": "x"}})") == 5);
  CHECK(set(R"({"id": 1, "nexset": {"id": 5}})") == 5);
  CHECK(!set(R"({"id": 1, "data_set_id": null})"));
}

TEST_CASE("nulls, odd types and unknown words decode to nothing rather than to an error")
{
  const auto live = decoded(ResourceKind::source, R"({"id": "7", "name": null, "description": 5, "status": null,
    "owner": null, "org": {"id": null}, "access_roles": {"x": 1}, "copied_from_id": "12", "auto_generated": null,
    "updated_at": null, "source_type": null, "new_field": [1]})");
  CHECK(live.id == 7);
  CHECK(live.name.empty());
  CHECK(live.description.empty());
  CHECK(live.status.empty());
  CHECK(live.kind.empty());
  CHECK(!live.owner_id);
  CHECK(!live.org_id);
  CHECK(live.copied_from_id == 12);
  CHECK(live.body["new_field"] == Json::array({1}));
  CHECK(decoded(ResourceKind::source, R"({"id": 1, "status": "Archived"})").status == "ARCHIVED");
  CHECK(decoded(ResourceKind::credential, R"({"id": 1, "credentials_type": "s3"})").kind == "s3");
  CHECK(decoded(ResourceKind::nexset, R"({"id": 1, "owner": {"id": 4}, "org": {"id": 6}})").owner_id == 4);
}

TEST_CASE("without an id nothing is a resource")
{
  for (const auto* const text : {"null", "[]", "{}", "5", R"({"id": null})", R"({"id": "flow_1"})", R"([{"id": 1}])"}) {
    CAPTURE(text);
    CHECK(!decode_resource(ResourceKind::nexset, Json::parse(text)));
  }
}

TEST_CASE("replies add up: what one does not show, another may")
{
  auto live =
      decoded(ResourceKind::nexset, R"({"id": 1, "name": "A", "data_source_id": 9, "tags": ["x"], "transform": null})");
  merge(live, decoded(ResourceKind::nexset, R"({"id": 1, "name": null, "parent_data_set_id": 5, "tags": null,
    "transform": {"version": 1}, "flow_node_id": 3})"));
  CHECK(live.name == "A");
  CHECK(live.parent_set_id == 5);
  CHECK(!live.source_id);
  CHECK(live.node_id == 3);
  CHECK(live.body["tags"] == Json::array({"x"}));
  CHECK(live.body["transform"]["version"] == 1);
  CHECK(!live.read_alone);
}

TEST_CASE("a read of the resource alone is the last word, nulls included")
{
  auto live = decoded(ResourceKind::sink, R"({"id": 1, "name": "A", "description": "old", "updated_at": "t1"})");
  auto alone = decoded(ResourceKind::sink, R"({"id": 1, "description": null, "updated_at": "t2"})");
  alone.read_alone = true;
  merge(live, alone);
  CHECK(live.name == "A");
  CHECK(live.description.empty());
  CHECK(live.body["description"].is_null());
  CHECK(live.updated_at == "t2");
  CHECK(live.read_alone);
}

TEST_CASE("who somebody is decodes from both replies that tell")
{
  CHECK(decode_identity(Json::parse(R"({"user": {"id": 1, "full_name": "A", "org": {"id": 2, "name": "O"}}})")) ==
        Identity{1, "A", 2, "O"});
  CHECK(decode_identity(Json::parse(R"({"id": "1", "name": "A", "org_id": 2})")) == Identity{1, "A", 2, ""});
  CHECK(decode_identity(Json::parse(R"({"id": 1, "org": null})")) == Identity{1, "", {}, ""});
  CHECK(!decode_identity(Json::parse(R"({"user": {"full_name": "A"}})")));
  CHECK(!decode_identity(Json::parse("[]")));
}

TEST_CASE("a body is JSON, or says what else it is")
{
  using Problem = ParsedJson::Problem;
  CHECK(parse_json("").value.is_null());
  CHECK(parse_json(" \r\n").problem == Problem::none);
  CHECK(parse_json("{\"a\": 18446744073709551615}").value["a"].get<std::uint64_t>() == 18446744073709551615ULL);
  CHECK(parse_json("{\"a\": 9007199254740993}").value["a"].get<std::int64_t>() == 9007199254740993);
  CHECK(parse_json("  <!DOCTYPE html>").problem == Problem::html);
  CHECK(parse_json("{\"a\": [1, ").problem == Problem::cut_short);
  CHECK(parse_json("{\"a\": \"x").problem == Problem::cut_short);
  CHECK(parse_json("{\"a\": tru").problem == Problem::cut_short);
  CHECK(parse_json("oops").problem == Problem::other);
  CHECK(parse_json("{\"a\": 1}}").problem == Problem::other);
  CHECK(parse_json("{\"a\": \"\xFF\"}").problem == Problem::other);
  CHECK(parse_json("1e999999").problem == Problem::other);
  CHECK(parse_json(std::string(100'000, '[')).problem == Problem::other);
  CHECK(parse_json("\"" + std::string(2000, '[') + "\\\"[\"").problem == Problem::none);
}
