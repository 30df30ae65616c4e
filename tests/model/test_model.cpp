#include "model/address.hpp"
#include "model/desired.hpp"
#include "model/live.hpp"
#include "model/mark.hpp"
#include "model/node.hpp"
#include "model/record.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

using namespace flowsync;

TEST_CASE("addresses survive a round trip and anything else is refused")
{
  for (const auto* const text : {"orders/source", "orders/nexset/clean", "orders/sink/warehouse", "lookup/regions",
                                 "transform/clean", "code/reader", "credential/warehouse"}) {
    const auto address = Address::parse(text);
    REQUIRE_MESSAGE(address, text);
    CHECK(address->text() == text);
  }
  for (const auto* const text :
       {"", "orders", "orders/", "Orders/source", "orders/sink/", "orders/nexset/a/b", "-a/source"}) {
    CHECK_MESSAGE(!Address::parse(text), text);
  }
}

TEST_CASE("addresses follow one another by flow, then from source to sink, with numbers as people count")
{
  const std::vector<std::string> wanted{"orders-2/source", "orders-2/nexset/s9", "orders-2/nexset/s10",
                                        "orders-2/sink/a", "orders-10/source"};
  std::set<Address> sorted;
  for (const auto& text : wanted) {
    sorted.insert(*Address::parse(text));
  }
  std::vector<std::string> found;
  for (const auto& address : sorted) {
    found.push_back(address.text());
  }
  CHECK(found == wanted);
}

TEST_CASE("a flow called like a word of addresses is reserved")
{
  CHECK(is_reserved_flow_name("lookup"));
  CHECK(!is_reserved_flow_name("orders"));
}

TEST_CASE("a mark is found as a whole line anywhere and keeps unknown tokens")
{
  const Mark mark{"acme-k3x9", "prod", *Address::parse("orders/sink/warehouse"), {{"id", "7"}}};
  CHECK(mark.text() == "[flowsync acme-k3x9/prod orders/sink/warehouse id=7]");
  const auto marks = find_marks("Hello\r\n  " + mark.text() + "  \r\nmore");
  REQUIRE(marks.size() == 1);
  CHECK(marks[0] == mark);
  CHECK(find_marks("see " + mark.text()).empty());
  CHECK(strip_marks(with_mark("Hourly files", mark)) == "Hourly files");
  CHECK(with_mark("", mark) == mark.text());
  CHECK(with_mark(with_mark("x", mark), mark) == with_mark("x", mark));
  CHECK(with_mark("x\n \n", mark) == with_mark("x", mark)); // otherwise marking again would move it
}

TEST_CASE("two different marks are both reported")
{
  CHECK(find_marks("[flowsync a/b c/source]\n[flowsync a/b d/source]\n[flowsync a/b c/source]").size() == 2);
}

TEST_CASE("plain scalars are typed as YAML 1.2 and JSON say")
{
  CHECK(plain_scalar_kind("true") == NodeKind::boolean);
  CHECK(plain_scalar_kind("yes") == NodeKind::string);
  CHECK(plain_scalar_kind("0010") == NodeKind::string);
  CHECK(plain_scalar_kind("10") == NodeKind::integer);
  CHECK(plain_scalar_kind("-1.5e3") == NodeKind::real);
  CHECK(plain_scalar_kind("1.") == NodeKind::string);
  CHECK(plain_scalar_kind("2020-01-01") == NodeKind::string);
  CHECK(plain_scalar_kind("") == NodeKind::null);
  CHECK(plain_scalar_kind("-") == NodeKind::string);
}

TEST_CASE("integers are exact to 64 bits")
{
  CHECK(to_json(*make_scalar(NodeKind::integer, "18446744073709551615")).dump() == "18446744073709551615");
  CHECK(to_json(*make_scalar(NodeKind::integer, "-9223372036854775808")).dump() == "-9223372036854775808");
}

TEST_CASE("a status word means running, not running or unknown, in any case")
{
  CHECK(running("active") == Running::yes);
  CHECK(running("Archived") == Running::no);
  CHECK(running("FROZEN") == Running::unknown);
}

TEST_CASE("a location carries its source line without the line break")
{
  SourceFiles files;
  const auto file = files.add("a.yaml", "one\r\ntwo\nthree", "base");
  const auto place = files.locate({file, 2, 1});
  CHECK(place.source_line == "two");
  CHECK(files.locate({file, 1, 2}).source_line == "one");
  CHECK(files.origin({file, 3, 4}) == Origin{"a.yaml", 3, 4, "base"});
}

TEST_CASE("what a location underlines is measured in characters, at least one")
{
  SourceFiles files;
  const auto file = files.add("a.yaml", "größe: 1", "base");
  CHECK(files.locate({file, 1, 1}, "größe").length == 5);
  CHECK(files.locate({file, 1, 1}, "").length == 1);
}
