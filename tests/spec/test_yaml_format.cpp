// fmt: one style for what people, other tools and nobody would write.

#include "spec/yaml_format.hpp"

#include "spec/yaml_layouter.hpp"
#include "spec/yaml_reader.hpp"
#include "spec/yaml_writer.hpp"
#include "support/rounds.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace flowsync;
using namespace flowsync::spec;

namespace {

std::string formatted(const std::string& text)
{
  const auto result = format_yaml(text, "a.yaml");
  REQUIRE_MESSAGE(result.ok(), text << "\n" << (result.ok() ? "" : result.error().items()[0].message));
  const auto again = format_yaml(result.value(), "a.yaml");
  REQUIRE_MESSAGE(again.ok(), result.value());
  CHECK(again.value() == result.value());
  return result.value();
}

std::string refused(const std::string& text)
{
  const auto result = format_yaml(text, "a.yaml");
  REQUIRE(!result.ok());
  const auto& problem = result.error().items().front();
  return problem.where.file + ":" + std::to_string(problem.where.line) + ":" + std::to_string(problem.where.column) +
         " " + std::string(problem.code.text());
}

} // namespace

TEST_CASE("indentation becomes two blanks a level, lists inside maps included")
{
  CHECK(formatted("a:\n    b:\n    - c:   1\n      d: 2\n    -   - x\n        - z\n    e:\n     f: g\n") ==
        "a:\n  b:\n    - c: 1\n      d: 2\n    - - x\n      - z\n  e:\n    f: g\n");
  CHECK(formatted("-\n  a: 1\n-\n  - 2\n") == "- a: 1\n- - 2\n");
  CHECK(formatted("  a: 1\n  b: 2\n") == "a: 1\nb: 2\n");
}

TEST_CASE("comments stay with what they stand at")
{
  CHECK(formatted(
            "# top\n\n\n\na:    # of a\n      # of b\n      b: 1     #of one\n      # end of a\n# of c\nc: 2\n# end") ==
        "# top\n\na: # of a\n  # of b\n  b: 1 #of one\n  # end of a\n# of c\nc: 2\n# end\n");
  CHECK(formatted("sinks:\n- a\n# of b\n- b\n# of nexsets\nnexsets: []\n") ==
        "sinks:\n  - a\n  # of b\n  - b\n# of nexsets\nnexsets: []\n");
  CHECK(formatted("a:\n  - # why\n    b: 1\n  -\n    # of c\n    c: 1\n") ==
        "a:\n  - # why\n    b: 1\n  -\n    # of c\n    c: 1\n");
  CHECK(formatted("a:\n      # x\n   value # y\n") == "a:\n  # x\n  value # y\n");
  CHECK(formatted("a: | # why\n     text\n  # of b\nb: 1\n") == "a: | # why\n  text\n# of b\nb: 1\n");
}

TEST_CASE("quotes stand where flowsync itself would write them")
{
  CHECK(formatted("a: 'plain words'\nb: \"0010\"\nc: 0 0 * * * ? *\nd: 'say \"x\"'\n\"e\": \"\\u00e4\"\nf: yes\ng: "
                  "12\nh: ';'\n") ==
        "a: plain words\nb: \"0010\"\nc: \"0 0 * * * ? *\"\nd: say \"x\"\ne: \u00e4\nf: \"yes\"\ng: 12\nh: \";\"\n");
  CHECK(formatted("a: ~\nb:\n'null': x\n? q\n: r\n") == "a: null\nb:\n\"null\": x\nq: r\n");
  CHECK(formatted("a: {b: https://x, c: 'd', 'e': \"f,g\"}\n") == "a: {b: \"https://x\", c: d, e: \"f,g\"}\n");
}

TEST_CASE("maps and lists between braces stand on one line where they fit and hold no comment")
{
  CHECK(formatted("a: {  b: 1,c:   [ 1,2 , 3,],\n d: {}, e: }\n") == "a: {b: 1, c: [1, 2, 3], d: {}, e: null}\n");
  CHECK(formatted("a: [ # why\n  1, # one\n  # two\n  2 ]\n") == "a: [ # why\n    1, # one\n    # two\n    2\n  ]\n");
  const auto word = std::string(70, 'x');
  CHECK(formatted("a: {k: " + word + ",\n  l: " + word + "}\n") ==
        "a: {\n    k: " + word + ",\n    l: " + word + "\n  }\n");
  CHECK(formatted("a: {k: " + word + ", l: " + word + "}\n") == "a: {k: " + word + ", l: " + word + "}\n");
}

TEST_CASE("blocks of text keep every character")
{
  CHECK(formatted(
            "a:\n      - |\n          x\n            deep\n\n          y\n      - >-\n          f\n          g\n") ==
        "a:\n  - |\n    x\n      deep\n\n    y\n  - >-\n    f\n    g\n");
  CHECK(formatted("a:\n    b: |4\n          two more\n        x\n") == "a:\n  b: |2\n      two more\n    x\n");
  CHECK(formatted("a: |+\n    x\n\n\nb: 1\n") == "a: |+\n  x\n\n\nb: 1\n");
  CHECK(formatted("a: |\n    x  \n     \n    y") == "a: |-\n  x  \n   \n  y\n");
  CHECK(formatted("a: one\n     two\n\n     three\nb: \"c\n  d\"\n") == "a: one\n  two\n\n  three\nb: \"c\n  d\"\n");
}

TEST_CASE("empty lines at the end of a block of text are not part of it, unless it keeps them")
{
  CHECK(formatted("keep:: >\n \n") == "keep:: >\n");
  CHECK(formatted("a: |\n  x\n\n\n\nb: |+\n\n\nc: 1\n") == "a: |\n  x\n\nb: |+\n\n\nc: 1\n");
}

TEST_CASE("documents, anchors, tags and merge keys stay")
{
  CHECK(formatted(
            "%YAML 1.1\n---    # first\na: &x   {b: 1}\nc:\n   <<:   *x\n   d: *x\n---\n\n\n\nb: !!str 12\n...\n") ==
        "%YAML 1.1\n--- # first\na: &x {b: 1}\nc:\n  <<: *x\n  d: *x\n---\n\nb: !!str 12\n...\n");
  CHECK(formatted("a:\n    - &y\n        k: 1\n    - &z\n      k: 2\nb: [*y, *z]\n") ==
        "a:\n  - &y\n    k: 1\n  - &z\n    k: 2\nb: [*y, *z]\n");
}

TEST_CASE("byte order marks, carriage returns, tabs, blanks and empty lines go")
{
  CHECK(formatted("\xEF\xBB\xBF\n\na: 1  \t\r\n\r\n\r\nb:\t2\t# c\t\r\n\r\n") == "a: 1\n\nb: 2 # c\n");
  CHECK(formatted("") == "");
  CHECK(formatted("# only this") == "# only this\n");
}

TEST_CASE("what is not YAML that flowsync reads is refused with its place")
{
  CHECK(refused("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n").starts_with("a.yaml:2:1 "));
  CHECK(refused("a: [1, 2\nb: 3\n").starts_with("a.yaml:"));
  CHECK(refused("a: 1\na: 2\n").starts_with("a.yaml:2:1 "));
  CHECK(refused("? a # why\n: b\n") == "a.yaml:1:5 cannot-format");
}

TEST_CASE("formatting random texts keeps what they say and every comment, and formatting again changes nothing")
{
  for (std::uint32_t seed = 0; seed < testing::rounds(4000); ++seed) {
    YamlLayouter layouter(seed);
    const auto laid = layouter.document();
    const auto result = format_yaml(laid.text, "a.yaml");
    REQUIRE_MESSAGE(result.ok(), laid.text);
    const auto& after = result.value();
    SourceFiles files;
    Diagnostics problems;
    const auto yaml = read_yaml(files, files.add("a.yaml", after, ""), problems);
    REQUIRE_MESSAGE(yaml.complete, laid.text << "\n=====\n" << after);
    REQUIRE_MESSAGE(std::any_of(yaml.documents.begin(), yaml.documents.end(),
                                [&](const NodePtr& document) { return same_value(*document, *laid.tree); }),
                    laid.text << "\n=====\n"
                              << after);
    std::size_t at = 0;
    for (const auto& comment : laid.comments) {
      at = after.find(comment.text, at);
      REQUIRE_MESSAGE(at != std::string::npos, comment.text << "\n" << laid.text << "\n=====\n" << after);
    }
    const auto again = format_yaml(after, "a.yaml");
    REQUIRE_MESSAGE(again.ok(), laid.text << "\n=====\n" << after);
    REQUIRE_MESSAGE(again.value() == after, laid.text << "\n=====\n" << after << "\n=====\n" << again.value());
  }
}

TEST_CASE("what flowsync writes itself is formatted already")
{
  for (std::uint32_t seed = 0; seed < 1000; ++seed) {
    YamlLayouter layouter(seed);
    const auto text = write_yaml(*make_map({{"a", {}, layouter.value(4)}, {"b", {}, layouter.value(4)}}));
    const auto result = format_yaml(text, "a.yaml");
    REQUIRE(result.ok());
    REQUIRE(result.value() == text);
  }
}
