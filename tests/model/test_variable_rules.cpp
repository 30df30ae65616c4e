#include "model/variable_rules.hpp"

#include <doctest/doctest.h>

using namespace flowsync;

TEST_CASE("values come from FLOWSYNC_VAR_* and what the process lists, and from nowhere else")
{
  const VariableRules rules("TEAM, REGION:X\tNEXLA_STAGE");
  for (const auto* const name : {"FLOWSYNC_VAR_BUCKET", "TEAM", "REGION", "X", "NEXLA_STAGE"}) {
    CHECK(rules.is_value(name));
    CHECK(!rules.may_be_credential(name));
  }
  for (const auto* const name : {"HOME", "NEXLA_KEY", "FLOWSYNC_BUCKET", "GITHUB_TOKEN", "FLOWSYNC_ENV", ""}) {
    CHECK(!rules.is_value(name));
  }
}

TEST_CASE("whatever may be a credential by its name is one, settings with a known meaning are not")
{
  const VariableRules rules;
  for (const auto* const name : {"NEXLA_PROD", "FLOWSYNC_BUCKET", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION",
                                 "GITHUB_TOKEN", "my_api_key", "DB_PASSWORD", "Client_Secret_2"}) {
    CHECK(rules.may_be_credential(name));
  }
  for (const auto* const name : {"HOME", "PATH", "CI", "AWS_REGION", "FLOWSYNC_HOSTS", "FLOWSYNC_VAR_TOKEN"}) {
    CHECK(!rules.may_be_credential(name));
  }
}

TEST_CASE("the hint says how a variable is called from now on")
{
  CHECK(renaming_hint("NEXLA_BUCKET").find("such as FLOWSYNC_VAR_BUCKET,") != std::string::npos);
  CHECK(renaming_hint("TEAM").find("such as FLOWSYNC_VAR_TEAM,") != std::string::npos);
  CHECK(credential_hint("FLOWSYNC_VAR_K").find("another name") != std::string::npos);
  CHECK(credential_hint("MY_KEY").find("out of FLOWSYNC_ENV") != std::string::npos);
}
