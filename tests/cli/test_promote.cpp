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
  CHECK(holds(prod, "warehouse: {id: 6031}"));
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
