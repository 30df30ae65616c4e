#include "base/timestamp.hpp"
#include "model/number_text.hpp"
#include "nexla/exit.hpp"
#include "nexla/fake_service.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::nexla;
using Json = nlohmann::json;

namespace {

std::string header_of(const Seen& seen, const std::string& name)
{
  for (const auto& [key, value] : seen.headers) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

} // namespace

TEST_CASE("a single read asks for one resource, expanded if wanted, and keeps the document")
{
  TestClient fake([](const Seen&) {
    return reply({{"id", 5}, {"name", "Orders"}, {"status", "Active"}, {"source_config", {{"a.b", 9007199254740993}}}},
                 {{"date", "Sun, 22 Nov 2026 09:41:17 GMT"}});
  });
  const auto live = fake->get(ResourceKind::source, 5, Expand::yes, {});
  REQUIRE(live.ok());
  CHECK(live->id == 5);
  CHECK(live->type == ResourceKind::source);
  CHECK(live->status == "ACTIVE");
  CHECK(live->read_alone);
  CHECK(live->body["source_config"]["a.b"].dump() == "9007199254740993");
  REQUIRE(fake->get(ResourceKind::sink, 5, Expand::no, {}).ok());
  CHECK(fake.service.lines() == std::vector<std::string>{"GET /data_sources/5?expand=1", "GET /data_sinks/5"});
  const auto seen = fake.service.log().back();
  CHECK(seen.authorization == "Bearer token-1");
  CHECK(header_of(seen, "Accept") == "application/vnd.nexla.api.v1+json");
  CHECK(header_of(seen, "Content-Type").empty());
  CHECK(fake->requests() == 3);
  CHECK(fake->server_time() == parse_timestamp("2026-11-22T09:41:17Z"));
}

TEST_CASE("a reply that is another resource, or none, makes no sense")
{
  TestClient other([](const Seen&) { return reply({{"id", 6}}); });
  CHECK(other->get(ResourceKind::source, 5, Expand::no, {}).error().kind == ApiError::Kind::malformed);
  TestClient none([](const Seen&) { return reply({{"name", "x"}}); });
  CHECK(none->get(ResourceKind::source, 5, Expand::no, {}).error().kind == ApiError::Kind::malformed);
  CHECK(none->update(ResourceKind::source, 5, Json::object(), {}).error().kind == ApiError::Kind::malformed);
  CHECK(none->create(ResourceKind::source, Json::object(), {}).error().kind == ApiError::Kind::uncertain);
  CHECK(none.service.lines().size() == 3);
}

TEST_CASE("a create is one POST of the body, whatever success looks like")
{
  for (const int status : {200, 201}) {
    TestClient fake([&](const Seen& seen) {
      auto body = Json::parse(seen.body);
      body["id"] = "77";
      return reply(status, body.dump());
    });
    const auto live = fake->create(ResourceKind::sink, {{"name", "W"}, {"data_set_id", 3}}, {});
    REQUIRE(live.ok());
    CHECK(live->id == 77);
    CHECK(live->parent_set_id == 3);
    CHECK(fake.service.lines() == std::vector<std::string>{"POST /data_sinks"});
    CHECK(fake.service.log().back().body == R"({"data_set_id":3,"name":"W"})");
    CHECK(header_of(fake.service.log().back(), "Content-Type") == "application/json");
  }
}

TEST_CASE("a number goes into the body with the text that its spec gave it")
{
  TestClient fake([](const Seen&) { return reply(200, R"({"id":77})"); });
  const Json body{{"sink_config", {{"version", number_from_text("3.10")}, {"offset", number_from_text("-0")}}}};
  REQUIRE(fake->create(ResourceKind::sink, body, {}).ok());
  CHECK(fake.service.log().back().body == R"({"sink_config":{"offset":-0,"version":3.10}})");
  REQUIRE(fake->update(ResourceKind::sink, 77, body, {}).ok());
  CHECK(fake.service.log().back().body == R"({"sink_config":{"offset":-0,"version":3.10}})");
}

TEST_CASE("an update may be answered without a body")
{
  TestClient fake([](const Seen&) { return reply(204, ""); });
  const auto live = fake->update(ResourceKind::nexset, 8, {{"name", "x"}}, {});
  REQUIRE(live.ok());
  CHECK(live->id == 8);
  CHECK(live->body.empty());
  CHECK(fake.service.lines() == std::vector<std::string>{"PUT /data_sets/8"});
}

TEST_CASE("deleting what is gone is success, and what runs is refused")
{
  TestClient gone([](const Seen&) { return reply(404, ""); });
  CHECK(gone->remove(ResourceKind::sink, 1, {}).ok());
  TestClient done([](const Seen&) { return reply({{"code", "200"}, {"message", "Ok"}}); });
  CHECK(done->remove(ResourceKind::sink, 1, {}).ok());
  TestClient running([](const Seen&) { return reply(405, ""); });
  const auto refused = running->remove(ResourceKind::sink, 1, {});
  REQUIRE(!refused.ok());
  CHECK(refused.error().kind == ApiError::Kind::refused);
  CHECK(hint(refused.error()).find("paused first") != std::string::npos);
}

TEST_CASE("verbs use the plain path, without query and body")
{
  TestClient fake([](const Seen&) { return reply(200, ""); });
  CHECK(fake->set_running(ResourceKind::source, 3, Verb::activate, {}).ok());
  CHECK(fake->set_running(ResourceKind::nexset, 4, Verb::pause, {}).ok());
  CHECK(fake.service.lines() == std::vector<std::string>{"PUT /data_sources/3/activate", "PUT /data_sets/4/pause"});
  CHECK(fake.service.log().back().body.empty());
}

TEST_CASE("a server that knows only the flow spelling of verbs is learnt once")
{
  TestClient fake([](const Seen& seen) {
    return seen.path.find("/flow/") != std::string::npos ? reply(200, "{}") : reply(404, "");
  });
  CHECK(fake->set_running(ResourceKind::source, 3, Verb::activate, {}).ok());
  CHECK(fake->set_running(ResourceKind::sink, 4, Verb::pause, {}).ok());
  CHECK(fake.service.lines() == std::vector<std::string>{"PUT /data_sources/3/activate",
                                                         "PUT /data_sources/3/flow/activate",
                                                         "PUT /data_sinks/4/flow/pause"});
}

TEST_CASE("a verb on something absent is absent, and does not teach a wrong spelling")
{
  bool exists = false;
  TestClient fake([&](const Seen& seen) {
    return exists && seen.path.find("/flow/") == std::string::npos ? reply(200, "{}") : reply(404, "");
  });
  CHECK(fake->set_running(ResourceKind::source, 3, Verb::pause, {}).error().kind == ApiError::Kind::absent);
  exists = true;
  CHECK(fake->set_running(ResourceKind::source, 3, Verb::pause, {}).ok());
  exists = false;
  CHECK(fake->set_running(ResourceKind::source, 3, Verb::pause, {}).error().kind == ApiError::Kind::absent);
  CHECK(fake.service.lines().size() == 4);
}

TEST_CASE("joining a project adds one flow and replaces none")
{
  TestClient fake([](const Seen&) { return reply(Json::array()); });
  CHECK(fake->join_project(9, 5059, {}).ok());
  CHECK(fake.service.lines() == std::vector<std::string>{"PUT /projects/9/flows"});
  CHECK(fake.service.log().back().body == R"({"flows":[5059]})");
}

TEST_CASE("the trace shows requests without keys")
{
  std::vector<http::Trace> traces;
  auto options = FakeService::options();
  options.trace = [&](const http::Trace& trace) { traces.push_back(trace); };
  int calls = 0;
  TestClient fake(
      [&](const Seen&) {
        return ++calls == 1 ? reply(503, "") : reply(200, R"({"id": 1})", {{"x-request-id", "r-7"}});
      },
      options);
  REQUIRE(fake->get(ResourceKind::sink, 1, Expand::yes, {}).ok());
  REQUIRE(traces.size() == 3);
  CHECK(traces[0].path == "/token");
  CHECK(traces[1].status == 503);
  CHECK(traces[1].attempt == 1);
  CHECK(traces[2].path == "/data_sinks/1?expand=1");
  CHECK(traces[2].status == 200);
  CHECK(traces[2].attempt == 2);
  CHECK(traces[2].request_id == "r-7");
}
