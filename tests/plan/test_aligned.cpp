#include "base/secret.hpp"
#include "plan/aligned.hpp"
#include "plan/lost.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;
using nlohmann::json;

TEST_CASE("what a reply may leave out or add does not look like a change of a transform")
{
  const json wanted{
      {"version", 1}, {"data_maps", json::array()}, {"transforms", {{{"operation", "shift"}, {"spec", 2}}}}};
  const json live{{"transforms", {{{"operation", "shift"}, {"spec", 1}}}}, {"$schema", "x"}, {"custom", false}};
  auto expected = wanted;
  expected["transforms"][0]["spec"] = 1;
  CHECK(aligned(FieldComparison::transform, live, wanted) == expected);
}

TEST_CASE("what really differs stays as it is, on both levels")
{
  const json wanted{{"version", 2}, {"transforms", json::array({1, 2})}};
  const json live{{"version", 1}, {"transforms", json::array({1})}, {"more", "mine"}};
  CHECK(aligned(FieldComparison::transform, live, wanted) == live);
  CHECK(aligned(FieldComparison::body, json{{"a", {{"$schema", "x"}, {"b", 1}}}}, json{{"a", {{"b", 2}}}}) ==
        json{{"a", {{"b", 1}}}});
  CHECK(aligned(FieldComparison::config, live, wanted) == live);
}

TEST_CASE("rows that may stand in any order stand where the wanted ones do")
{
  const json live{{{"k", "c"}, {"v", 3}}, {{"k", "b"}, {"v", 0}}, {{"k", "a"}, {"v", 1}}, {{"k", "gone"}, {"v", 9}}};
  const json wanted{{{"k", "a"}, {"v", 1}}, {{"k", "b"}, {"v", 2}}, {{"k", "c"}, {"v", 3}}};
  const json expected{
      {{"k", "a"}, {"v", 1}}, {{"k", "b"}, {"v", 0}}, {{"k", "c"}, {"v", 3}}, {{"k", "gone"}, {"v", 9}}};
  CHECK(aligned(FieldComparison::entries, live, wanted) == expected);
}

TEST_CASE("a deletion tells what is lost, and no secret of it")
{
  LiveResource live;
  live.type = ResourceKind::sink;
  live.name = "ORDERS";
  live.kind = "s3";
  live.status = "ACTIVE";
  live.body = {{"id", 6513}, {"sink_config", {{"path", "acme/x"}, {"token_text", "hunter2"}}}, {"owner", {{"id", 1}}}};
  Record record;
  record.applied = {{"sink_config", {{"path", "acme/x"}, {"token_text", "${secret.token}"}}}, {"extra", "as applied"}};
  std::map<std::string, json> lost;
  for (const auto& field : lost_fields(live, &record)) {
    CHECK(!field.after);
    lost[field.path] = *field.before;
  }
  CHECK(lost == std::map<std::string, json>{{"/name", "ORDERS"},
                                            {"/sink_type", "s3"},
                                            {"/status", "ACTIVE"},
                                            {"/extra", "as applied"},
                                            {"/sink_config", {{"path", "acme/x"}, {"token_text", k_sensitive_text}}}});
}
