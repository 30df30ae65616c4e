#include "model/node.hpp"
#include "model/number_text.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace flowsync;
using nlohmann::json;

namespace {

constexpr std::array k_odd{"3.10",   "1234567e8", "0.1234567890123456789", "1e-400", "-0",
                           "-0.0e0", "1E5",       "100000000000000000000"};

} // namespace

TEST_CASE("a number is written with the text that it was given, wherever it stands")
{
  for (const auto* const text : k_odd) {
    CAPTURE(text);
    const auto number = number_from_text(text);
    CHECK(is_kept_number(number));
    CHECK(is_any_number(number));
    CHECK(kept_text(number) == text);
    CHECK(write_json(number) == text);
    CHECK(write_json(json{{"a", {1, number, "x"}}, {"b", number}}) ==
          "{\"a\":[1," + std::string(text) + ",\"x\"],\"b\":" + text + "}");
  }
  for (const auto* const text : {"0", "3.1", "1.0", "-0.5", "-0.0", "18446744073709551615", "-9223372036854775808"}) {
    CAPTURE(text);
    CHECK_FALSE(is_kept_number(number_from_text(text)));
    CHECK(write_json(number_from_text(text)) == text);
  }
}

TEST_CASE("what holds kept numbers is laid out as other JSON is")
{
  const auto plain = json::parse(R"({"a":{},"b":[],"c":[1.5,{"d":null,"é\"":"\u001b"}],"e":{"f":[[2.5]]}})");
  for (const int indent : {-1, 0, 2}) {
    for (const bool ascii : {false, true}) {
      auto kept = plain;
      kept["c"][0] = number_from_text("1.50");
      auto expected = plain.dump(indent, ' ', ascii);
      expected.replace(expected.find("1.5"), 3, "1.50");
      CHECK(write_json(kept, indent, ascii) == expected);
      CHECK(write_json(nlohmann::ordered_json(kept), indent, ascii) == expected);
      CHECK(write_json(plain, indent, ascii) == plain.dump(indent, ' ', ascii));
    }
  }
  CHECK(write_json(json{{"a", "\xff"}, {"b", number_from_text("1e1")}}) == "{\"a\":\"\xEF\xBF\xBD\",\"b\":1e1}");
}

TEST_CASE("reading with the texts of numbers gives what was written")
{
  const auto all = json{{"numbers", json::array()}, {"", {json::object(), json::array(), nullptr, true, -1, 1.5}}};
  auto value = all;
  for (const auto* const text : k_odd) {
    value["numbers"].push_back(number_from_text(text));
    value["numbers"].push_back({{"inside", number_from_text(text)}});
  }
  CHECK(read_json_with_numbers(write_json(value)) == value);
  CHECK(read_json_with_numbers(write_json(value, 2, true)) == value);
  CHECK(read_json_with_numbers(all.dump()) == all);
  CHECK(is_kept_number(read_json_with_numbers("-0")));
  CHECK_THROWS_AS(read_json_with_numbers("[1,"), json::parse_error);
  CHECK_THROWS_AS(read_json_with_numbers("1e400"), json::out_of_range);
}

TEST_CASE("a kept number counts as what is read from its text")
{
  const auto kept = json{{"a", {number_from_text("3.10"), number_from_text("-0")}}, {"b", number_from_text("1e-400")}};
  CHECK(plain_numbers(kept) == json::parse(write_json(kept)));
  CHECK(plain_numbers(number_from_text("0.1234567890123456789")) == 0.1234567890123456789);
  CHECK(plain_numbers("3.10") == "3.10");
}

TEST_CASE("trees and JSON values exchange numbers with their texts")
{
  for (const auto* const text : k_odd) {
    CAPTURE(text);
    const auto node = make_scalar(plain_scalar_kind(text), text);
    CHECK(write_json(to_json(*node)) == text);
    CHECK(from_json(to_json(*node))->text() == text);
  }
}
