#include "base/natural_order.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace flowsync;

TEST_CASE("names with numbers follow one another as people count")
{
  std::vector<std::string> names{"orders-10", "orders", "orders-2", "orders-2/sink/b10",      "orders-2/sink/b9", "a",
                                 "orders-02", "b1c3",   "b1c20",    "99999999999999999999999"};
  std::sort(names.begin(), names.end(), NaturalLess());
  CHECK(names == std::vector<std::string>{"99999999999999999999999", "a", "b1c3", "b1c20", "orders", "orders-02",
                                          "orders-2", "orders-2/sink/b9", "orders-2/sink/b10", "orders-10"});
}

TEST_CASE("the natural order holds no two different texts for equal")
{
  const std::vector<std::string> texts{"",    "0",    "00", "1",        "01",    "a0",   "a00",
                                       "a0b", "a00b", "a1", "\xC3\xA9", "a01b2", "a1b02"};
  for (const auto& a : texts) {
    for (const auto& b : texts) {
      CHECK(std::is_eq(natural_order(a, b)) == (a == b));
      CHECK(std::is_lt(natural_order(a, b)) == std::is_gt(natural_order(b, a)));
      for (const auto& c : texts) {
        CHECK((!NaturalLess()(a, b) || !NaturalLess()(b, c) || NaturalLess()(a, c)));
      }
    }
  }
}
