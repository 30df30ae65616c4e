#include "sim/bench_sim.hpp"

using namespace flowsync::sim;
using nlohmann::json;

namespace {

Id type_id(LoggedIn& bench, const std::string& event, const std::string& resource)
{
  return bench.get("/notification_types/list?event_type=" + event + "&resource_type=" + resource).at("id").get<Id>();
}

} // namespace

TEST_CASE("types of notifications are listed and found by event and resource")
{
  LoggedIn bench;
  const auto types = bench.get("/notification_types");
  CHECK(types.size() > 20);
  const auto found = bench.get("/notification_types/list?event_type=ERROR&resource_type=SINK");
  CHECK(found.at("event_type") == "ERROR");
  CHECK(found.at("resource_type") == "SINK");
  CHECK(std::count(types.begin(), types.end(), found) == 1);
  bench.call(404, "GET", "/notification_types/list?event_type=ERROR&resource_type=CAR");
  bench.call(404, "POST", "/notification_types", json::object());
}

TEST_CASE("channels are made, changed and removed")
{
  LoggedIn bench;
  const auto made =
      bench.post("/notification_channel_settings", {{"channel", "SLACK"}, {"config", {{"channel", "#ops"}}}});
  const auto place = path("notification_channel_settings", made.at("id"));
  CHECK(bench.get(place) == made);
  CHECK(bench.get("/notification_channel_settings") == json::array({made}));
  CHECK(bench.put(place, {{"config", {{"channel", "#data"}}}}).at("config") == json{{"channel", "#data"}});
  bench.refused(400, "POST", "/notification_channel_settings", {{"channel", "PIGEON"}, {"config", json::object()}});
  bench.refused(400, "POST", "/notification_channel_settings", {{"channel", "EMAIL"}});
  bench.call(404, "GET", place + "/accessors");
  bench.call(200, "DELETE", place);
  CHECK(bench.get("/notification_channel_settings") == json::array());
}

TEST_CASE("settings are for a resource or for all of them, and found by both")
{
  LoggedIn bench;
  const auto type = type_id(bench, "ERROR", "SOURCE");
  const auto channel = bench.post("/notification_channel_settings", {{"channel", "EMAIL"}, {"config", json::object()}});
  const auto one = bench.post("/notification_settings", {{"channel", "EMAIL"},
                                                         {"notification_type_id", type},
                                                         {"notification_resource_type", "SOURCE"},
                                                         {"resource_id", 6862},
                                                         {"notification_channel_setting_id", channel.at("id")}});
  CHECK(one.at("status") == "ACTIVE");
  CHECK(one.at("event_type") == "ERROR");
  const auto all = bench.post("/notification_settings", {{"channel", "APP"}, {"notification_type_id", type}});
  CHECK(all.at("notification_resource_type") == "SOURCE");
  CHECK(all.at("resource_id").is_null());
  CHECK(bench.get("/notification_settings").size() == 2);
  CHECK(bench.get("/notification_settings?event_type=PAUSE").empty());
  CHECK(bench.get("/notification_settings/notification_types/" + std::to_string(type)).size() == 2);
  for (const auto* const word : {"SOURCE", "data_sources"}) {
    CHECK(bench.get("/notification_settings/" + std::string(word) + "/6862") == json::array({one}));
  }
  CHECK(bench.get("/notification_settings/SINK/6862").empty());
  const auto place = path("notification_settings", one.at("id"));
  CHECK(bench.put(place, {{"status", "PAUSED"}}).at("status") == "PAUSED");
  CHECK(bench.get("/notification_settings?status=PAUSED").size() == 1);
  const auto node = bench.get("/data_sources/6862/flow").at("flows").at(0).at("id");
  bench.post("/notification_settings", {{"channel", "APP"},
                                        {"notification_type_id", type_id(bench, "ERROR", "DATA_FLOW")},
                                        {"notification_resource_type", "DATA_FLOW"},
                                        {"resource_id", node}});
  bench.log_in("sim-service-key-2");
  CHECK(bench.get("/notification_settings").empty());
  bench.refused(403, "DELETE", place);
  bench.log_in();
  bench.flip("strict_pause", "405");
  bench.put(place, {{"status", "ACTIVE"}});
  bench.put(place, {{"priority", 2}}); // has no verbs
  bench.call(200, "DELETE", place);
  CHECK(bench.get("/notification_settings").size() == 2);
}

TEST_CASE("settings of nothing, for nobody or through no channel are refused")
{
  LoggedIn bench;
  const json good{{"channel", "APP"}, {"notification_type_id", 1}};
  bench.refused(400, "POST", "/notification_settings", with(good, "notification_type_id", 999));
  bench.refused(400, "POST", "/notification_settings", with(good, "status", "ASLEEP"));
  bench.refused(400, "POST", "/notification_settings", with(good, "channel", "PIGEON"));
  bench.refused(404, "POST", "/notification_settings", with(good, "notification_channel_setting_id", 1));
  bench.refused(404, "POST", "/notification_settings", with(good, "resource_id", 1));
  bench.refused(400, "POST", "/notification_settings",
                with(with(good, "resource_id", 1), "notification_resource_type", "DATA_FLOW"));
  bench.refused(400, "POST", "/notification_settings", {{"channel", "APP"}});
  CHECK(bench.get("/notification_settings").empty());
}

TEST_CASE("notifications may be out of reach, and settings may name their event by its id alone")
{
  LoggedIn bench;
  bench.post("/notification_settings", {{"channel", "APP"}, {"notification_type_id", 1}});
  bench.flip("notification_events", "id");
  const auto setting = bench.get("/notification_settings").at(0);
  CHECK(!setting.contains("event_type"));
  CHECK(setting.at("notification_type_id") == 1);
  for (const auto* const path : {"/notification_settings", "/notification_types", "/notification_channel_settings"}) {
    bench.flip("notifications", "refused");
    bench.refused(403, "GET", path);
    bench.flip("notifications", "absent");
    bench.call(404, "GET", path);
  }
}
