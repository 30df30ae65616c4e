#include "workspace.hpp"

#include <doctest/doctest.h>

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

const std::string k_prod_settings = "environments/prod/environment.yaml";

// Two environments in one account, and a source that only Nexla's UI knows.
struct OneAccount : Workspace
{
  std::string source;

  OneAccount()
  {
    remove("environments/base/flows/people.yaml");
    source = std::to_string(api("POST", "/data_sources",
                                {{"name", "Web orders"},
                                 {"source_type", "s3"},
                                 {"data_credentials_id", 6027},
                                 {"source_config", {{"path", "orders"}, {"start.cron", "0 0 * * * ? *"}}}})
                                .at("id")
                                .get<std::int64_t>());
    edit(k_dev_file, "  variables:", "  adopt: {web-orders/source: " + source + "}\n  variables:");
  }
};

json codes_of(const json& plan, const std::string& code)
{
  auto found = json::array();
  for (const auto& item : plan.at("diagnostics")) {
    if (item.at("code") == code) {
      found.push_back(item);
    }
  }
  return found;
}

} // namespace

TEST_CASE("plan, validate and promote warn of a place that two environments write, and an entry silences it")
{
  Workspace workspace;
  workspace.edit(k_prod_settings, ", shared_places: [\"*\"]", "");
  const auto planned = workspace.plan("prod");
  CHECK(planned.exit == 0);
  CHECK(says(planned, "dev and prod write the same place: snowflake `database=SALES table=WEB_ORDERS` [same-place]"));
  CHECK(says(planned, "environments/base/flows/orders.yaml:30:"));
  CHECK(codes_of(workspace.plan_json("prod"), "same-place").size() == 5);
  const auto aimed = workspace.run({"plan", "-e", "prod", "--target", "people", "--format", "json"});
  CHECK(codes_of(json::parse(aimed.out), "same-place").size() == 3);
  CHECK(says(workspace.run({"validate"}), "Valid: 5 warnings"));
  CHECK(workspace.run({"validate"}).exit == 0);

  workspace.write("environments/dev/flows/users.yaml",
                  "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: users}\nspec:\n"
                  "  source: {name: Users, type: s3, credential: files, config: {path: acme/users}}\n");
  const auto promoted = workspace.run({"promote", "users", "--from", "dev", "--to", "prod"});
  CHECK(promoted.exit == 0);
  CHECK(says(promoted, "dev and prod read the same place: s3 `acme/users`"));
  CHECK(says(promoted, "environments/dev/flows/users.yaml"));

  workspace.edit(k_prod_settings, "max_changes: 30%",
                 "max_changes: 30%, shared_places: [people/*, WEB_ORDERS, archive/orders, acme/*]");
  CHECK(codes_of(workspace.plan_json("prod"), "same-place").empty());
  CHECK(says(workspace.run({"validate"}), "Valid: no problems"));
}

TEST_CASE("what dev adopts is not offered to prod, and one resource in two environments is an error")
{
  OneAccount account;
  const auto planned = account.plan("prod");
  CHECK(planned.exit == 6);
  CHECK(says(planned, "and " + account.source +
                          " is one already: it belongs to dev (dev adopts it for web-orders/source "
                          "(environments/dev/environment.yaml:"));
  CHECK(!says(planned, "take it over"));
  const auto refused = account.run({"adopt", "-e", "prod", "web-orders/source", "--id", account.source});
  CHECK(refused.exit == 6);
  CHECK(says(refused, "belongs to dev"));
  const auto all = account.run({"adopt", "-e", "prod", "--all"});
  CHECK(says(all, "it belongs to dev"));
  CHECK(account.read(k_prod_settings).find("adopt:") == std::string::npos);

  account.edit(k_prod_settings, "  variables:", "  adopt: {web-orders/source: " + account.source + "}\n  variables:");
  const auto twice = account.run({"validate"});
  CHECK(twice.exit == 1);
  CHECK(says(twice, "data_source " + account.source + " is adopted by dev and by prod"));
  CHECK(says(twice, "dev adopts it here, for web-orders/source"));
  for (const auto* const where : {"dev", "prod"}) {
    const auto applied = account.apply(where);
    CHECK(applied.exit == 6);
    CHECK(says(applied, "adopted-twice"));
  }
  CHECK(account.writes() == 1); // the source of the test
}

TEST_CASE("of two environments that adopt one resource only the one is stopped that would take it over")
{
  OneAccount account;
  account.apply_well();
  account.edit(k_prod_settings, "  variables:", "  adopt: {web-orders/source: " + account.source + "}\n  variables:");
  const auto held = account.plan();
  CHECK(ends_with_no_changes(held));
  CHECK(says(held, "is adopted by prod and by dev"));
  account.edit(k_order_file, "name: Web orders, archive", "name: Web orders, kept");
  account.apply_well();
  account.clear_log();
  const auto taken = account.apply("prod");
  CHECK(taken.exit == 6);
  CHECK(says(taken, "web-orders/source"));
  CHECK(account.writes() == 0);
  CHECK(account.run({"validate"}).exit == 1);
}
