#include "sim/accounts.hpp"
#include "sim/server.hpp"

#include <doctest/doctest.h>

using nlohmann::json;
namespace sim = flowsync::sim;

namespace {

json dump_of_account(const std::string& account)
{
  sim::Options options;
  options.account = account;
  sim::Server server(options);
  server.start();
  return server.call("GET", "/_sim/dump");
}

std::set<std::int64_t> ids_in(const json& dump, const std::string& type)
{
  std::set<std::int64_t> ids;
  for (const auto& item : dump.at(type)) {
    ids.insert(item.at("id").get<std::int64_t>());
  }
  return ids;
}

} // namespace

TEST_CASE("a new account holds the demo, unless another one is named")
{
  CHECK(sim::account_table().front().name == sim::Options().account);
  CHECK(ids_in(dump_of_account("demo"), "data_sources") == std::set<std::int64_t>{6862});
  CHECK(ids_in(dump_of_account("empty"), "data_credentials").empty());
  CHECK(ids_in(dump_of_account("empty"), "data_sources").empty());
  CHECK_THROWS_WITH_AS(dump_of_account("nowhere"), "it has no account `nowhere`", std::runtime_error);
}

TEST_CASE("the accounts of the tutorial are what it says they are")
{
  const auto dev = dump_of_account("tutorial-dev");
  CHECK(ids_in(dev, "data_sources") == std::set<std::int64_t>{6862});
  CHECK(ids_in(dev, "data_sets") == std::set<std::int64_t>{10393, 10398, 10410, 10421});
  CHECK(ids_in(dev, "data_sinks") == std::set<std::int64_t>{6513, 6520, 6531});
  const auto prod = dump_of_account("tutorial-prod");
  CHECK(ids_in(prod, "data_sources").empty());
  std::map<std::string, int> types;
  for (const auto& credential : prod.at("data_credentials")) {
    ++types[credential.at("fields").at("credentials_type").get<std::string>()];
    CHECK(ids_in(dev, "data_credentials").count(credential.at("id").get<std::int64_t>()) == 0);
  }
  CHECK(types["s3"] == 2);
  CHECK(types["rest"] == 3);
}
