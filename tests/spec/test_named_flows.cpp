#include "spec/named_flows.hpp"

#include <doctest/doctest.h>

using namespace flowsync::spec;

namespace {

const std::string k_orders = "apiVersion: flowsync/v1\nkind: Flow\nmetadata:\n  name: orders\nspec: {}\n";

} // namespace

TEST_CASE("a file that holds other flows alone is about others")
{
  CHECK(is_about_others(k_orders, {"people"}));
  CHECK(is_about_others(k_orders + "---\r\nkind: Flow\r\n", {"people"}));
  CHECK(is_about_others(k_orders, {"order"}));
  CHECK(is_about_others(k_orders, {"rders"}));
  CHECK(!is_about_others(k_orders, {"people", "orders"}));
}

TEST_CASE("a name counts wherever it stands as a word")
{
  CHECK(!is_about_others(k_orders + "# like people", {"people"}));
  CHECK(!is_about_others(k_orders + "moved: [{from: people/sink/x, to: orders/sink/x}]", {"people"}));
  CHECK(is_about_others(k_orders + "x-note: people-eu, eu-people, people2", {"people"}));
  CHECK(!is_about_others(k_orders + "x-note: people-eu people", {"people"}));
}

TEST_CASE("a file whose text leaves a doubt is never passed over")
{
  for (const std::string text :
       {"", "metadata: {name: orders}\n", "kind: Lookup\nmetadata: {name: orders}\n", "{kind: Flow}\n",
        "\"kind\": Flow\n", "kind: Flows\n", " kind: Flow\n", "kind: Flow # orders\n",
        "kind: Flow\nx: \"peo\\x70le\"\n", "kind: Flow\nx: \"peo\\\nple\"\n"}) {
    CAPTURE(text);
    CHECK(!is_about_others(text, {"people"}));
  }
  CHECK(!is_about_others(k_orders + "---\nkind: Environment\n", {"people"}));
  CHECK(is_about_others(k_orders + "x: \"a\\.b\"\n", {"people"}));
}

TEST_CASE("flows that a text refers to")
{
  CHECK(referred_flows("a: ${ref.orders/source.id}\nb: ${ref.lookup/x.id} ${ref.credential} ${ref.") ==
        std::set<std::string>{"orders", "lookup"});
  CHECK(referred_flows("origin: {flow: web, nexset: x}\n") == std::set<std::string>{"web"});
  CHECK(referred_flows("triggers:\n  - after: \"web-2\"\n") == std::set<std::string>{"web-2"});
  CHECK(referred_flows("nothing").empty());
}
