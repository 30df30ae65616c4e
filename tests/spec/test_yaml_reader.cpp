#include "spec/yaml_reader.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>

using namespace flowsync;

namespace {

struct Read
{
  SourceFiles files;
  Diagnostics diagnostics;
  spec::YamlText yaml;

  explicit Read(std::string text)
  {
    const auto file = files.add("a.yaml", std::move(text), "base");
    yaml = spec::read_yaml(files, file, diagnostics);
    CHECK(yaml.complete == !diagnostics.has_errors());
  }

  // "line:column code: message (hint)" of each problem.
  std::string problems() const
  {
    std::string text;
    for (const auto& item : diagnostics.items()) {
      text += text.empty() ? "" : "\n";
      text += std::to_string(item.where.line) + ":" + std::to_string(item.where.column) + " " +
              std::string(item.code.text()) + ": " + item.message + (item.hint.empty() ? "" : " (" + item.hint + ")");
    }
    return text;
  }

  std::string json() const
  {
    std::string text;
    for (const auto& document : yaml.documents) {
      text += (text.empty() ? "" : "\n") + to_json(*document).dump();
    }
    return problems().empty() ? text : problems();
  }
};

} // namespace

TEST_CASE("plain scalars are typed by YAML 1.2, quoted and block ones are text")
{
  CHECK(Read("{a: true, b: yes, c: 0010, d: 10, e: 1.5, f: ~, g: null, h: 2020-01-01, i: '10', j: \"true\"}").json() ==
        R"({"a":true,"b":"yes","c":"0010","d":10,"e":1.5,"f":null,"g":null,"h":"2020-01-01","i":"10","j":"true"})");
  CHECK(Read("a: |\n  1\n  2\nb: >-\n  x\n  y\n").json() == R"({"a":"1\n2\n","b":"x y"})");
  CHECK(Read("a: 9223372036854775807\nb: 18446744073709551615\nc: -9223372036854775808\n").json() ==
        R"({"a":9223372036854775807,"b":18446744073709551615,"c":-9223372036854775808})");
  CHECK(Read("a: !!str 10\nb: ! 10\nc: !!int 10\nd: !!float 10\n").json() == R"({"a":"10","b":"10","c":10,"d":10})");
}

TEST_CASE("numbers that would lose digits are refused")
{
  CHECK(Read("a: 18446744073709551616").json() ==
        "1:4 number-too-big: the number 18446744073709551616 does not fit into 64 bits (put it in quotes if text is "
        "meant)");
  CHECK(Read("a: 1e999").problems().starts_with("1:4 number-too-big"));
}

TEST_CASE("places count characters from 1")
{
  const Read read("\xEF\xBB\xBF# ö\r\nä: {ö: ü, \"x\": |-\r\n y\r\nz: [a,\r\n  b]\r\n");
  CHECK(read.problems() != "");
  const Read good("# ö\r\nä: {ö: ü, \"x\": y}\r\nz: [a,\r\n  b]\r\n");
  REQUIRE(good.problems() == "");
  const auto& root = *good.yaml.documents.at(0);
  CHECK(root.at == Position{0, 2, 1});
  CHECK(root.get("ä")->at == Position{0, 2, 4});
  CHECK(root.get("ä")->find("x")->key_at == Position{0, 2, 11});
  CHECK(root.get("ä")->get("x")->at == Position{0, 2, 16});
  CHECK(root.get("z")->items().at(1)->at == Position{0, 4, 3});
}

TEST_CASE("several documents are read and empty ones skipped")
{
  CHECK(Read("").yaml.documents.empty());
  CHECK(Read("# only a comment\n").yaml.documents.empty());
  CHECK(Read("---\n---\na: 1\n---\n...\n---\nb: 2\n").json() == "{\"a\":1}\n{\"b\":2}");
}

TEST_CASE("a key written twice names both places")
{
  const Read read("a: 1\nb: 2\na: 3\n");
  CHECK(read.problems() == "3:1 duplicate-key: the key `a` is written twice in this map (keep one of them)");
  REQUIRE(read.diagnostics.items()[0].related.size() == 1);
  CHECK(read.diagnostics.items()[0].related[0].where.line == 1);
  std::string many;
  for (int i = 0; i < 40; ++i) {
    many += "k" + std::to_string(i) + ": x\n";
  }
  CHECK(Read(many + "k7: y\n").problems() ==
        "41:1 duplicate-key: the key `k7` is written twice in this map (keep one of them)");
  CHECK(Read("{a: 1, \"a\": 2}").problems().starts_with("1:8 duplicate-key"));
}

TEST_CASE("an anchor gives its aliases the same node")
{
  const Read read("a: &x {b: 1}\nc: *x\nd: [*x]\n");
  REQUIRE(read.problems() == "");
  const auto& root = *read.yaml.documents[0];
  CHECK(root.get("a") == root.get("c"));
  CHECK(root.get("d")->items()[0].get() == root.get("a"));
  CHECK(Read("a: &x 1\nb: &x 2\nc: *x").json() == R"({"a":1,"b":2,"c":2})");
  CHECK(Read("&k a: 1\nb: *k").json() == R"({"a":1,"b":"a"})");
  CHECK(Read("a: &x 1\n---\nb: *x").problems().starts_with("3:4 unknown-anchor"));
  CHECK(Read("a: &base 1\nb: *bse").problems() ==
        "2:4 unknown-anchor: `*bse` refers to an anchor that this document does not define (did you mean `*base`?)");
}

TEST_CASE("an alias cannot contain itself")
{
  CHECK(Read("a: &x [1, *x]").problems() ==
        "1:11 recursive-alias: `*x` stands inside the value that it refers to (a value cannot contain itself)");
}

TEST_CASE("an alias bomb is refused without being expanded")
{
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const auto one = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + one + "," + one + "," + one + "," + one +
            "," + one + "," + one + "]\n";
  }
  CHECK(Read(bomb).problems() == "6:30 alias-bomb: the aliases of this file stand for more than 100000 values "
                                 "(aliases of aliases multiply; write fewer of them)");
}

TEST_CASE("merge keys are resolved, explicit and earlier keys win and places stay")
{
  const Read read("x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  <<: [*x, *y]\n  a: 9\n");
  REQUIRE(read.problems() == "");
  const auto& merged = *read.yaml.documents[0]->get("z");
  CHECK(to_json(merged).dump() == R"({"a":9,"b":2,"c":4})");
  CHECK(merged.find("b")->key_at == Position{0, 1, 14});
  CHECK(Read("{'<<': 1}").json() == R"({"<<":1})");
  CHECK(Read("a: {<<: 5}").problems() == "1:9 bad-merge: `<<` takes a map or a list of maps, not a whole number (write "
                                         "`<<: *anchor`; a key that is really called << needs quotes)");
  CHECK(Read("x: &x {a: 1}\nb: {<<: *x, <<: *x}").problems().starts_with("2:13 duplicate-key: the merge key"));
}

TEST_CASE("deep nesting is refused at its place")
{
  const Read flow(std::string(20000, '[') + std::string(20000, ']'));
  CHECK(flow.problems() == "1:101 too-deep: lists and maps are nested more than 100 deep here (no specification needs "
                           "that; look for a bracket or indentation that repeats itself)");
  std::string block;
  for (int i = 0; i < 20000; ++i) {
    block += "- ";
  }
  CHECK(Read(block).problems().starts_with("1:201 too-deep"));
  std::string maps;
  for (std::size_t i = 0; i < 2000; ++i) {
    maps += std::string(i, ' ') + "a:\n";
  }
  CHECK(Read(maps).problems().starts_with("101:101 too-deep"));
  std::string chain = "a0: &a0 x\n";
  for (int i = 1; i < 200; ++i) {
    chain += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  }
  CHECK(Read(chain).problems().starts_with("101:14 too-deep: with this alias"));
}

TEST_CASE("text that is not clean UTF-8 is refused")
{
  CHECK(Read("a: \xE4\n").problems() == "1:4 not-utf8: byte 0xE4 is not part of UTF-8 text (save the file as UTF-8)");
  CHECK(Read(std::string("\xFF\xFE"
                         "a\0",
                         4))
            .problems()
            .starts_with("1:1 not-utf8: this file is not UTF-8 but"));
  CHECK(Read(std::string("a\0:\0", 4)).problems().starts_with("1:1 not-utf8"));
  CHECK(Read(std::string("ab: c\nx: \0y: 1\n", 15)).problems().starts_with("2:4 control-character: a NUL byte"));
  CHECK(Read("a: \x1B[31m").problems().starts_with("1:4 control-character: the control character 0x1B"));
  CHECK(Read("a: x\xE2\x80\xA8y").problems().starts_with("1:5 line-separator"));
  CHECK(Read("a: 1\rb: 2\r").problems().starts_with("1:5 line-separator"));
  CHECK(Read("a: x\xEF\xBB\xBFy").problems().starts_with("1:5 control-character"));
  CHECK(Read("a: \"x\\Ly\"").json() == "{\"a\":\"x\xE2\x80\xA8y\"}");
}

TEST_CASE("syntax errors say what to do")
{
  CHECK(Read("a:\n\tb: 1\n").problems() ==
        "2:1 tab-indent: this line is indented with a tab (indent with blanks, not tabs)");
  CHECK(Read("a:\n  b: 1\n\tc: 2\n").problems() ==
        "3:1 tab-indent: this line is indented with a tab (indent with blanks, not tabs)");
  CHECK(
      Read("path: {yyyy}/orders\n").problems() ==
      "1:8 key-without-value: `yyyy` is a key without a value here, because of the braces around it (if text is meant, "
      "put it in quotes: \"{yyyy}\"; if not, write `yyyy: null`)\n1:13 yaml-syntax: this line does not continue the "
      "map above it (check its indentation; put text that begins with { [ \" or ' in quotes as a whole)");
  CHECK(Read("a: 'x\nb: 2\n").problems() == "1:4 yaml-syntax: this quoted text never ends (add the closing quote; a "
                                            "quote inside single quotes is written twice)");
  CHECK(Read("a: b: c\n").problems() == "1:5 yaml-syntax: a second colon in one value, or a line that is indented too "
                                        "far (put text that holds \": \" in quotes; give keys of one map the same "
                                        "indentation)");
  CHECK(Read("a: @x\n").problems() ==
        "1:4 yaml-syntax: text cannot begin with this character (put the text in quotes)");
  CHECK(Read("a: *\n").problems() ==
        "1:5 yaml-syntax: a `*` without a name of an anchor (put text that begins with * in quotes)");
  CHECK(Read("a: [1, 2\nb: 3\n").problems() == "2:2 yaml-syntax: the list in [ ] is not continued or closed here "
                                               "(separate items by commas, close the list by ])");
  CHECK(Read("a: 1\n  b: 2\n").problems() ==
        "2:4 yaml-syntax: a second colon in one value, or a line that is indented too far (put text that holds \": \" "
        "in quotes; give keys of one map the same indentation)");
  CHECK(Read("a: 1\nb\nc: 2\n").problems() ==
        "2:1 yaml-syntax: a key without a colon, or text that goes on in a new line (write `key: value`; longer text "
        "needs quotes, or `|` after the colon)");
  CHECK(Read("a:\n  - 1\n b: 2\n").problems() ==
        "3:2 yaml-syntax: this line does not continue the map above it (check its indentation; put text that begins "
        "with { [ \" or ' in quotes as a whole)");
  CHECK(Read("a: \"\\d\"\n").problems() == "1:5 yaml-syntax: a double-quoted text holds a backslash that means nothing "
                                           "(write \\\\ for a backslash, or use single quotes)");
  CHECK(Read("a: !foo 1\n").problems() ==
        "1:4 unsupported-tag: the tag `!foo` is not supported (leave the tag out, or put the text in quotes)");
  CHECK(Read("a: !x!foo 1\n").problems() ==
        "1:4 yaml-syntax: this tag is not defined (put text that begins with ! in quotes)");
  CHECK(Read("a: {{x}}\n").problems() ==
        "1:5 bad-key: a key must be text, but this one is a map (put text that begins with { or [ in quotes)\n1:6 "
        "key-without-value: `x` is a key without a value here, because of the braces around it (if text is meant, put "
        "it in quotes: \"{x}\"; if not, write `x: null`)");
  CHECK(Read("? [a]\n: b\n").problems() ==
        "1:3 bad-key: a key must be text, but this one is a list (put text that begins with { or [ in quotes)");
  CHECK(Read(": b\n").problems() == "1:1 bad-key: a key is missing before this colon (write `key: value`)");
  CHECK(Read("a: {message.json}\n").problems() ==
        "1:5 key-without-value: `message.json` is a key without a value here, because of the braces around it (if text "
        "is meant, put it in quotes: \"{message.json}\"; if not, write `message.json: null`)");
  CHECK(Read("a: |x\n  b\n").problems() ==
        "1:5 yaml-syntax: after | or > only + - and a digit may stand (begin the text on the next line)");
  CHECK(Read("%YAML 9.9\n---\na: 1\n").problems() ==
        "1:1 yaml-syntax: this YAML version is not supported (leave the %YAML line out)");
  CHECK(Read("a: 1\n... b\n").problems() == "2:5 yaml-syntax: text after the end of a document (separate documents by "
                                            "a line `---`; begin every line of one map in the same column)");
  CHECK(Read("- a\nb: 1\n").problems() == "2:1 yaml-syntax: this line does not continue the list above it (check its "
                                          "indentation; each item of this list begins with `- `)");
}

TEST_CASE("what the library would let pass is refused")
{
  const std::string never_ends =
      "yaml-syntax: this quoted text never ends (add the closing quote; a quote inside single "
      "quotes is written twice)";
  CHECK(Read("a: \"x\n").problems() == "1:4 " + never_ends);
  CHECK(Read("a: [\"x]\nb: 1\n").problems() == "1:5 " + never_ends);
  const std::string never_closed =
      "yaml-syntax: this bracket or brace is never closed (add the closing ] or }; put text that begins with [ or { in "
      "quotes)";
  CHECK(Read("[a, {b: 1}").problems() == "1:1 " + never_closed);
  CHECK(Read("a: [{x}, 1\n").problems() == "1:4 " + never_closed);
  CHECK(Read(std::string(20000, '[')).problems() == "1:20000 " + never_closed);
  CHECK(Read("[a,, b]\n").problems().starts_with("1:4 yaml-syntax: a value is missing here"));
  CHECK(Read("{a: 1, , b: 2}\n").problems().starts_with("1:8 yaml-syntax: a value is missing here"));
  CHECK(Read(", a\n").problems().starts_with("1:1 yaml-syntax: a value is missing here"));
  CHECK(Read("{a\n: b}\n").problems().starts_with("1:2 yaml-syntax: this key and its colon do not stand in one line"));
  CHECK(Read("a: 1\nb\n").problems().starts_with("2:1 yaml-syntax: a key without a colon"));
  CHECK(Read("[a] b\n").problems().starts_with("1:5 yaml-syntax: text after the end of a document"));
  CHECK(Read("a: \"x\\'y\"\n").problems().starts_with("1:6 yaml-syntax: a double-quoted text holds a backslash"));
  CHECK(Read("a:\n\tb\n").problems().starts_with("2:1 tab-indent"));
  CHECK(Read("%FOO\n---\na: 1\n").problems().starts_with("1:1 yaml-syntax: this directive cannot be read"));
  CHECK(Read("a: |\n%b\n").problems().starts_with("2:1 yaml-syntax: behind a line that begins with %"));
  CHECK(Read("a: &x &y 1\n").problems().starts_with("1:7 yaml-syntax: a second anchor for one value"));
}

TEST_CASE("what the library reads otherwise than YAML says is mended")
{
  CHECK(Read("{a: x?y, b: http://h/?q=1, ?c: d?, e: [f ? g]}\n").json() ==
        R"({"?c":"d?","a":"x?y","b":"http://h/?q=1","e":["f ? g"]})");
  CHECK(Read("? a\n: b\n").json() == R"({"a":"b"})");
  CHECK(Read(R"({a: "?\x01x?", b: &n "\u0001\\?", c?: *n, d: "\U00000001?\u0010?\"?", e: '?\x01', f: !!str "?\x01"})")
            .json() ==
        R"({"a":"?\u0001x?","b":"\u0001\\?","c?":"\u0001\\?","d":"\u0001?\u0010?\"?","e":"?\\x01","f":"?\u0001"})");
  CHECK(Read(R"(a: "x\Ny\_z")").json() == "{\"a\":\"x\xC2\x85y\xC2\xA0z\"}");
  CHECK(Read("a: 'x\n\n\n'\nb: \"y\\n\n\n\n  \"\nc: \"z\\\n\n\n\"\n").json() ==
        R"({"a":"x\n\n","b":"y\n\n\n","c":"z\n\n"})");
  CHECK(Read("a: >+\n  x\n  y\n\n\nb: >\n  z\n\n  \nc: >-\n  v\n  ").json() ==
        R"({"a":"x y\n\n\n","b":"z\n","c":"v"})");
}

TEST_CASE("an anchor does not change how deep the text behind it is indented")
{
  CHECK(Read("- &a |\n  x\n  y\n- &b >2\n   z\n- !!str |\n  # no comment\n- &c one\n  two\n- [*a, *c]\n").json() ==
        R"(["x\ny\n"," z\n","# no comment\n","one two",["x\ny\n","one two"]])");
  CHECK(Read("- &a |\n  x\n- *a\n- *b\n").problems().starts_with("4:3 unknown-anchor"));
}

TEST_CASE("values that are not written and those that say null have places of their own")
{
  const Read good("a:\nnull: &x\n~: [null, ~ , {b: , c: }]\nd: NULL\ne:\n- \n- null\nf:\n  g:\nNull: 1\n");
  REQUIRE(
      good.json() ==
      R"({"Null":1,"a":null,"d":"NULL","e":[null,null],"f":{"g":null},"null":null,"~":[null,null,{"b":null,"c":null}]})");
  const auto& root = *good.yaml.documents.at(0);
  CHECK(root.get("a")->at == Position{0, 1, 3});
  CHECK(root.get("null")->at == Position{0, 2, 7});
  CHECK(root.get("~")->items().at(1)->at == Position{0, 3, 11});
  CHECK(root.get("~")->items().at(2)->get("b")->at == Position{0, 3, 19});
  CHECK(root.get("~")->items().at(2)->get("c")->at == Position{0, 3, 24});
  CHECK(root.get("e")->items().at(0)->at == Position{0, 6, 2});
  CHECK(root.get("f")->get("g")->at == Position{0, 9, 5});
  CHECK(root.find("Null")->key_at == Position{0, 10, 1});
}

TEST_CASE("what the library cannot tell piece by piece is bounded")
{
  std::string list = "[";
  for (int i = 0; i < 300'000; ++i) {
    list += "1,";
  }
  CHECK(Read(list + "1]").problems().find("is far too long here") != std::string::npos);
  std::string lines = "a:\n";
  for (int i = 0; i < 100'000; ++i) {
    lines += "- {a: 1}\n";
  }
  CHECK(Read(lines).problems() == "");
}

TEST_CASE("random changes of a document never crash, hang or pass unnoticed places")
{
  const std::string seed = "apiVersion: flowsync/v1\nx: &a {b: [1, 'two', \"th\\x41\", *a0]}\ny:\n  <<: *a\n  - z\n"
                           "c: |\n  text\n  more\nd: >-\n  folded\n---\ne: !!str 5\n\t? {k: v}\n";
  const std::string noise = "{}[],:?-&*!|>'\"%@` \t\n\r#a0\xC3\xA4\x01";
  std::uint32_t state = 12345;
  const auto random = [&](std::size_t below) {
    state = state * 1664525U + 1013904223U;
    return static_cast<std::size_t>(state >> 8U) % below;
  };
  for (int round = 0; round < 4000; ++round) {
    std::string text = seed;
    for (std::size_t change = random(12) + 1; change > 0; --change) {
      text[random(text.size())] = noise[random(noise.size())];
    }
    SourceFiles files;
    Diagnostics diagnostics;
    const auto yaml = spec::read_yaml(files, files.add("f", text, ""), diagnostics);
    REQUIRE(yaml.complete == diagnostics.empty());
    for (const auto& item : diagnostics.items()) {
      REQUIRE(item.where.line > 0);
      REQUIRE(!item.message.empty());
    }
  }
}

TEST_CASE("a big file of random bytes is refused at once")
{
  std::string text;
  std::uint32_t state = 1;
  for (int i = 0; i < 1 << 20; ++i) {
    state = state * 1664525U + 1013904223U;
    text.push_back(static_cast<char>(state >> 24U));
  }
  CHECK(Read(text).diagnostics.items().size() == 1);
}

TEST_CASE("a file full of problems is cut short")
{
  std::string text;
  for (int i = 0; i < 2000; ++i) {
    text += "a: *x\n";
  }
  const Read read(text);
  REQUIRE(read.diagnostics.items().size() == 50);
  CHECK(read.diagnostics.items().back().hint.find("more problems") != std::string::npos);
}
