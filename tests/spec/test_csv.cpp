#include "spec/csv.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

using namespace flowsync;

namespace {

struct ReadTable
{
  explicit ReadTable(std::string text)
  {
    const auto file = files.add("a.csv", std::move(text), "base");
    rows = spec::read_csv(files, file, problems);
  }

  std::string json() const { return to_json(*rows).dump(); }

  std::string told() const
  {
    std::string text;
    for (const auto& problem : problems.items()) {
      text += fmt::format("{}:{} {}\n", problem.where.line, problem.where.column, problem.message);
    }
    return text;
  }

  SourceFiles files;
  Diagnostics problems;
  NodePtr rows;
};

} // namespace

TEST_CASE("rows of comma-separated values are maps of texts by the names of the first line")
{
  const ReadTable read("\xEF\xBB\xBF"
                       "code,name\r\nde,\"Germany, \"\"all\"\"\"\r\n\r\n0010,\n\"two\nlines\",true");
  CHECK(read.told() == "");
  CHECK(read.json() == R"([{"code":"de","name":"Germany, \"all\""},{"code":"0010","name":""},)"
                       R"({"code":"two\nlines","name":"true"}])");
  CHECK(read.rows->items()[2]->get("name")->at == Position{0, 6, 8});
}

TEST_CASE("what is not a table says so at its place, and the rest is read")
{
  const ReadTable read("code,name\na,b,c\nx\"y,z\n\"open\" more,1\nlast,\"never closed");
  CHECK(read.told() == "2:1 this row has 3 values, the first line has 2\n"
                       "3:1 a quote stands inside a value without quotes around it\n"
                       "4:7 after the closing quote the value goes on\n"
                       "5:6 this value has no closing quote\n");
  CHECK(ReadTable("").told() == "1:1 the file has no line that names its columns\n");
  CHECK(ReadTable("a,,a\n1,2,3\n").told() == "1:3 a column has no name\n1:4 two columns are called `a`\n");
}

TEST_CASE("what is written as comma-separated values is read as itself")
{
  const std::vector<std::string> names{"key", "a,b"};
  const std::vector<std::vector<std::string>> rows{
      {"plain", ""}, {"with \"quotes\"", "line\r\nbreak"}, {" blanks ", "comma, here"}, {"\xC3\xA9", "0010"}};
  const ReadTable read(spec::write_csv(names, rows));
  CHECK(read.told() == "");
  REQUIRE(read.rows->items().size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(read.rows->items()[i]->get("key")->text() == rows[i][0]);
    CHECK(read.rows->items()[i]->get("a,b")->text() == rows[i][1]);
  }
  CHECK(ReadTable(spec::write_csv({"only"}, {{""}, {"x"}})).json() == R"([{"only":""},{"only":"x"}])");
}
