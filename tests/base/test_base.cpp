#include "base/exit_code.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include <doctest/doctest.h>
using namespace flowsync;
TEST_CASE("the worse exit code wins in the order of the contract")
{
  CHECK(worse(ExitCode::pending, ExitCode::differences) == ExitCode::pending);
  CHECK(worse(ExitCode::error, ExitCode::unreachable) == ExitCode::unreachable);
  CHECK(worse(ExitCode::partial, ExitCode::auth) == ExitCode::partial);
  CHECK(worse(ExitCode::ok, ExitCode::ok) == ExitCode::ok);
}
TEST_CASE("timestamps survive a round trip and tolerate missing fractions and offsets")
{
  const auto time = parse_timestamp("2026-11-22T09:41:17.250Z");
  REQUIRE(time);
  CHECK(format_timestamp(*time) == "2026-11-22T09:41:17.250Z");
  CHECK(parse_timestamp("2026-11-22T10:41:17.250+01:00") == time);
  CHECK(format_timestamp(*parse_timestamp("2026-11-22T09:41:17Z")) == "2026-11-22T09:41:17.000Z");
  CHECK(!parse_timestamp("yesterday"));
  CHECK(!parse_timestamp("2026-13-22T09:41:17Z"));
  CHECK(!parse_timestamp("9999-12-31T23:59:59Z")); // beyond what WallTime can hold
  CHECK(!parse_timestamp("0001-01-01T00:00:00Z"));
  CHECK(parse_http_date("Sun, 22 Nov 2026 09:41:17 GMT") == parse_timestamp("2026-11-22T09:41:17Z"));
}
TEST_CASE("durations read and write as people write them")
{
  CHECK(parse_duration("500ms") == Duration{500});
  CHECK(parse_duration("5m") == Duration{300'000});
  CHECK(parse_duration("99999h"));
  CHECK(!parse_duration("900000000h"));
  CHECK(!parse_duration("5"));
  CHECK(!parse_duration("-5s"));
  CHECK(format_duration(Duration{4200}) == "4.2s");
  CHECK(format_duration(Duration{185'000}) == "3m 05s");
}
TEST_CASE("printable text holds no control, bidirectional or broken characters")
{
  CHECK(printable("a\x1b[31mb") == "a[31mb");
  CHECK(printable("one\r\ntwo") == "one two");
  CHECK(printable("x\xE2\x80\xAEy") == "xy");
  CHECK(printable("x\xE1\xA0\x8Ey") == "xy");
  CHECK(printable("caf\xC3\xA9 \xF0\x9F\x9A\x80") == "caf\xC3\xA9 \xF0\x9F\x9A\x80");
  CHECK(printable("\xFFz") == "\xEF\xBF\xBDz");
}
TEST_CASE("the nearest word is offered only when it is near")
{
  CHECK(nearest("credentail", {"config", "credential"}) == "credential");
  CHECK(!nearest("zebra", {"config", "credential"}));
  CHECK(matches_glob("experimental-1", "experimental-*"));
  CHECK(!matches_glob("exp", "experimental-*"));
}

TEST_CASE("a word of a command that people are told to run cannot become another command")
{
  CHECK(shell_word("v1.4.0") == "v1.4.0");
  CHECK(shell_word("environments/dev/plan file.json") == "'environments/dev/plan file.json'");
  CHECK(shell_word("v1; curl x | sh") == "'v1; curl x | sh'");
  CHECK(shell_word("$(id)`id`") == "'$(id)`id`'");
  CHECK(shell_word("it's") == "'it'\\''s'");
  CHECK(shell_word("") == "''");
}
