#include "exec/workshop.hpp"
#include "support/rounds.hpp"

#include <random>

using namespace flowsync;
using namespace flowsync::test;
using exec::Outcome;
using nlohmann::json;

namespace {

std::size_t warnings(const exec::Report& report, const std::string& code)
{
  return static_cast<std::size_t>(std::count_if(report.warnings.begin(), report.warnings.end(),
                                                [&](const Diagnostic& warning) { return warning.code == code; }));
}

void drop_slash(json& config)
{
  auto& path = config["path"].get_ref<std::string&>();
  while (path.ends_with('/')) {
    path.pop_back();
  }
}

} // namespace

TEST_CASE("a key of the service that is another one after every write is nobody's failure")
{
  Workshop shop;
  int writes = 0;
  shop.api.spells = [&](json& config) {
    config["last_saved"] = ++writes;
    config["derived"] = config.value("path", "") + "/*";
  };
  shop.want_flow("orders");
  REQUIRE(shop.apply().exit_code() == ExitCode::ok);
  shop.want("orders/source").document["source_config"]["path"] = "acme/elsewhere";
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(report.warnings.empty());
  CHECK(shop.api.calls("PAUSE data_sources") == 1);
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("a value that the service spells in its own way is learnt and told once, and the flow goes on")
{
  Workshop shop;
  shop.api.spells = [](json& config) {
    if (config.contains("path")) {
      drop_slash(config);
    }
  };
  shop.want_flow("orders");
  shop.want("orders/source").document["source_config"]["path"] = "acme/orders/";
  const auto first = shop.apply();
  CHECK(first.exit_code() == ExitCode::ok);
  CHECK(warnings(first, "spelt-otherwise") == 1);
  CHECK(result_of(first, "orders/sink/out").outcome == Outcome::done);
  CHECK(!shop.plan().has_differences());
  CHECK(shop.api.calls("PAUSE") == 0);

  SUBCASE("another key changes: nothing is told again")
  {
    shop.want("orders/source").document["source_config"]["mode"] = "fast";
    const auto report = shop.apply();
    CHECK(report.exit_code() == ExitCode::ok);
    CHECK(report.warnings.empty());
    CHECK(shop.api.calls("PUT data_sources") == 1);
  }
  SUBCASE("another value that is spelt the same way is learnt in one pause")
  {
    shop.want("orders/source").document["source_config"]["path"] = "acme/elsewhere/";
    const auto report = shop.apply();
    CHECK(report.exit_code() == ExitCode::ok);
    CHECK(warnings(report, "spelt-otherwise") == 1);
    CHECK(shop.api.calls("PAUSE data_sources") == 1);
  }
  SUBCASE("the other spelling of what is there already")
  {
    shop.want("orders/source").document["source_config"]["path"] = "acme/orders//";
    const auto report = shop.apply();
    CHECK(report.exit_code() == ExitCode::ok);
    CHECK(warnings(report, "spelt-otherwise") == 1);
  }
  SUBCASE("the service's own spelling in the specs ends it")
  {
    shop.want("orders/source").document["source_config"]["path"] = "acme/orders";
    CHECK(!shop.plan().has_differences());
  }
  SUBCASE("something else that it holds later is drift")
  {
    shop.live("orders/source").body["source_config"]["path"] = "acme/by-hand";
    shop.api.add(shop.live("orders/source"));
    const auto plan = shop.plan_on(shop.survey(exec::RefreshMode::full));
    REQUIRE(plan.has_differences());
    REQUIRE(plan.find(address("orders/source"))->fields.size() == 1);
    CHECK(plan.find(address("orders/source"))->fields[0].cause == plan::Cause::drift);
    const auto report = shop.apply(plan, shop.survey(exec::RefreshMode::full));
    CHECK(report.exit_code() == ExitCode::ok);
    CHECK(report.warnings.empty());
  }
  CHECK(!shop.plan().has_differences());
  CHECK(!shop.plan_on(shop.survey(exec::RefreshMode::full)).has_differences());
}

TEST_CASE("a named value that is another one after every write is refused, with the way to leave it to the service")
{
  Workshop shop;
  int writes = 0;
  shop.want_flow("orders");
  shop.want("orders/sink/out").document["sink_config"]["saved"] = "never";
  shop.apply();
  shop.api.spells = [&](json& config) { config["saved"] = ++writes; };
  shop.want("orders/sink/out").document["sink_config"]["table"] = "OTHER";
  const auto report = shop.apply();
  CHECK(result_of(report, "orders/sink/out").outcome == Outcome::failed);
  CHECK(result_of(report, "orders/sink/out").hint.find("safety.ignore") != std::string::npos);
}

// Random configs on services that add, move and respell: apply, then nothing is left to do, nothing is told twice, and
// no flow is paused for what is known.
TEST_CASE("whatever keys a service adds, moves or respells, the plan after an apply is empty")
{
  for (unsigned seed = 1; seed <= testing::rounds(60); ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const auto pick = [&](std::size_t most) { return static_cast<std::size_t>(random() % most); };
    const std::vector<json> values{"plain",
                                   " blank ",
                                   "a/b/",
                                   "{\"b\": 1, \"a\": [2, 1]}",
                                   json::array({"z", "a", "m"}),
                                   1.0,
                                   7,
                                   true,
                                   "",
                                   json::object(),
                                   json{{"deep", ""}, {"list", {{{"b", " x"}}, {{"a", 1}}}}},
                                   "Cafe\u0301",
                                   "  "};
    const auto ways = random();
    const std::function<json(const json&)> spell = [&](const json& value) -> json {
      if (value.is_string()) {
        auto text = value.get<std::string>();
        if ((ways & 1U) != 0) {
          text = std::string(trim(text));
        }
        if ((ways & 2U) != 0 && text.ends_with('/')) {
          text.pop_back();
        }
        if (const auto inner = json::parse(text, nullptr, false); (ways & 4U) != 0 && inner.is_object()) {
          text = inner.dump();
        }
        if (const auto at = text.find("e\u0301"); (ways & 8U) != 0 && at != std::string::npos) {
          text.replace(at, 3, "\u00e9");
        }
        return text;
      }
      if (value.is_number() && (ways & 16U) != 0) {
        return std::to_string(value.get<int>());
      }
      auto result = value;
      if (value.is_structured()) {
        for (auto& item : result) {
          item = spell(item);
        }
      }
      if (value.is_array() && (ways & 32U) != 0) {
        std::sort(result.begin(), result.end());
      }
      if (value.is_object() && (ways & 64U) != 0) {
        for (auto item = result.begin(); item != result.end();) {
          const bool blank = *item == "" || (item->is_structured() && item->empty());
          item = blank ? result.erase(item) : std::next(item);
        }
      }
      return result;
    };
    int writes = 0;
    Workshop shop;
    shop.api.spells = [&](json& config) {
      config = spell(config);
      if ((ways & 128U) != 0) {
        config["revision"] = ++writes;
      }
    };
    shop.want_flow("orders");
    const auto change_something = [&] {
      for (const auto* const text : {"orders/source", "orders/sink/out"}) {
        auto& document = shop.want(text).document;
        auto& config = document[document.contains("source_config") ? "source_config" : "sink_config"];
        config["k" + std::to_string(pick(4))] = values[pick(values.size())];
      }
    };
    for (int round = 0; round < 6; ++round) {
      change_something();
      const auto planned = shop.plan();
      const auto report = shop.apply();
      REQUIRE_MESSAGE(report.exit_code() == ExitCode::ok,
                      report.results.front().reason << report.results.back().reason);
      CHECK(shop.api.calls("PAUSE data_sources") <= 1);
      const auto left = shop.plan_on(shop.survey(exec::RefreshMode::full));
      CHECK_MESSAGE(!left.has_differences(), planned.changes.size());
      const auto again = shop.apply();
      CHECK(again.warnings.empty());
      CHECK(shop.api.calls("PAUSE") == 0);
    }
  }
}

TEST_CASE("tags that a service keeps nowhere on sources and sinks are told once and then left")
{
  Workshop shop;
  shop.api.ignored = {"tags"};
  shop.want_flow("orders");
  REQUIRE(shop.apply().exit_code() == ExitCode::ok);
  shop.api.only(ResourceKind::sink, "orders out").body["tags"] = json::array();
  shop.api.only(ResourceKind::nexset, "orders clean").body["tags"] = json::array();
  shop.want("orders/sink/out").document["tags"] = {"finance"};
  const auto first = shop.apply();
  CHECK(first.exit_code() == ExitCode::ok);
  CHECK(warnings(first, "spelt-otherwise") == 1);
  CHECK(shop.api.calls("PAUSE") == 0);
  CHECK(!shop.plan().has_differences());
  shop.want("orders/nexset/clean").document["tags"] = {"finance"}; // every nexset keeps its tags
  CHECK(shop.apply().exit_code() != ExitCode::ok);
}
