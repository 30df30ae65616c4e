#include "base/version.hpp"

#include <doctest/doctest.h>

using namespace flowsync;

TEST_CASE("versions are read with one to three parts, and nothing else is one")
{
  CHECK(parse_version("0.2.0") == Version{0, 2, 0});
  CHECK(parse_version("v1.20") == Version{1, 20, 0});
  CHECK(parse_version("3") == Version{3, 0, 0});
  CHECK(parse_version(program_version()).has_value());
  CHECK(parse_version(program_version())->text() == program_version());
  for (const auto* const text : {"", "v", "1.", ".1", "1..2", "1.2.3.4", "1.x", "-1", " 1", "1234567", "1.0-rc1"}) {
    CHECK_MESSAGE(!parse_version(text), text);
  }
  CHECK(Version{0, 10, 0} > Version{0, 9, 9});
}

TEST_CASE("a range of versions has a beginning, an end or both")
{
  const auto range = parse_version_range(" >= 0.2 , <0.4 ");
  REQUIRE(range);
  CHECK_FALSE(range->contains({0, 1, 9}));
  CHECK(range->contains({0, 2, 0}));
  CHECK(range->contains({0, 3, 9}));
  CHECK_FALSE(range->contains({0, 4, 0}));
  CHECK(range->words() == "0.2.0 or later, but before 0.4.0");
  CHECK(parse_version_range(">= v0.2")->words() == "0.2.0 or later");
  CHECK(parse_version_range("< 1")->words() == "earlier than 1.0.0");
  for (const auto* const text : {"", "0.2", "> 0.2", "<= 0.2", "== 0.2", ">=", ">= 0.2,", ">= 0.2, >= 0.3", "~> 0.2"}) {
    CHECK_MESSAGE(!parse_version_range(text), text);
  }
}

TEST_CASE("the writer of a newer file is named as far as the file names it")
{
  const auto writer = newer_writer(R"({"version":9,"flowsync_version":"12.3.0",)");
  REQUIRE(writer);
  CHECK(writer_words(writer) == "flowsync 12.3.0, and this is " + program_version());
  CHECK(version_to_get(writer) == "install flowsync 12.3.0 or later");
  for (const auto& text : {std::string(R"({"version":9})"), std::string(R"({"flowsync_version":")"),
                           R"({"flowsync_version":")" + program_version() + "\"",
                           std::string(R"({"flowsync_version":"12.3.0 && curl evil"})"),
                           std::string(5000, ' ') + R"({"flowsync_version":"12.3.0"})"}) {
    CHECK_MESSAGE(!newer_writer(text), text);
  }
  CHECK(writer_words({}) == "a newer flowsync");
}
