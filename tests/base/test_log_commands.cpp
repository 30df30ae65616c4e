#include "base/log_commands.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace flowsync;

namespace {

// What runners look for: GitHub's trims a line before it looks for `::`, and finds `##[` anywhere; Azure's finds
// `##vso[` anywhere, in whatever case.
bool commands(std::string_view text)
{
  for (const auto line : split(text, '\n')) {
    if (trim(line).starts_with("::") || line.find("##[") != std::string_view::npos ||
        lower(line).find("##vso[") != std::string::npos) {
      return true;
    }
  }
  return false;
}

} // namespace

TEST_CASE("no text in pieces of any size commands what reads logs")
{
  constexpr std::string_view k_letters = "#[:vsoVSO \t\r\na";
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 30; ++i) {
      text += random() % 12 == 0 ? "##vso[" : std::string(1, k_letters[random() % k_letters.size()]);
    }
    CommandBreaker whole;
    const auto once = whole.add(text);
    CHECK(!commands(once));
    CommandBreaker pieces;
    std::string parts;
    for (const char c : text) {
      parts += pieces.add(std::string(1, c));
    }
    CHECK(parts == once);
    CHECK(CommandBreaker().add(once) == once);
    const auto shown = printable(text);
    CHECK(!commands("| " + shown));
    CHECK(printable(shown) == shown);
  }
  CHECK(CommandBreaker().add("a::b\n  ::error::x\n##[group]y ##VSO[task]z") ==
        "a::b\n  : :error::x\n## [group]y ##VSO [task]z");
}

TEST_CASE("commands that are asked for stay, and the others inside them do not")
{
  CommandBreaker breaker;
  breaker.allow_lines(true);
  CHECK(breaker.add("::error file=a::b ##[c]\n") == "::error file=a::b ## [c]\n");
}
