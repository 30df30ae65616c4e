#include "state/delta.hpp"

#include "model/number_text.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::state;

namespace {

void check_round(const std::string& from_text, const std::string& to_text)
{
  CAPTURE(from_text);
  CAPTURE(to_text);
  const auto from = nlohmann::json::parse(from_text);
  const auto to = nlohmann::json::parse(to_text);
  const auto delta = difference(from, to);
  CHECK(with(from, delta).dump() == to.dump());
  CHECK(with(from, difference(from, from)).dump() == from.dump());
}

} // namespace

TEST_CASE("a difference of two trees makes the one of the other, to the letter")
{
  const std::vector<std::string> trees{
      "{}",
      R"({"a":1})",
      R"({"a":1.0})",
      R"({"a":null})",
      R"({"a":{}})",
      R"({"a":[]})",
      R"({"a":{"b":{"c":1,"d":null}}})",
      R"({"a":{"b":{"d":"x"}},"e":[1,{"f":2}]})",
      R"({"a":{"b":7},"e":[1,{"f":2.0}]})",
      R"({"a/b":{"~":1,"~1":{"":2}},"":{"":{}}})",
      R"({"a/b":{"~":2,"~1":{}},"":{"":{"x":false}}})",
  };
  for (const auto& from : trees) {
    for (const auto& to : trees) {
      check_round(from, to);
    }
  }
}

TEST_CASE("a difference holds only what differs")
{
  const auto from = nlohmann::json::parse(R"({"name":"a","status":"active","config":{"path":"x","deep":{"n":1}}})");
  const auto to = nlohmann::json::parse(R"({"name":"a","config":{"path":"x","mode":"none","deep":{"n":1}}})");
  CHECK(difference(from, to) == Delta{nlohmann::json::parse(R"({"config":{"mode":"none"}})"), {"/status"}});
  CHECK(difference(to, to) == Delta{});
}

TEST_CASE("numbers of one value and two texts differ")
{
  const nlohmann::json from{{"n", number_from_text("3.10")}};
  const nlohmann::json to{{"n", 3.1}};
  CHECK(write_json(with(from, difference(from, to))) == R"({"n":3.1})");
}

TEST_CASE("what is not there cannot be taken out, and a list has no members")
{
  CHECK(with(nlohmann::json::parse(R"({"a":1})"), {nlohmann::json::object(), {"/b", "/b/c", ""}}) ==
        nlohmann::json::parse(R"({"a":1})"));
  CHECK_THROWS(with(nlohmann::json::parse(R"({"a":[1]})"), {nlohmann::json::object(), {"/a/0"}}));
  CHECK_THROWS(with(nlohmann::json::parse(R"({"a":[1]})"), {nlohmann::json::object(), {"no path"}}));
}
