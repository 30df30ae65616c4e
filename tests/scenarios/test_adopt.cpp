#include "torture/demo_flow.hpp"
#include "workspace.hpp"

#include <doctest/doctest.h>

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

const std::string k_demo_file = "environments/base/flows/demo.yaml";

// A project that holds the demo flow only.
struct Shop : Workspace
{
  explicit Shop(const SwitchValues& switches = {}) : Workspace(switches)
  {
    remove(k_order_file);
    remove("environments/base/flows/people.yaml");
    write(k_demo_file, flowsync::torture::k_demo_flow);
  }

  Ran adopt(std::vector<std::string> words)
  {
    words.insert(words.begin(), {"adopt", "-e", "dev"});
    return run(words);
  }
  Ran adopt_one(const std::string& address, int id) { return adopt({address, "--id", std::to_string(id)}); }
};

const std::string k_entries = "  adopt:\n"
                              "    orders/nexset/clean: 10398\n"
                              "    orders/nexset/raw: 10393\n"
                              "    orders/nexset/regional: 10410\n"
                              "    orders/sink/archive: 6513\n"
                              "    orders/sink/warehouse: 6520\n"
                              "    orders/source: 6862\n";

void check_no_bounce(Shop& shop)
{
  for (const auto& request : shop.request_log()) {
    const auto path = request.at("path").get<std::string>();
    const bool is_verb = path.find("activate") != std::string::npos || path.find("pause") != std::string::npos;
    CHECK_MESSAGE(!is_verb, request.dump());
    CHECK_MESSAGE((request.at("method") != "POST" || path == "/token"), request.dump());
  }
}

void expect_empty_plan(Shop& shop)
{
  const auto ran = shop.plan();
  CHECK_MESSAGE(ends_with_no_changes(ran), ran.out << ran.err);
}

} // namespace

TEST_CASE("a flow of the account is adopted whole, and apply writes its marks without touching what runs")
{
  for (const auto& switches : {SwitchValues{}, k_other_side}) {
    Shop shop(switches);
    const auto before = shop.read(k_dev_file);
    const auto adopted = shop.adopt({"--all"});
    CHECK_MESSAGE(adopted.exit == 0, adopted.out << adopted.err);
    CHECK(says(adopted, "6862"));
    CHECK(says(adopted, "Next: flowsync plan -e dev"));
    CHECK(shop.writes() == 0);
    CHECK(shop.read(k_dev_file) == before + k_entries);

    const auto plan = shop.plan_json();
    CHECK(plan.at("summary").at("adopt") == 6);
    for (const auto* const kind : {"create", "update", "replace", "delete", "move", "drifted"}) {
      CHECK_MESSAGE(plan.at("summary").at(kind) == 0, plan.dump(1));
    }
    shop.clear_log();
    shop.apply_well();
    check_no_bounce(shop);
    if (!switches.contains("strict_pause")) { // else the marks wait for the next real update
      const auto description = shop.only("data_sinks", "ORDERS").at("description").get<std::string>();
      CHECK(description.find("orders/sink/warehouse") != std::string::npos);
    }
    expect_empty_plan(shop);
    CHECK(shop.plan_json().at("summary").at("adopt") == 0);

    const auto again = shop.adopt({"--all"});
    CHECK(again.exit == 0);
    CHECK(says(again, "Nothing new to adopt."));
    CHECK(shop.read(k_dev_file) == before + k_entries);

    shop.remove(".flowsync/state"); // what carries no mark is adopted once more
    const auto forgotten = shop.run({"plan", "-e", "dev", "--detailed-exitcode"});
    CHECK_MESSAGE(only_adopts(forgotten), forgotten.out << forgotten.err);
    shop.apply_well();
    expect_empty_plan(shop);
  }
}

TEST_CASE("what was adopted can be let go without deleting it")
{
  Shop shop;
  REQUIRE(shop.adopt({"--all"}).exit == 0);
  shop.apply_well();
  const auto ran = shop.run({"state", "rm", "-e", "dev", "orders/sink/archive"});
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  const auto sink = shop.only("data_sinks", "Orders archive");
  CHECK(sink.at("status") == "ACTIVE");
  CHECK(sink.at("description").get<std::string>().find("flowsync") == std::string::npos);
}

TEST_CASE("one resource is adopted when it fits, and said why when it does not")
{
  Shop shop;
  const auto before = shop.read(k_dev_file);
  const auto refused = [&](const std::string& address, int id, const std::string& why) {
    const auto ran = shop.adopt_one(address, id);
    CHECK_MESSAGE(ran.exit != 0, ran.out);
    CHECK_MESSAGE(says(ran, why), ran.err);
    return ran.exit;
  };
  refused("orders/sinks/archive", 6513, "did you mean `orders/sink/archive`?");
  refused("orders/source", 6513, "there is no data_source 6513, but a data_sink 6513");
  refused("orders/source", 4711, "there is no data_source 4711");
  refused("orders/sink/archive", 6513, "adopt orders/nexset/clean first");
  CHECK(shop.read(k_dev_file) == before);

  const auto source = shop.adopt_one("orders/source", 6862);
  CHECK_MESSAGE(source.exit == 0, source.err);
  CHECK(shop.read(k_dev_file) == before + "  adopt:\n    orders/source: 6862\n");
  CHECK(shop.adopt_one("orders/source", 6862).exit == 0);
  refused("orders/source", 6863, "adopts 6862 already");
  CHECK(shop.adopt_one("orders/nexset/clean", 10398).exit == 0);
  refused("orders/nexset/regional", 10398, "is orders/nexset/clean already");
  refused("orders/sink/archive", 6520, "hangs from data_set 10410");
  CHECK(shop.adopt_one("orders/sink/archive", 6513).exit == 0);
  shop.edit(k_demo_file, "type: snowflake", "type: gcs");
  CHECK(shop.adopt_one("orders/nexset/regional", 10410).exit == 0);
  refused("orders/sink/warehouse", 6520, "of type snowflake");
  CHECK(shop.read(k_dev_file) == before +
                                     "  adopt:\n    orders/nexset/clean: 10398\n    orders/nexset/regional: 10410\n"
                                     "    orders/sink/archive: 6513\n    orders/source: 6862\n");
}

TEST_CASE("what others hold is not adopted")
{
  Shop shop;
  shop.edit_live("data_sources", 6862, {{"description", "Theirs\n[flowsync acme-data-k3x9/prod orders/source]"}});
  const auto ran = shop.adopt_one("orders/source", 6862);
  CHECK(ran.exit == 6);
  CHECK(says(ran, "acme-data-k3x9/prod orders/source"));
  CHECK(shop.read(k_dev_file).find("adopt") == std::string::npos);
  const auto all = shop.adopt({"--all"});
  CHECK(shop.read(k_dev_file).find("adopt") == std::string::npos);
  CHECK(says(all, "Not there"));
}

TEST_CASE("where several fit nobody guesses")
{
  Shop shop;
  const auto twin = shop.api("POST", "/data_sinks",
                             {{"name", "Orders archive"},
                              {"sink_type", "gcs"},
                              {"sink_config", {{"path", "x"}, {"data_format", "json"}}},
                              {"data_credentials_id", 6028},
                              {"data_set_id", 10398}});
  shop.clear_log();
  const auto ran = shop.adopt({"--all"});
  CHECK_MESSAGE(ran.exit == 3, ran.out << ran.err);
  CHECK(says(ran, std::to_string(twin.at("id").get<int>())));
  CHECK(says(ran, "several have this name and parent"));
  CHECK(shop.read(k_dev_file).find("orders/sink/archive") == std::string::npos);
  CHECK(shop.read(k_dev_file).find("orders/sink/warehouse: 6520") != std::string::npos);
  CHECK(shop.adopt({"--all"}).exit == 1); // nothing else is left to adopt
  CHECK(shop.adopt_one("orders/sink/archive", 6513).exit == 0);
  CHECK(shop.plan_json().at("summary").at("adopt") == 6);
  CHECK(shop.writes() == 0);
}

TEST_CASE("an environment file that cannot be extended is left as it is, with what to write")
{
  Shop shop;
  shop.write(k_dev_file, shop.read(k_dev_file) + "  adopt: &none {}\nx-none: *none\n");
  const auto before = shop.read(k_dev_file);
  const auto ran = shop.adopt_one("orders/source", 6862);
  CHECK(ran.exit == 1);
  CHECK_MESSAGE(says(ran, "set spec.adopt[\"orders/source\"] to 6862"), ran.err);
  CHECK(shop.read(k_dev_file) == before);
}
