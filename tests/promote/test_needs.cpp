#include "promote/needs.hpp"
#include "promote/specs.hpp"

using namespace flowsync;
using namespace flowsync::testing;

TEST_CASE("needs are the names that the target's rendering uses and its settings do not have")
{
  Specs specs;
  specs.box.write(
      "environments/base/flows/users.yaml",
      flow_text("  source:\n    type: s3\n    credential: files\n    config: {path: \"${var.bucket}/x\", auth: "
                "\"${secret.hook}\"}\n  nexsets: [{key: raw, detected: {}}]\n  sinks:\n"
                "    - {key: out, from: raw, type: gcs, credential: files}\n"));
  specs.box.write("environments/dev/flows/users.yaml", flow_text("  source: {config: {limit: \"${var.limit}\"}}\n"));
  specs.box.write("environments/dev/environment.yaml",
                  environment_text("dev", "  variables: {bucket: b, limit: 5}\n  credentials: {files: {id: 7}}\n"
                                          "  secrets: {hook: {env: NEXLA_DEV_HOOK}}\n"));
  const promote::Promotion request{"users", "dev", "prod", false};
  const auto drafted = promote::load_drafted(specs.box.folder(), request, {}, {});
  const auto needs = promote::find_needs(*drafted, request, {"users"});
  REQUIRE(needs.credentials.size() == 1);
  CHECK(needs.credentials[0].types == std::set<std::string>{"gcs", "s3"});
  CHECK(needs.credentials[0].elsewhere == "id 7");
  REQUIRE(needs.variables.size() == 1); // `limit` is used in dev's overlay only
  CHECK(needs.variables[0].elsewhere->text() == "b");
  REQUIRE(needs.secrets.size() == 1);
  CHECK(needs.secrets[0].source.env == "NEXLA_PROD_HOOK");
}

TEST_CASE("a variable is needed as it is written, with the machine's variable of the target, and with what it names")
{
  Specs specs;
  specs.box.write("environments/base/flows/users.yaml",
                  flow_text("  source: {type: s3, config: {token: \"${var.token}\", x: \"${var.full}\"}}\n"));
  specs.box.write("environments/dev/environment.yaml",
                  environment_text("dev", "  variables: {token: \"${env.NEXLA_DEV_TOKEN}\", root: r, full: "
                                          "\"${var.root}/${secret.hook}\"}\n  secrets: {hook: {env: HOOK}}\n"));
  const promote::Promotion request{"users", "dev", "prod", false};
  const overlay::ProcessEnvironment process(
      std::map<std::string, std::string, std::less<>>{{"NEXLA_DEV_TOKEN", "hunter2"}});
  const auto drafted = promote::load_drafted(specs.box.folder(), request, process, {});
  const auto needs = promote::find_needs(*drafted, request, {"users"});
  REQUIRE(needs.variables.size() == 3);
  CHECK(needs.variables[0].name == "full");
  CHECK(needs.variables[0].elsewhere->text() == "${var.root}/${secret.hook}");
  CHECK(needs.variables[1].elsewhere->text() == "r");
  CHECK(needs.variables[2].elsewhere->text() == "${env.NEXLA_PROD_TOKEN}");
  REQUIRE(needs.secrets.size() == 1);
}

TEST_CASE("flows that a flow runs after or begins from are needed where the target does not have them")
{
  Specs specs;
  const std::string sets = "  nexsets: [{key: raw, detected: {}}]\n";
  specs.box.write("environments/base/flows/users.yaml",
                  flow_text("  triggers: [{after: orders}, {after: people/source}]\n  source: {type: s3}\n" + sets));
  specs.box.write("environments/base/flows/people.yaml", flow_text("  source: {type: s3}\n" + sets, "people"));
  specs.box.write("environments/dev/flows/orders.yaml", flow_text("  source: {type: s3}\n" + sets, "orders"));
  const promote::Promotion request{"users", "dev", "prod", false};
  const auto drafted = promote::load_drafted(specs.box.folder(), request, {}, {});
  const auto needs = promote::find_needs(*drafted, request, {"users"});
  CHECK(needs.flows == std::vector<std::string>{"orders"});
  CHECK(!needs.empty());

  specs.box.write("environments/base/flows/users.yaml",
                  flow_text("  origin: {flow: orders, nexset: raw}\n  nexsets: [{key: more}]\n"));
  const auto again = promote::load_drafted(specs.box.folder(), request, {}, {});
  CHECK(promote::find_needs(*again, request, {"users"}).flows == std::vector<std::string>{"orders"});
}

TEST_CASE("an environment's name is replaced in other names as a whole word, in its spelling")
{
  CHECK(promote::with_environment("NEXLA_DEV_HOOK", "dev", "prod") == "NEXLA_PROD_HOOK");
  CHECK(promote::with_environment("keys/dev/hook", "dev", "us-prod") == "keys/us-prod/hook");
  CHECK(promote::with_environment("NEXLA_DEV_HOOK", "dev", "us-prod") == "NEXLA_US_PROD_HOOK");
  CHECK(promote::with_environment("NEXLA_DEVICE", "dev", "prod") == "NEXLA_DEVICE");
  CHECK(promote::with_environment("HOOK", "dev", "prod") == "HOOK");
}
