#include "base/utf8.hpp"
#include "spec/yaml_quoting.hpp"
#include "spec/yaml_reader.hpp"
#include "spec/yaml_writer.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace flowsync;
using namespace flowsync::spec;

namespace {

NodePtr text(std::string value)
{
  return make_scalar(NodeKind::string, std::move(value));
}

// Reads YAML that must be fine and hold one document.
NodePtr read(const std::string& yaml)
{
  SourceFiles files;
  Diagnostics diagnostics;
  auto result = read_yaml(files, files.add("test.yaml", yaml, "base"), diagnostics);
  REQUIRE_MESSAGE(result.complete, yaml);
  REQUIRE_MESSAGE(result.documents.size() == 1, yaml);
  return result.documents[0];
}

std::string rewritten(const std::string& yaml)
{
  return write_yaml(*read(yaml));
}

const std::vector<std::string> k_nasty{"",
                                       " ",
                                       "yes",
                                       "No",
                                       "y",
                                       "null",
                                       "~",
                                       "true",
                                       "0010",
                                       "10",
                                       "1e5",
                                       "-",
                                       "- a",
                                       "-1",
                                       "+1",
                                       "0x1F",
                                       "0o17",
                                       "1_000",
                                       "12:30:45",
                                       "2024-01-31",
                                       "2024-01-31T10:00:00Z",
                                       ".5",
                                       ".inf",
                                       "=",
                                       "<<",
                                       "...",
                                       "---",
                                       "0 0 * * * ? *",
                                       "* * *",
                                       "a: b",
                                       "a #b",
                                       "a:",
                                       "\x01?x?",
                                       "#a",
                                       "a\tb",
                                       "\ta",
                                       "[a]",
                                       "{a}",
                                       "{yyyy}/x",
                                       "${var.bucket}/orders",
                                       "!tag",
                                       "&a",
                                       "*a",
                                       "'",
                                       "\"",
                                       "it's",
                                       "say \"x\"",
                                       "back\\slash",
                                       "%a",
                                       "@a",
                                       "`a",
                                       "? a",
                                       "|",
                                       ">",
                                       "a\n",
                                       "a\nb",
                                       "a\nb\n",
                                       "a\nb\n\n\n",
                                       "\na",
                                       " a\nb",
                                       "a\n  b\n",
                                       "a\n   \nb",
                                       "a\n   ",
                                       "a\n  \n",
                                       "a\n\tb\n",
                                       "\n",
                                       "\n\n",
                                       "a\r\nb",
                                       "a\n# no comment\n",
                                       "def f():\n    return 1\n",
                                       "\u00e4\u00f6 \u4e2d\u6587",
                                       "\u0085",
                                       "\u2028x",
                                       "\ufeffx",
                                       "x\u202ey",
                                       "x\u00ady",
                                       "x\u061cy",
                                       "\U000e0041",
                                       "\x01\x7f",
                                       "trailing ",
                                       std::string(2000, 'k'),
                                       "a\n---\nb\n"};

} // namespace

TEST_CASE("characters that nobody can see are written as escapes")
{
  CHECK(write_yaml_text("a\u202eb") == "\"a\\u202Eb\"");
  CHECK(write_yaml_text("a\u061cb") == "\"a\\u061Cb\"");
  CHECK(write_yaml_text("a\u00adb") == "\"a\\xADb\"");
  CHECK(write_yaml_text("a\U000e0041b") == "\"a\\U000E0041b\"");
}

TEST_CASE("documents are written as a person would write them")
{
  const std::string yaml = "apiVersion: flowsync/v1\n"
                           "kind: Flow\n"
                           "spec:\n"
                           "  source:\n"
                           "    config:\n"
                           "      path: ${var.bucket}/orders\n"
                           "      start.cron: \"0 0 * * * ? *\"\n"
                           "      columns: []\n"
                           "      id: \"0010\"\n"
                           "      count: 10\n"
                           "      nothing: null\n"
                           "      empty: {}\n"
                           "  nexsets:\n"
                           "    - key: clean\n"
                           "      transform:\n"
                           "        script: |\n"
                           "          def f(x):\n"
                           "            return x\n"
                           "    - key: other\n"
                           "      matrix:\n"
                           "        - - 1\n"
                           "          - 2\n"
                           "        - plain text\n"
                           "        - say \"x\"\n"
                           "        - '\"x\" said'\n";
  CHECK(rewritten(yaml) == yaml);
}

TEST_CASE("whatever a text holds, the written YAML reads back as the same text")
{
  for (const auto& nasty : k_nasty) {
    CAPTURE(nasty);
    const auto tree = make_map({{"first", {}, text(nasty)},
                                {nasty, {}, make_list({text(nasty), make_map({{"in", {}, text(nasty)}})})},
                                {"last", {}, make_list({make_list({text(nasty)}), text("end")})}});
    const auto yaml = write_yaml(*tree);
    CAPTURE(yaml);
    CHECK(same_value(*read(yaml), *tree));
    if (!nasty.empty()) {
      CHECK(same_value(*read(write_yaml(*text(nasty))), *text(nasty)));
    }
  }
}

TEST_CASE("bytes that are not UTF-8 are written as replacement characters, one each")
{
  for (const auto* const stray : {"\x80\n", "\xE4 b", "a\xE2\x82", "\xC0\x80: x"}) {
    CAPTURE(stray);
    std::string whole;
    for (const char c : std::string_view(stray)) {
      whole += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : std::string(k_replacement_character);
    }
    CHECK(read(write_yaml(*text(stray)))->text() == whole);
  }
}

TEST_CASE("random texts of troublesome characters survive")
{
  std::minstd_rand random(7); // NOLINT(cert-msc51-cpp): the same texts in every run
  const std::vector<std::string> parts{" ", "\n", "\t", ":", "#",      "-", "'", "\"", "\\",
                                       "a", "0",  "{",  "]", "\u00e4", "$", "|", ","};
  for (int i = 0; i < 3000; ++i) {
    std::string value;
    for (auto length = random() % 9; length > 0; --length) {
      value += parts[random() % parts.size()];
    }
    const auto tree = make_map({{"k", {}, text(value)}, {"z", {}, make_list({text(value), text("end")})}});
    const auto yaml = write_yaml(*tree);
    CAPTURE(yaml);
    REQUIRE(same_value(*read(yaml), *tree));
  }
}

TEST_CASE("typed values stay typed and texts that look typed stay texts")
{
  CHECK(rewritten("{a: 1, b: '1', c: true, d: 'true', e: ~, f: 1.50, g: -3, h: 18446744073709551615}") ==
        "a: 1\nb: \"1\"\nc: true\nd: \"true\"\ne: null\nf: 1.50\ng: -3\nh: 18446744073709551615\n");
}

TEST_CASE("quotes appear only where a reader could err")
{
  for (const auto* const plain :
       {"a", "s3://bucket/x", "Orders, clean", "1 - Orders", "a-b_c", "{0}x", "10.0.0.1/8x", "x: y"}) {
    CHECK(is_plain(plain) == (std::string(plain) != "{0}x" && std::string(plain) != "x: y"));
  }
  CHECK(write_yaml_text("yes") == "\"yes\"");
  CHECK(write_yaml_text("C:\\temp") == "C:\\temp");
  CHECK(write_yaml_text("'C:\\temp'") == "'''C:\\temp'''");
}

TEST_CASE("tombstones are left out")
{
  auto gone = std::make_shared<Node>();
  gone->tombstone = true;
  CHECK(write_yaml(*make_map({{"a", {}, gone}, {"b", {}, text("x")}})) == "b: x\n");
  CHECK(write_yaml(*make_map({{"m", {}, make_map({{"a", {}, gone}})}})) == "m: {}\n");
}
