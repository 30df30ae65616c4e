#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

using flowsync::testing::Sandbox;

namespace {

const std::string k_prod_like = R"(# The one that counts.
apiVersion: flowsync/v1
kind: Environment
metadata: {name: prod, formerly: [live]}
spec:
  nexla:
    url: https://dataops.nexla.io/nexla-api
    auth: {service_key: "${env.NEXLA_PROD_SERVICE_KEY}"} # of the machine user
    read_auth: {service_key: "${env.NEXLA_PLAN_KEY}"}
  variables:
    bucket: acme-prod # with a slash behind it
  secrets: {hook: {env: PROD_HOOK_SECRET}}
  credentials:
    # files of the shop
    orders-s3: {id: 6027}
    warehouse:
      name: Snowflake
      type: snowflake
  adopt: # by hand
    web-orders/source: 6862
  safety:
    max_deletes: 0
)";

} // namespace

TEST_CASE("an environment made like another one has its settings and comments, and none of its bindings")
{
  Sandbox box;
  REQUIRE(box.run({"init", "--name", "shop", "-q"}).exit == 0);
  box.write("environments/prod/environment.yaml", k_prod_like);
  const auto ran = box.run({"env", "add", "eu-prod", "--like", "prod"});
  INFO(ran.err);
  REQUIRE(ran.exit == 0);
  CHECK(box.read("environments/eu-prod/environment.yaml") == R"(# The one that counts.
apiVersion: flowsync/v1
kind: Environment
metadata: {name: eu-prod}
spec:
  nexla:
    url: https://dataops.nexla.io/nexla-api
    auth: {service_key: "${env.NEXLA_EU_PROD_SERVICE_KEY}"} # of the machine user
    read_auth: {service_key: "${env.NEXLA_PLAN_KEY}"}
  variables:
    bucket: acme-prod # with a slash behind it
  secrets: {hook: {env: EU_PROD_HOOK_SECRET}}
  credentials:
    # files of the shop
    # orders-s3: {id: 6027}
    # warehouse:
      # name: Snowflake
      # type: snowflake
  safety:
    max_deletes: 0
)");
  CHECK(ran.out == R"(Wrote environments/eu-prod/environment.yaml
  `spec.nexla.url` is that of prod: is it the same account?
  give the runs of eu-prod the variables NEXLA_EU_PROD_SERVICE_KEY and EU_PROD_HOOK_SECRET
  `spec.nexla.read_auth.service_key` stays as in prod: is that the same key?
  `spec.adopt` of prod is left out: one resource belongs to one environment
  `spec.credentials` needs `orders-s3` and `warehouse`: they stand there as comments with those of prod; `flowsync credentials -e eu-prod` lists those of the account
  `spec.variables` is taken over: they say what prod reads and writes
  the document of prod is not taken over: web-orders
`flowsync validate -e eu-prod` says what is still missing.
)");
  // What is missing is an error, so nothing is bound by accident.
  const auto validated = box.run({"validate", "-e", "eu-prod"});
  CHECK(validated.exit == 1);
  CHECK(validated.out.find("there is no credential for the alias `order-files` in environment eu-prod") !=
        std::string::npos);
  CHECK(box.run({"fmt", "--check", "environments/eu-prod"}).exit != 1);
}

TEST_CASE("an environment on a simulator gets one of its own")
{
  Sandbox box;
  REQUIRE(box.run({"init", "--name", "shop", "-q"}).exit == 0);
  REQUIRE(box.run({"env", "add", "test", "--like", "dev"}).exit == 0);
  CHECK(box.read("environments/test/environment.yaml").find("url: sim:test #") != std::string::npos);
  const auto again = box.run({"env", "add", "test", "--like", "dev"});
  CHECK(again.exit == 1);
  CHECK(again.err.find("environments/test/environment.yaml") != std::string::npos);
  CHECK(box.run({"env", "add", "Test", "--like", "dev"}).err.find("cannot be the name of an environment") !=
        std::string::npos);
  CHECK(box.run({"env", "add", "x", "--like", "devv"}).err.find("there is no environment `devv`") != std::string::npos);
  CHECK(box.run({"env"}).err.find("`flowsync env` needs a command") != std::string::npos);
}

TEST_CASE("the environment is that of the variable where no -e names one")
{
  Sandbox box;
  REQUIRE(box.run({"init", "--name", "shop", "-q"}).exit == 0);
  box.environment["FLOWSYNC_ENVIRONMENT"] = "dev";
  CHECK(box.run({"render"}).out.find("acme-dev/web-orders") != std::string::npos);
  CHECK(box.run({"render", "-e", "prod"}).out.find("acme-prod/web-orders") != std::string::npos);
  CHECK(box.run({"validate"}).out.find("dev, prod and qa") != std::string::npos); // all of them, as ever
  box.environment["FLOWSYNC_ENVIRONMENT"] = "";
  CHECK(box.run({"render"}).err.find("add -e NAME, or set FLOWSYNC_ENVIRONMENT; there is dev, prod and qa") !=
        std::string::npos);
}
