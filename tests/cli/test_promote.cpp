#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

using flowsync::testing::Sandbox;

namespace {

constexpr const char* k_prod = "p/environments/prod/environment.yaml";

// A new project whose prod has neither the alias `warehouse` nor the variable `database`, and a person at a terminal.
struct Asked
{
  Sandbox box;

  Asked()
  {
    REQUIRE(box.run({"init", "p"}).exit == 0);
    box.edit(k_prod, "    warehouse: {name: Snowflake Sales, type: snowflake}\n", "");
    box.edit(k_prod, "    database: SALES\n", "");
    box.terminal = true;
  }

  flowsync::testing::Ran promote(const std::deque<std::string>& answers)
  {
    box.answers = answers;
    return box.run({"promote", "web-orders", "--from", "dev", "--to", "prod", "-C", "p"});
  }
};

bool holds(const std::string& text, const std::string& part)
{
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("promote shows the credentials of the type and takes the one that is typed")
{
  Asked asked;
  const auto ran = asked.promote({"6027", "x", "6031", "SALES_PROD"});
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  CHECK(holds(ran.err, "6029  Warehouse"));
  CHECK(holds(ran.err, "6031  Snowflake Sales"));
  CHECK(!holds(ran.err, "Orders S3")); // of another type
  CHECK(holds(ran.err, "Id of the credential for warehouse (snowflake) in prod: "));
  CHECK(holds(ran.err, "That is none of these ids."));
  CHECK(holds(ran.err, "Value of the variable database in prod [SALES_TEST, as in dev]: "));
  const auto prod = asked.box.read(k_prod);
  CHECK(holds(prod, "warehouse: {id: 6031, name: Snowflake Sales}"));
  CHECK(holds(prod, "database: SALES_PROD"));
  CHECK(holds(ran.out, "credentials.warehouse = 6031 (Snowflake Sales)"));
  CHECK(holds(ran.out, "Plan: 4 to add, 0 to change, 0 to destroy."));
}

TEST_CASE(
    "an empty answer takes a variable as it is elsewhere, and leaves a credential open so that nothing is written")
{
  Asked asked;
  auto ran = asked.promote({"6031", ""});
  CHECK(ran.exit == 0);
  CHECK(holds(ran.out, "The variable database is SALES_TEST, as in dev: change it if prod is another."));

  Asked again;
  const auto before = again.box.read(k_prod);
  ran = again.promote({"", "x"});
  CHECK(ran.exit == 1);
  CHECK(holds(ran.err, "--credential warehouse=ID; there are 6029 (Warehouse), 6030 (Warehouse) and 6031"));
  CHECK(again.box.read(k_prod) == before);
}

TEST_CASE("promote with --no-input never asks")
{
  Asked asked;
  asked.box.answers = {"6031"};
  const auto ran = asked.box.run({"promote", "web-orders", "--from", "dev", "--to", "prod", "-C", "p", "--no-input"});
  CHECK(ran.exit == 1);
  CHECK(asked.box.answers.size() == 1);
}

TEST_CASE("a variable that promote writes has the type that it has in the other environment")
{
  const auto promoted = [](const std::string& there, const std::string& given) {
    Sandbox box;
    REQUIRE(box.run({"init", "p"}).exit == 0);
    box.edit("p/environments/dev/environment.yaml", "    database: SALES_TEST\n",
             "    database: SALES_TEST\n    depth: " + there + "\n");
    box.write("p/environments/dev/flows/web-orders.yaml",
              "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: web-orders}\nspec:\n"
              "  source: {config: {depth.limit: \"${var.depth}\"}}\n");
    const auto ran = box.run(
        {"promote", "web-orders", "--from", "dev", "--to", "prod", "-C", "p", "--no-input", "--var", "depth=" + given});
    CHECK(ran.exit == (ran.err.find("wrong-type") == std::string::npos ? 0 : 1));
    const auto prod = box.read(k_prod);
    const auto at = prod.find("    depth: ");
    return at == std::string::npos ? ran.err : prod.substr(at + 4, prod.find('\n', at) - at - 4);
  };
  CHECK(promoted("3", "9") == "depth: 9");
  CHECK(promoted("0.5", "2") == "depth: 2");
  CHECK(promoted("true", "false") == "depth: false");
  CHECK(promoted("\"3\"", "9") == "depth: \"9\"");
  const auto refused = promoted("3", "deep");
  CHECK(holds(refused,
              "environments/dev/environment.yaml:16:12: error: `deep` cannot be the variable depth: in dev it is a "
              "whole number"));
  CHECK(holds(refused, "give a whole number"));
  CHECK(holds(promoted("true", "1"), "in dev it is true or false"));
}

TEST_CASE("promote writes nothing when the flow could not be planned afterwards")
{
  Sandbox box;
  REQUIRE(box.run({"init", "p"}).exit == 0);
  box.edit("p/environments/dev/environment.yaml", "url: sim:dev", "url: sim:prod");
  box.write("p/environments/dev/flows/users.yaml",
            "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: users}\nspec:\n"
            "  source: {name: Orders, type: s3, credential: order-files, config: {path: acme/x}}\n");
  const auto ran = box.run({"promote", "users", "--from", "dev", "--to", "prod", "-C", "p", "--no-input"});
  CHECK(ran.exit == 6);
  CHECK_MESSAGE(holds(ran.err, "Nothing was written: promoted, users could not be planned in prod"), ran.err);
  CHECK_MESSAGE(holds(ran.err, "[looks-existing]"), ran.err);
  CHECK(box.read("p/environments/dev/flows/users.yaml").find("acme/x") != std::string::npos);
  CHECK(!std::filesystem::exists(box.folder() / "p/environments/base/flows/users.yaml"));
}
