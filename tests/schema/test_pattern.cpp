#include "schema/pattern.hpp"
#include "schema/schema_texts.hpp"

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

#include <random>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>

using namespace flowsync;
using nlohmann::json;

namespace {

void collect_patterns(const json& schema, std::set<std::string>& patterns)
{
  for (const auto& item : schema.items()) {
    if (item.key() == "pattern" && item.value().is_string()) {
      patterns.insert(item.value().get<std::string>());
    } else if (item.value().is_structured()) {
      collect_patterns(item.value(), patterns);
    }
  }
}

// Those of the schemas of documents, and some more.
std::set<std::string> patterns_to_try()
{
  std::set<std::string> patterns{"^$", "^(a|)*c$", "^(a*b?){2,3}$", "^.[^a-c\\]]+$", "^(ab|a)(c|bcd)?$"};
  for (const auto& text : schema::schema_texts()) {
    if (text.name != "plan") { // which flowsync writes; nothing is checked against it here
      collect_patterns(json::parse(text.text), patterns);
    }
  }
  return patterns;
}

// Mostly of characters that the pattern speaks of, or of a text that fits and was changed a little.
std::string random_text(const std::string& pattern, std::mt19937& random)
{
  static const std::vector<std::string> k_seeds{"${var.a}", "orders-1", "100%", "90m", ">=1.2, <2", "v1.2.3", "$x"};
  const auto letters = pattern + "abcz019-.ms\n\r\xC3";
  std::string text = random() % 2 == 0 ? k_seeds[random() % k_seeds.size()] : std::string();
  for (auto changes = random() % 6; changes > 0; --changes) {
    const auto at = random() % (text.size() + 1);
    if (random() % 3 == 0 && at < text.size()) {
      text.erase(at, 1);
    } else {
      text.insert(at, 1, letters[random() % letters.size()]);
    }
  }
  return text;
}

} // namespace

TEST_CASE("a pattern of the schemas matches what std::regex matches")
{
  std::mt19937 random(7);
  std::size_t matched = 0;
  for (const auto& expression : patterns_to_try()) {
    const schema::Pattern pattern(expression);
    const std::regex other(expression);
    for (int round = 0; round < 3000; ++round) {
      const auto text = random_text(expression, random);
      const bool expected = std::regex_search(text, other);
      CHECK_MESSAGE(pattern.matches(text) == expected, (expression + " " + text));
      matched += expected ? 1 : 0;
    }
  }
  CHECK(matched > 1000);
}

TEST_CASE("a pattern that uses more than is understood is refused")
{
  for (const auto* const expression :
       {"",        "^",       "a",      "^a",    "a$",      "^a\\$",    "^(a$",        "^a)$",   "^[a$",
        "^[]$",    "^[z-a]$", "^a**$",  "^a+?$", "^a{2,}$", "^a{3,2}$", "^a{0}$",      "^a{x}$", "^*$",
        "^(?:a)$", "^\\d$",   "^a\\b$", "^a^b$", "^]$",     "^a|b$",    "^[a-z]{129}$"}) {
    CHECK_THROWS_AS(schema::Pattern{expression}, std::logic_error);
  }
}

TEST_CASE("no text makes a pattern slow")
{
  const schema::Pattern pattern("^(a*)*(a*)*b$");
  CHECK(!pattern.matches(std::string(100000, 'a')));
  CHECK(pattern.matches(std::string(100000, 'a') + "b"));
}
