#include "scenarios/workspace.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace flowsync::scenarios;

TEST_CASE("a quiet apply that nobody is asked about prints no plan")
{
  Workspace workspace;
  const auto ran = workspace.run({"apply", "-e", "dev", "--auto-approve", "-q"});
  CHECK(ran.exit == 0);
  CHECK(!says(ran, "Plan: "));
  CHECK(says(ran, "Apply complete!"));
}

TEST_CASE("a plan says at once and at last what it amounts to, new resources in a line each, everything with --full")
{
  Workspace workspace;
  const auto plan = workspace.plan();
  CHECK(plan.out.starts_with("Plan: "));
  const auto first = plan.out.substr(0, plan.out.find('\n'));
  CHECK(plan.out.ends_with("\n" + first + "\n"));
  CHECK(says(plan, "  + web-orders/source: s3 "));
  CHECK(!says(plan, "/source_config/path"));
  CHECK(says(plan, "Credentials of new resources:"));
  const auto full = workspace.run({"plan", "-e", "dev", "--full"});
  CHECK(says(full, "/source_config/path"));
  CHECK(says(full, "# web-orders/source will be created"));
}

TEST_CASE("a destruction shows what is lost, and each thing by name")
{
  Workspace workspace;
  workspace.apply_well();
  const auto ran = workspace.run({"destroy", "-e", "dev", "--confirm", "dev", "--full"});
  CHECK(says(ran, "  - deletes web-orders/source, s3 "));
  CHECK(says(ran, "- /source_config/path = "));
}
