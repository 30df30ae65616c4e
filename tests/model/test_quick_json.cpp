#include "model/quick_json.hpp"

#include "model/number_text.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using flowsync::read_json;
using flowsync::write_json;
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
  CHECK(write_json(value) == write_json(expected));
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

TEST_CASE("random JSON is written as the library writes it")
{
  std::mt19937 random(2);
  for (int i = 0; i < 3000; ++i) {
    auto value = random_value(random, 0);
    if (value.is_string()) {
      value = value.get<std::string>() + static_cast<char>(random() % 256);
    }
    for (const int indent : {-1, 0, 2}) {
      for (const bool ascii : {false, true}) {
        CHECK(write_json(value, indent, ascii) == value.dump(indent, ' ', ascii, Json::error_handler_t::replace));
        const nlohmann::ordered_json ordered = value;
        CHECK(write_json(ordered, indent, ascii) ==
              ordered.dump(indent, ' ', ascii, nlohmann::ordered_json::error_handler_t::replace));
      }
    }
  }
}

TEST_CASE("random JSON, and random damage to it, reads as the library reads it")
{
  std::mt19937 random(1);
  for (int i = 0; i < 3000; ++i) {
    auto text = write_json(random_value(random, 0));
    check_same(text);
    if (!text.empty()) {
      text[random() % text.size()] = static_cast<char>(random() % 256);
      check_same(text);
      check_same(text.substr(0, random() % text.size()));
    }
  }
}

namespace {

using flowsync::read_ordinary_json;
using flowsync::Taken;

// "owner": ids only; "runs": nothing; of the list "left" nothing at all.
Json sieved(const std::string& text)
{
  const auto value = read_ordinary_json(text, [](std::string_view list, std::string_view member) {
    return member == "runs" || list == "left" ? Taken::nothing : member == "owner" ? Taken::ids : Taken::whole;
  });
  REQUIRE_MESSAGE(value.has_value(), text);
  return *value;
}

} // namespace

TEST_CASE("what a sieve leaves out of the items of a list is not in the value")
{
  CHECK(sieved(R"([{"id":1,"runs":[{"a":"\u00e4"},-1.5,[]],"owner":{"name":"x","id":7,"org":{"id":2}}},2])") ==
        Json::parse(R"([{"id":1,"owner":{"id":7}},2])"));
  CHECK(sieved(R"( { "data" : [ { "owner" : [ { "id" : "8" , "n" : { } } , 9 ] , "runs" : { } } ] , "runs" : 1 } )") ==
        Json::parse(R"({"data":[{"owner":[{"id":"8"},9]}],"runs":1})"));
  CHECK(sieved(R"({"left":[{"id":1},[{"id":2}],3],"kept":[{"in":{"runs":1}}]})") ==
        Json::parse(R"({"left":[{},[{"id":2}],3],"kept":[{"in":{"runs":1}}]})"));
  CHECK(sieved(R"({"runs":[],"owner":{"name":"x"}})") == Json::parse(R"({"runs":[],"owner":{"name":"x"}})"));
  CHECK(sieved("7") == Json(7));
}

TEST_CASE("what is left out must be JSON all the same")
{
  for (const std::string damaged : {"{", "[1,]", "{\"a\":1,}", "{\"a\"}", "\"\xff\"", "\"\n\"", "tru", "01", "-", "1.",
                                    "", "\"\\ud83d\"", "{\"a\":1 \"b\":2}", "[1}"}) {
    const auto text = "[{\"runs\":" + damaged + ",\"id\":1}]";
    INFO(text);
    CHECK_FALSE(read_ordinary_json(text, [](auto, auto member) {
                  return member == "runs" ? Taken::nothing : Taken::whole;
                }).has_value());
  }
}

TEST_CASE("what is out of the ordinary is told apart, and not guessed at")
{
  CHECK_FALSE(read_ordinary_json(R"({"a":1,"a":2})").has_value());
  CHECK_FALSE(read_ordinary_json(std::string(200, '[') + std::string(200, ']')).has_value());
  CHECK_FALSE(read_ordinary_json("").has_value());
  CHECK(read_ordinary_json(" [1.5, \"\\u00e4\", 99999999999999999999] ") == Json::parse(R"([1.5,"ä",1e20])"));
}
