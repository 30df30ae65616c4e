#include "plan/desired_tree.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

Address sink(const std::string& key)
{
  return *Address::parse("f/sink/" + key);
}

Desired desired_with(const std::vector<std::pair<std::string, std::string>>& moves)
{
  Desired desired;
  for (const auto& [from, to] : moves) {
    desired.moves.push_back({sink(from), to.empty() ? std::nullopt : std::optional(sink(to)), {}});
  }
  return desired;
}

} // namespace

TEST_CASE("moves are followed to their end, and in a circle to the last one before it closes")
{
  const auto desired =
      desired_with({{"a", "b"}, {"b", "c"}, {"x", ""}, {"s", "s"}, {"t", "p"}, {"p", "q"}, {"q", "p"}});
  const Moves moves(desired);
  CHECK(moves.to(sink("a")) == sink("c"));
  CHECK(moves.to(sink("b")) == sink("c"));
  CHECK(!moves.to(sink("c")));
  CHECK(!moves.to(sink("x")));
  CHECK(!moves.to(sink("s")));
  CHECK(moves.to(sink("p")) == sink("q"));
  CHECK(moves.to(sink("q")) == sink("p"));
  CHECK(moves.to(sink("t")) == sink("q"));
  CHECK(moved_to(desired, sink("a")) == sink("c"));
}

TEST_CASE("a chain of moves costs its length, whichever way it is written")
{
  for (const bool backwards : {false, true}) {
    for (const std::size_t length : {500U, 1000U, 2000U}) {
      std::vector<std::pair<std::string, std::string>> chain;
      for (std::size_t i = 0; i < length; ++i) {
        chain.emplace_back(fmt::format("a{}", i), fmt::format("a{}", i + 1));
      }
      if (backwards) {
        std::reverse(chain.begin(), chain.end());
      }
      const Moves moves(desired_with(chain));
      CHECK(moves.steps() == length);
      CHECK(moves.to(sink("a0")) == sink(fmt::format("a{}", length)));
    }
  }
}
