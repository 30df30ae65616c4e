#include "sim/bench_sim.hpp"

#include <set>

using namespace flowsync::sim;
using nlohmann::json;

namespace {

std::vector<Id> ids(const json& list)
{
  std::vector<Id> result;
  for (const auto& item : list) {
    result.push_back(item.at("id").get<Id>());
  }
  return result;
}

// Three more sources beside the demo flow's.
LoggedIn& with_sources(LoggedIn& bench)
{
  for (const auto* name : {"A", "B", "C"}) {
    bench.clock.advance(flowsync::Duration(10));
    bench.source(name);
  }
  return bench;
}

} // namespace

TEST_CASE("lists omit configuration and credential, unless switched on")
{
  LoggedIn bench;
  auto source = bench.get("/data_sources").at(0);
  auto sink = bench.get("/data_sinks").at(0);
  for (const auto* key : {"source_config", "data_credentials", "data_credentials_id", "poll_schedule", "api_keys"}) {
    CHECK_FALSE(source.contains(key));
  }
  for (const auto* key : {"sink_config", "data_credentials", "data_credentials_id"}) {
    CHECK_FALSE(sink.contains(key));
  }
  CHECK(source.contains("has_template"));
  CHECK(sink["data_set"].contains("status"));
  bench.flip("config_in_lists", "on");
  bench.flip("credential_in_lists", "on");
  source = bench.get("/data_sources").at(0);
  sink = bench.get("/data_sinks").at(0);
  CHECK(source["source_config"]["path"] == "acme-dev/orders");
  CHECK(source["data_credentials"] == json{{"id", 6027}, {"name", "Orders S3"}, {"credentials_type", "s3"}});
  CHECK(sink.contains("sink_config"));
}

TEST_CASE("one resource carries what its list omits, and omits what the contract does not declare")
{
  LoggedIn bench;
  const auto source = bench.get("/data_sources/6862");
  CHECK(source["source_config"]["path"] == "acme-dev/orders");
  CHECK(source["data_credentials"]["id"] == 6027);
  CHECK_FALSE(source.contains("data_credentials_id"));
  CHECK_FALSE(source.contains("has_template"));
  const auto set = bench.get("/data_sets/10398");
  CHECK(set["parent_data_sets"].at(0)["id"] == 10393);
  CHECK_FALSE(set.contains("parent_data_set_id"));
  CHECK_FALSE(set.contains("output_schema_validation_enabled"));
  const auto sink = bench.get("/data_sinks/6513");
  CHECK(sink["data_set_id"] == 10398);
  CHECK_FALSE(sink["data_set"].contains("status"));
  CHECK_FALSE(sink.contains("flow_type"));
  CHECK(bench.get("/data_sinks/6513?expand=1")["data_set"].contains("output_schema"));
  bench.flip("credential_id_in_get", "on");
  bench.flip("parent_id_in_get", "on");
  CHECK(bench.get("/data_sources/6862")["data_credentials_id"] == 6027);
  CHECK(bench.get("/data_sinks/6513")["data_credentials_id"] == 6028);
  CHECK(bench.get("/data_sets/10398")["parent_data_set_id"] == 10393);
}

TEST_CASE("an inline transform can be read where the switch says and in the places after it")
{
  struct Row
  {
    const char* value;
    bool nexset, expand, source, container;
  };
  for (const auto& row :
       {Row{"nexset", true, false, true, true}, Row{"expand", false, true, true, true},
        Row{"source_expand", false, false, true, true}, Row{"code_container", false, false, false, true},
        Row{"nowhere", false, false, false, false}}) {
    CAPTURE(row.value);
    LoggedIn bench;
    bench.flip("transform_visibility", row.value);
    CHECK(bench.get("/data_sets/10398").contains("transform") == row.nexset);
    CHECK(bench.get("/data_sets/10398?expand=1").contains("transform") == (row.expand || row.nexset));
    CHECK_FALSE(bench.get("/data_sets").at(0).contains("transform"));
    CHECK(bench.get("/data_sources/6862?expand=1")["data_sets"].at(1).contains("transform") == row.source);
    CHECK(bench.get("/code_containers").at(0).contains("code") == row.container);
  }
}

TEST_CASE("a page has the size asked for, and headers say how many there are")
{
  LoggedIn bench;
  with_sources(bench);
  const auto first = bench.send("GET", "/data_sources?page=1&per_page=3");
  CHECK(json::parse(first.content).size() == 3);
  CHECK(header(first.reply, "X-Total-Count") == "4");
  CHECK(header(first.reply, "X-Page-Count") == "2");
  CHECK(header(first.reply, "X-Current-Page") == "1");
  CHECK(header(first.reply, "Link") == "</data_sources?page=2&per_page=3>; rel=\"Next\"");
  const auto second = bench.send("GET", "/data_sources?page=2&per_page=3");
  CHECK(json::parse(second.content).size() == 1);
  CHECK(header(second.reply, "Link") == "</data_sources?page=1&per_page=3>; rel=\"Previous\"");
  CHECK(bench.get("/data_sources?page=9&per_page=3").empty());
  bench.refused(400, "GET", "/data_sources?page=x");
}

TEST_CASE("page size and cap are switches, headers can be missing or wrong")
{
  LoggedIn bench;
  with_sources(bench);
  bench.flip("page_size", "2");
  CHECK(bench.get("/data_sources").size() == 2);
  CHECK(bench.get("/data_sources?per_page=3").size() == 3);
  bench.flip("page_cap", "1");
  CHECK(bench.get("/data_sources?per_page=3").size() == 1);
  bench.flip("list_headers", "wrong_totals");
  CHECK(header(bench.send("GET", "/data_sources").reply, "X-Total-Count") == "2");
  bench.flip("list_headers", "broken_link");
  CHECK(header(bench.send("GET", "/data_sources").reply, "Link") == "</data_sources?page=2&per_page=1; rel=\"Next\"");
  bench.flip("list_headers", "off");
  CHECK(header(bench.send("GET", "/data_sources").reply, "X-Total-Count").empty());
}

TEST_CASE("a server may ignore the page, page flows only, or wrap its lists")
{
  LoggedIn bench;
  with_sources(bench);
  bench.flip("ignore_page", "on");
  CHECK(ids(bench.get("/data_sources?page=2&per_page=2")) == ids(bench.get("/data_sources?page=1&per_page=2")));
  bench.flip("ignore_page", "off");
  bench.flip("paging", "flows_only");
  CHECK(bench.get("/data_sources?page=2&per_page=2").size() == 4);
  CHECK(bench.get("/flows?page=1&per_page=2")["flows"].size() == 2);
  bench.flip("paging", "all");
  bench.flip("list_body", "wrapped");
  const auto wrapped = bench.get("/data_sources?page=1&per_page=3");
  CHECK(wrapped["data"].size() == 3);
  CHECK(wrapped["meta"] == json{{"pageCount", 2}, {"totalCount", 4}, {"currentPage", 1}});
}

TEST_CASE("pages that shift repeat an item, or lose one on every other walk")
{
  LoggedIn bench;
  with_sources(bench);
  const auto walk = [&] {
    std::vector<Id> found;
    for (const auto* page : {"1", "2", "3"}) {
      for (const auto id : ids(bench.get(std::string("/data_sources?per_page=2&page=") + page))) {
        found.push_back(id);
      }
    }
    return found;
  };
  CHECK(walk().size() == 4);
  bench.flip("shifting_pages", "insert");
  const auto repeated = walk();
  CHECK(repeated.size() > 4);
  CHECK(std::set<Id>(repeated.begin(), repeated.end()).size() == 4);
  bench.flip("shifting_pages", "remove");
  const auto one = walk().size();
  const auto two = walk().size();
  CHECK(std::min(one, two) == 3);
  CHECK(std::max(one, two) == 4);
}

TEST_CASE("the order of lists is a switch")
{
  LoggedIn bench;
  with_sources(bench);
  CHECK(ids(bench.get("/data_sources")) == std::vector<Id>{6865, 6864, 6863, 6862});
  bench.flip("list_order", "oldest");
  CHECK(ids(bench.get("/data_sources")) == std::vector<Id>{6862, 6863, 6864, 6865});
  bench.flip("list_order", "updated");
  bench.clock.advance(flowsync::Duration(5));
  bench.put("/data_sources/6863", {{"description", "new"}});
  CHECK(ids(bench.get("/data_sources")).front() == 6863);
}

TEST_CASE("a list without access_role holds the caller's own resources only")
{
  LoggedIn bench;
  const auto has = [&](const std::string& target) {
    const auto found = ids(bench.get(target));
    return std::find(found.begin(), found.end(), 6037) != found.end();
  };
  CHECK_FALSE(has("/data_credentials?per_page=100"));
  CHECK(has("/data_credentials?per_page=100&access_role=collaborator"));
  CHECK_FALSE(has("/data_credentials?per_page=100&access_role=operator"));
  bench.refused(400, "GET", "/data_credentials?access_role=boss");
  bench.flip("owner_only_lists", "off");
  CHECK(has("/data_credentials?per_page=100"));
}

TEST_CASE("credentials are listed by type and never with secrets")
{
  LoggedIn bench;
  CHECK(ids(bench.get("/data_credentials?credentials_type=snowflake")) == std::vector<Id>{6031, 6030, 6029});
  const auto made =
      bench.post("/data_credentials",
                 {{"name", "New"},
                  {"credentials_type", "postgres"},
                  {"credentials", {{"host", "db"}, {"port", 5432}, {"password", "hush-hush"}, {"username", "u"}}}});
  CHECK(made["credentials_non_secure_data"] == json{{"host", "db"}, {"port", 5432}, {"username", "u"}});
  CHECK(made["verified_status"].is_null());
  const auto everything =
      bench.get("/_sim/dump").dump() + bench.get("/_sim/log").dump() + bench.get("/data_credentials").dump();
  CHECK(everything.find("hush-hush") == std::string::npos);
}

TEST_CASE("flow_id is rejected on the list of sinks, nexset_id ignored, the rest a switch")
{
  LoggedIn bench;
  bench.refused(400, "GET", "/data_sinks?flow_id=9001");
  CHECK(bench.get("/data_sinks?nexset_id=1").size() == 2);
  bench.get("/data_sinks?colour=red");
  bench.flip("unknown_query", "refuse");
  bench.refused(400, "GET", "/data_sinks?colour=red");
}

TEST_CASE("names, statuses, owners and types can come back as old servers sent them")
{
  LoggedIn bench;
  bench.flip("null_names", "detected");
  CHECK(bench.get("/data_sets/10393")["name"].is_null());
  CHECK(bench.get("/data_sets/10398")["name"] == "Orders, clean");
  bench.flip("null_names", "all");
  CHECK(bench.get("/data_sources/6862")["name"].is_null());
  bench.flip("status_case", "title");
  CHECK(bench.get("/data_sources/6862")["status"] == "Active");
  bench.flip("null_status", "on");
  CHECK(bench.get("/data_sources/6862")["status"].is_null());
  bench.flip("missing_owners", "on");
  CHECK_FALSE(bench.get("/data_sources/6862").contains("owner"));
  bench.flip("numbers_as_strings", "on");
  CHECK(bench.get("/data_sinks/6513")["sink_config"]["max.file.size.mb"] == "4096");
  bench.flip("loose_types", "on");
  CHECK(bench.get("/code_containers").at(0)["access_roles"].is_object());
}

TEST_CASE("limits, lookups, transforms and containers can be read")
{
  LoggedIn bench;
  CHECK(bench.get("/limits")["second"]["light"].contains("limit"));
  CHECK(bench.get("/data_maps").empty());
  CHECK(bench.get("/transforms").empty());
  CHECK(bench.get("/transforms?reusable=all").size() == 2);
  CHECK(bench.get("/attribute_transforms").empty());
  CHECK(bench.get("/code_containers").at(0)["name"] == "Data set 10410 (Transform)");
}
