#include "model/target.hpp"

#include <doctest/doctest.h>

using namespace flowsync;

namespace {

bool means(const std::string& target, const std::string& address, const Labels& labels = {})
{
  return target_means(target, *Address::parse(address), labels);
}

} // namespace

TEST_CASE("a target means an address, a flow, a label, or what its pattern fits between two slashes")
{
  CHECK(means("orders", "orders/sink/out"));
  CHECK(means("orders/sink/out", "orders/sink/out"));
  CHECK_FALSE(means("orders/sink/out", "orders/sink/out2"));
  CHECK(means("orders-*", "orders-eu/sink/out"));
  CHECK_FALSE(means("orders-*", "orders/sink/out"));
  CHECK(means("*/sink/*", "orders/sink/out"));
  CHECK_FALSE(means("*/sink/*", "orders/source"));
  CHECK_FALSE(means("*", "lookup/regions")); // it names flows
  CHECK(means("*", "orders/nexset/a"));
  CHECK(means("lookup/*", "lookup/regions"));
  CHECK(means("o?ders/source", "orders/source"));
  CHECK(means("team=sales", "orders/source", {{"team", "sales"}}));
  CHECK(means("team=s*", "orders/source", {{"team", "sales"}}));
  CHECK_FALSE(means("team=sales", "orders/source"));
}

TEST_CASE("what is excluded is not selected, and without a target everything else is")
{
  const auto out = *Address::parse("orders/sink/out");
  const auto source = *Address::parse("orders/source");
  CHECK(is_targeted({}, out, {}));
  CHECK_FALSE(is_targeted({"!*/sink/*"}, out, {}));
  CHECK(is_targeted({"!*/sink/*"}, source, {}));
  CHECK_FALSE(is_targeted({"orders", "!*/sink/*"}, out, {}));
  CHECK(is_targeted({"orders", "!*/sink/*"}, source, {}));
  CHECK_FALSE(is_targeted({"people", "!*/sink/*"}, source, {}));
  CHECK(target_words({"orders", "!*/sink/*"}) == "orders without */sink/*");
  CHECK(target_words({"!a"}) == "everything without a");
}

TEST_CASE("an exclusion of a part of a flow does not mean the flow")
{
  CHECK(target_means_flow("orders/sink/out", "orders", {}, true));
  CHECK_FALSE(target_means_flow("!orders/sink/out", "orders", {}, false));
  CHECK(target_means_flow("!ord*", "orders", {}, false));
}
