#include "plan/moves.hpp"

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

Desired desired_with(const std::vector<std::pair<std::string, std::string>>& moves,
                     const std::vector<std::string>& wanted)
{
  Desired desired;
  for (const auto& [from, to] : moves) {
    desired.moves.push_back({sink(from), to.empty() ? std::nullopt : std::optional(sink(to)), {}});
  }
  for (const auto& key : wanted) {
    DesiredResource resource;
    resource.address = sink(key);
    desired.resources.push_back(resource);
  }
  std::sort(desired.resources.begin(), desired.resources.end(),
            [](const auto& a, const auto& b) { return a.address < b.address; });
  return desired;
}

} // namespace

TEST_CASE("moves are followed to the first address that the specs name")
{
  const auto desired = desired_with({{"a", "b"}, {"b", "c"}, {"c", "d"}, {"x", ""}, {"s", "s"}, {"p", "q"}, {"q", "p"}},
                                    {"c", "d", "s"});
  const Moves moves(desired);
  CHECK(moves.to(sink("a")) == sink("c"));
  CHECK(moves.to(sink("b")) == sink("c"));
  CHECK(moves.to(sink("c")) == sink("d"));
  CHECK(!moves.to(sink("d")));
  CHECK(!moves.to(sink("x")));
  CHECK(!moves.to(sink("s")));
  CHECK(!moves.to(sink("p"))); // a circle that the specs name nothing of
  CHECK(moves.now(sink("a"), "") == sink("c"));
  CHECK(moves.now(sink("x"), "") == sink("x"));
}

TEST_CASE("a token tells what came to an address after the entry that leads away from it")
{
  const auto desired = desired_with({{"a", "b"}, {"b", "a"}, {"c", "d"}}, {"a", "b", "d"});
  const Moves moves(desired);
  const auto token = moves.token_to_write(sink("a"));
  CHECK(token.size() == 5);
  CHECK(token != moves.token_to_write(sink("b")));
  CHECK(moves.token_to_write(sink("c")).empty()); // nothing is made there
  CHECK(moves.token_to_write(sink("d")).empty()); // nothing leads away
  CHECK(moves.now(sink("a"), "") == sink("b"));
  CHECK(moves.now(sink("a"), token) == sink("a"));
  CHECK(moves.now(sink("a"), moves.token_to_write(sink("b"))) == sink("b"));
}

TEST_CASE("a flow moves with all that is below it, but for what has an entry of its own")
{
  auto desired = desired_with({{"own", "other"}, {"new", ""}}, {"out", "other"});
  for (auto& resource : desired.resources) {
    resource.address.flow = "g";
  }
  desired.moves.front().to->flow = "g";
  desired.flow_moves = {{"e", "f", {}}, {"f", "g", {}}};
  const Moves moves(desired);
  CHECK(moves.to(sink("out")) == *Address::parse("g/sink/out"));
  CHECK(moves.to(*Address::parse("e/sink/out")) == *Address::parse("g/sink/out"));
  CHECK(moves.to(*Address::parse("e/sink/own")) == *Address::parse("g/sink/other"));
  CHECK(moves.to(sink("own")) == *Address::parse("g/sink/other"));
  CHECK(!moves.to(sink("new")));
  CHECK(!moves.to(*Address::parse("f/source"))); // the specs name none there
  CHECK(moves.declares(*Address::parse("f/source")));
  CHECK(!moves.declares(*Address::parse("g/source")));
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
      const auto desired = desired_with(chain, {fmt::format("a{}", length)});
      const Moves moves(desired);
      CHECK(moves.steps() == length);
      CHECK(moves.to(sink("a0")) == sink(fmt::format("a{}", length)));
    }
  }
}
