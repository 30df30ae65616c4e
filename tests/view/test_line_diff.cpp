#include "base/base64.hpp"
#include "view/line_diff.hpp"
#include "view/table.hpp"
#include "view/value_text.hpp"

#include <doctest/doctest.h>

using namespace flowsync::view;

TEST_CASE("equal ends of two texts are folded around what changed")
{
  const auto lines = line_diff({"a", "b", "c", "d", "e", "f"}, {"a", "b", "c", "x", "e", "f"}, 1);
  CHECK(lines ==
        std::vector<DiffLine>{{'#', "", 2}, {' ', "c", 0}, {'-', "d", 0}, {'+', "x", 0}, {' ', "e", 0}, {'#', "", 1}});
}

TEST_CASE("lines that moved are removed and added, the rest stays")
{
  const auto lines = line_diff({"1", "2", "3"}, {"2", "3", "1"}, 5);
  CHECK(lines == std::vector<DiffLine>{{'-', "1", 0}, {' ', "2", 0}, {' ', "3", 0}, {'+', "1", 0}});
}

TEST_CASE("a text that appears or goes is added or removed whole")
{
  CHECK(line_diff({}, {"a"}) == std::vector<DiffLine>{{'+', "a", 0}});
  CHECK(line_diff({"a"}, {}) == std::vector<DiffLine>{{'-', "a", 0}});
  CHECK(line_diff({"a"}, {"a"}) == std::vector<DiffLine>{{'#', "", 1}});
}

TEST_CASE("huge texts are compared without a huge table")
{
  std::vector<std::string> before;
  std::vector<std::string> after;
  for (int i = 0; i < 5000; ++i) {
    before.push_back("b" + std::to_string(i));
    after.push_back("a" + std::to_string(i));
  }
  CHECK(line_diff(before, after).size() == 10000);
}

TEST_CASE("base64 is decoded, and what is none is not")
{
  CHECK(flowsync::decode_base64("aGVsbG8=") == "hello");
  CHECK(flowsync::decode_base64("aGk") == "hi");
  CHECK(flowsync::decode_base64("") == "");
  CHECK_FALSE(flowsync::decode_base64("a b!"));
}

TEST_CASE("long values are shown line by line, with scripts decoded")
{
  const nlohmann::json value{
      {"list", {1, "two"}}, {"spec", {{"encoding", "base64"}, {"script", "YToKCWIK"}}}, {"text", "x\ny\n"}};
  CHECK(block_lines(value) == std::vector<std::string>{"list:", "  - 1", "  - \"two\"",
                                                       "spec:", "  encoding: \"base64\"", "  script (decoded): |",
                                                       "    a:", "    ⇥   b", "text: |", "  x", "  y"});
}

TEST_CASE("lists of maps are written with the dash before their first key")
{
  const nlohmann::json value{{{"a", 1}, {"b", {{"c", 2}}}}, nlohmann::json::object(), nlohmann::json::array({3})};
  CHECK(block_lines(value) == std::vector<std::string>{"- a: 1", "  b:", "    c: 2", "- {}", "-", "  - 3"});
}

TEST_CASE("tables line up by what is seen")
{
  CHECK(table_text({"ID", "NAME"}, {{"1", "日本"}, {"22", "x\ty"}}, Paint(false)) == "ID  NAME\n1   日本\n22  x y\n");
}

TEST_CASE("a table that is wider than the terminal goes on in further lines, alike in each row")
{
  const std::vector<std::string> head{"NAME", "STATE", "TAKE IT IN"};
  const std::vector<std::vector<std::string>> rows{{"orders", "active", "flowsync export --all"}, {"b", "-", "-"}};
  CHECK(table_text(head, rows, Paint(false), 20) == "NAME    STATE\n    TAKE IT IN\n"
                                                    "orders  active\n    flowsync export --all\n"
                                                    "b       -\n    -\n");
  CHECK(table_text(head, rows, Paint(false), 40) == table_text(head, rows, Paint(false)));
  CHECK(table_rows(head, rows, Paint(false), 20).at(2) == "b       -\n    -\n");
}
