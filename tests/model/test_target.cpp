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

TEST_CASE("each flow lies in just one part, and what flows share in the first")
{
  constexpr std::size_t k_count = 4;
  std::size_t of_first = 0;
  for (int i = 0; i < 200; ++i) {
    const auto flow = "flow-" + std::to_string(i);
    const auto address = *Address::parse(flow + "/source");
    std::size_t parts = 0;
    for (std::size_t index = 0; index < k_count; ++index) {
      const Targets targets{target_of({index, k_count})};
      const bool is_in = is_targeted(targets, address, {});
      CHECK(is_in == !target_means_flow(targets.front(), flow, {}, true));
      parts += is_in ? 1U : 0U;
      of_first += is_in && index == 0 ? 1U : 0U;
    }
    CHECK(parts == 1);
  }
  CHECK(of_first > 25);
  CHECK(of_first < 80);
  const auto shared = *Address::parse("lookup/regions");
  CHECK(is_targeted({target_of({0, k_count})}, shared, {}));
  CHECK_FALSE(is_targeted({target_of({1, k_count})}, shared, {}));
  CHECK(is_targeted({target_of({0, 1})}, shared, {}));
  CHECK_FALSE(is_targeted({"people", target_of({0, 1})}, shared, {}));
  CHECK(target_words({target_of({1, 4})}) == "everything without all but part 1 of 4");
  CHECK(shard_of(target_of({3, 4}))->index == 3);
  for (const auto* const other :
       {"orders", "!orders", "team=sales", "outside-shard:4/4", "outside-shard:x", "outside-shard:1/2x"}) {
    CHECK_MESSAGE(!shard_of(other), other);
  }
}
