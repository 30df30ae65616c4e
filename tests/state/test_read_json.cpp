#include "state/read_json.hpp"

#include "state/codec.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using flowsync::state::dump_line;
using flowsync::state::read_json;
using Json = nlohmann::json;

namespace {

// The same value of the same kinds, or the same refusal.
void check_same(const std::string& text)
{
  INFO(text);
  Json expected;
  bool refused = false;
  try {
    expected = Json::parse(text);
  } catch (const Json::exception&) {
    refused = true;
  }
  if (refused) {
    CHECK_THROWS_AS(read_json(text), Json::exception);
    return;
  }
  const auto value = read_json(text);
  CHECK(value == expected);
  CHECK(value.type() == expected.type());
  CHECK(dump_line(value) == dump_line(expected));
}

Json random_value(std::mt19937& random, int depth)
{
  const auto pick = random() % (depth > 4 ? 7U : 9U);
  switch (pick) {
  case 0:
    return nullptr;
  case 1:
    return random() % 2 == 0;
  case 2:
    return static_cast<std::uint64_t>(random()) << (random() % 33);
  case 3:
    return -static_cast<std::int64_t>(random());
  case 4:
    return static_cast<double>(random()) / 7.0;
  case 5:
  case 6: {
    static const std::vector<std::string> k_parts{"a",    "Z9", "\"", "\\", "/", "\n", "\t", "\x01",
                                                  "\x7f", "ä",  "€",  "😀",  " ", "{",  "]",  ","};
    std::string text;
    for (auto left = random() % 8; left > 0; --left) {
      text += k_parts[random() % k_parts.size()];
    }
    return text;
  }
  case 7: {
    auto list = Json::array();
    for (auto left = random() % 5; left > 0; --left) {
      list.push_back(random_value(random, depth + 1));
    }
    return list;
  }
  default: {
    auto object = Json::object();
    for (auto left = random() % 5; left > 0; --left) {
      object["k" + std::to_string(random() % 20) + (random() % 5 == 0 ? "\n\"" : "")] = random_value(random, depth + 1);
    }
    return object;
  }
  }
}

} // namespace

TEST_CASE("JSON of every kind reads as the library reads it")
{
  for (const auto* const text : {"0",
                                 "-0",
                                 "-1",
                                 "1",
                                 "00",
                                 "01",
                                 "-01",
                                 "1.0",
                                 "1.5e3",
                                 "1e400",
                                 "18446744073709551615",
                                 "18446744073709551616",
                                 "9223372036854775808",
                                 "-9223372036854775808",
                                 "-9223372036854775809",
                                 "-",
                                 "+1",
                                 "1x",
                                 "true",
                                 "truee",
                                 "tru",
                                 "null",
                                 "nul",
                                 "\"",
                                 "\"a",
                                 "\"\\u00e4\"",
                                 "\"\\ud83d\\ude00\"",
                                 "\"\\ud83d\"",
                                 "\"\\x\"",
                                 "\"\\",
                                 "\"a\nb\"",
                                 "\"\xff\"",
                                 "\"\xc3\xa4\"",
                                 "\"\xed\xa0\x80\"",
                                 "{",
                                 "{}",
                                 "{ }",
                                 "{\"a\"}",
                                 "{\"a\":}",
                                 "{\"a\":1,}",
                                 "{\"a\":1}x",
                                 "{\"a\":1,\"a\":2}",
                                 "{\"b\":1,\"a\":2}",
                                 "[",
                                 "[]",
                                 "[1,]",
                                 "[1 ,2]",
                                 " [1]",
                                 "[1] ",
                                 "[,]",
                                 "",
                                 " "}) {
    check_same(text);
  }
  check_same(std::string(200, '[') + std::string(200, ']'));
  check_same(std::string("\"a\0b\"", 5));
}

TEST_CASE("random JSON, and random damage to it, reads as the library reads it")
{
  std::mt19937 random(1);
  for (int i = 0; i < 3000; ++i) {
    auto text = dump_line(random_value(random, 0));
    check_same(text);
    if (!text.empty()) {
      text[random() % text.size()] = static_cast<char>(random() % 256);
      check_same(text);
      check_same(text.substr(0, random() % text.size()));
    }
  }
}
