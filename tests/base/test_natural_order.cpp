#include "base/natural_order.hpp"

#include <algorithm>
#include <random>
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

namespace {

// The same order said in another way: each text as bytes and numbers, then byte by byte.
std::vector<std::pair<std::size_t, std::string>> pieces_of(const std::string& text)
{
  std::vector<std::pair<std::size_t, std::string>> pieces;
  for (std::size_t at = 0; at < text.size();) {
    auto end = text.find_first_not_of("0123456789", at);
    end = std::min(end, text.size());
    if (end == at) {
      pieces.emplace_back(0, text.substr(at++, 1));
      continue;
    }
    const auto digits = text.substr(at, end - at);
    const auto value = digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
    pieces.emplace_back(value.size() + 1, value);
    at = end;
  }
  return pieces;
}

bool is_less(const std::string& a, const std::string& b)
{
  const auto left = pieces_of(a);
  const auto right = pieces_of(b);
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    const bool numbers = left[i].first > 0 && right[i].first > 0;
    if (numbers && left[i] != right[i]) {
      return left[i] < right[i];
    }
    if (numbers) {
      continue;
    }
    const auto first = [](const auto& piece, const std::string& digits) {
      return piece.first > 0 ? digits.front() : piece.second.front();
    };
    // A digit against another byte: what is written counts, zeros included.
    std::size_t at = 0;
    std::size_t bt = 0;
    for (std::size_t k = 0; k < i; ++k) {
      at = left[k].first > 0 ? std::min(a.find_first_not_of("0123456789", at), a.size()) : at + 1;
      bt = right[k].first > 0 ? std::min(b.find_first_not_of("0123456789", bt), b.size()) : bt + 1;
    }
    const auto one = first(left[i], a.substr(at));
    const auto other = first(right[i], b.substr(bt));
    if (one != other) {
      return one < other;
    }
  }
  return left.size() != right.size() ? left.size() < right.size() : a < b;
}

} // namespace

TEST_CASE("random names are ordered by what their pieces are worth")
{
  std::mt19937 random(3);
  const auto name = [&] {
    std::string text = random() % 2 == 0 ? "orders-of-a-partner-" : "";
    for (auto left = random() % 7; left > 0; --left) {
      text += "0011290a-b/"[random() % 11];
    }
    return text;
  };
  for (int i = 0; i < 50'000; ++i) {
    const auto a = name();
    const auto b = name();
    INFO(a << " and " << b);
    CHECK(NaturalLess()(a, b) == is_less(a, b));
  }
}
