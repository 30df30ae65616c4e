#include "overlay/merge.hpp"

#include "overlay/fixture.hpp"

using namespace flowsync;
using namespace flowsync::overlay;

namespace {

// Layers of one document, given as YAML.
struct Merged
{
  SourceFiles files;
  Diagnostics diagnostics;
  NodePtr tree;

  explicit Merged(const std::vector<std::string>& layers)
  {
    std::vector<NodePtr> documents;
    for (const auto& yaml : layers) {
      const auto name = fmt::format("layer{}.yaml", documents.size());
      const auto read =
          spec::read_yaml(files, files.add(name, yaml, fmt::format("layer{}", documents.size())), diagnostics);
      REQUIRE(read.documents.size() == 1);
      documents.push_back(read.documents[0]);
    }
    tree = merge_layers(documents, files, diagnostics);
  }

  std::string yaml() const { return spec::write_yaml(*tree); }
  std::string problems() const { return test::text_of(diagnostics); }
  std::string place(const Node* node) const
  {
    const auto origin = files.origin(node->at);
    return fmt::format("{}:{}:{}", origin.layer, origin.line, origin.column);
  }
};

std::string merged(const std::string& base, const std::string& patch)
{
  const Merged result({base, patch});
  CHECK(result.problems() == "");
  return result.yaml();
}

} // namespace

TEST_CASE("maps merge key by key, and earlier keys keep their order and new ones follow")
{
  CHECK(merged("a: 1\nb: {x: 1, w: 2}\nc: 3\n", "d: 4\nb: {w: 20, z: 30}\na: 10\n") ==
        "a: 10\nb:\n  x: 1\n  w: 20\n  z: 30\nc: 3\nd: 4\n");
}

TEST_CASE("dotted keys are keys like any other")
{
  CHECK(merged("config: {insert.mode: UPSERT, insert: {mode: x}}\n", "config: {insert.mode: INSERT}\n") ==
        "config:\n  insert.mode: INSERT\n  insert:\n    mode: x\n");
}

TEST_CASE("null removes a key and leaves a tombstone with its place and what it removed")
{
  const Merged result({"a: {x: 1, w: 2}\n", "a:\n  x: null\n  z:\n"});
  CHECK(result.yaml() == "a:\n  w: 2\n");
  const auto* const a = result.tree->get("a");
  const auto* const x = a->get("x");
  CHECK(x->tombstone);
  CHECK(result.place(x) == "layer1:2:6");
  REQUIRE(x->provenance);
  CHECK(x->provenance->overrides->text() == "1");
  CHECK(a->get("z")->tombstone);
}

TEST_CASE("a removed key can be set again, and a tombstone is made in the first layer too")
{
  CHECK(merged("a: null\nb: null\n", "a: {x: 1}\n") == "a:\n  x: 1\n");
  const Merged result({"a: 1\n", "a: null\n", "a: 3\n"});
  CHECK(result.yaml() == "a: 3\n");
  const auto& winner = *result.tree->get("a");
  CHECK(winner.provenance->overrides->tombstone);
  CHECK(winner.provenance->overrides->provenance->overrides->text() == "1");
}

TEST_CASE("the literal null is written as $value")
{
  const Merged result({"a: {x: 1}\n", "a: {x: {$value: null}}\n"});
  CHECK(result.problems() == "");
  const auto* const x = result.tree->get("a")->get("x");
  CHECK(x->kind == NodeKind::null);
  CHECK(!x->tombstone);
  CHECK(merged("a: {$value: null}\n", "b: 1\n") == "a: null\nb: 1\n");
  CHECK(merged("a: [1, null]\n", "b: 1\n") == "a:\n  - 1\n  - null\nb: 1\n");
}

TEST_CASE("$value takes anything below it literally")
{
  CHECK(merged("a: 1\n", "a: {$value: {b: null, $schema: x}}\n").starts_with("a:\n  b: null\n"));
}

TEST_CASE("lists of maps with keys merge by key, and order is that of the first layer")
{
  CHECK(merged("s:\n- {key: a, v: 1, w: 1}\n- {key: b, v: 2}\n", "s:\n- {key: c, v: 3}\n- {key: a, v: 10}\n") ==
        "s:\n  - key: a\n    v: 10\n    w: 1\n  - key: b\n    v: 2\n  - key: c\n    v: 3\n");
}

TEST_CASE("the key by which elements merge stays where it was first written")
{
  const Merged result({"s:\n- {key: a, v: 1}\n", "s:\n- {key: a, v: 2}\n"});
  const auto& element = *result.tree->get("s")->items()[0];
  CHECK(result.place(element.get("key")) == "layer0:2:9");
  CHECK(!element.get("key")->provenance);
  CHECK(result.place(element.get("v")) == "layer1:2:15");
}

TEST_CASE("$delete drops an element of a keyed list")
{
  CHECK(merged("s:\n- {key: a, v: 1}\n- {key: b, v: 2}\n", "s:\n- {key: a, $delete: true}\n") ==
        "s:\n  - key: b\n    v: 2\n");
  const Merged nothing({"s:\n- {key: a}\n", "s:\n- {key: b, $delete: true}\n"});
  CHECK(nothing.problems() ==
        "layer1.yaml:2:9: nothing-to-delete: no earlier layer has an element with the key `b` to delete\n");
  CHECK(nothing.yaml() == "s:\n  - key: a\n");
}

TEST_CASE("other lists are replaced whole")
{
  CHECK(merged("s: [1, 2]\n", "s: [3]\n") == "s:\n  - 3\n");
  CHECK(merged("s: [{key: a, v: 1}]\n", "s: []\n") == "s: []\n");
  CHECK(merged("s: [{key: a, v: 1}]\n", "s: [{v: 2}]\n") == "s:\n  - v: 2\n");
  CHECK(merged("s: [{key: a, v: 1}, {key: a, v: 2}]\n", "s: [{key: a, w: 3}]\n") == "s:\n  - key: a\n    w: 3\n");
}

TEST_CASE("$replace replaces a map instead of merging, at any depth and in keyed lists")
{
  CHECK(merged("a: {x: 1, y: {z: 2}}\n", "a: {$replace: true, w: 3}\n") == "a:\n  w: 3\n");
  CHECK(merged("s: [{key: a, v: 1}]\n", "s: [{key: a, $replace: true, w: 2}]\n") == "s:\n  - key: a\n    w: 2\n");
  CHECK(merged("a: {$replace: true, x: 1}\n", "b: 2\n") == "a:\n  x: 1\nb: 2\n");
}

TEST_CASE("a doubled dollar is a literal key that begins with one")
{
  CHECK(merged("s: {$$schema: a, $$ref: b}\n", "s: {$$schema: c, $$$x: d}\n") ==
        "s:\n  $schema: c\n  $ref: b\n  $$x: d\n");
}

TEST_CASE("directives that are misspelt, misplaced or misused are errors at their key")
{
  CHECK(
      Merged({"a: {$replce: true}\n"}).problems() ==
      "layer0.yaml:1:5: bad-directive: unknown directive `$replce` (did you mean `$replace`? A literal key is written "
      "`$$replce`)\n");
  CHECK(Merged({"s: {$schema: x}\n"}).problems() ==
        "layer0.yaml:1:5: bad-directive: unknown directive `$schema` (directives are $replace, $delete and $value; a "
        "literal key that begins with $ is written with two: `$$schema`)\n");
  CHECK(Merged({"a: {$replace: yes}\n"}).problems().find("takes only true") != std::string::npos);
  CHECK(Merged({"a: 1\n", "a: {$delete: true}\n"}).problems().find("remove a key by writing null") !=
        std::string::npos);
  CHECK(Merged({"a: {$value: 1, b: 2}\n"}).problems().find("stands alone") != std::string::npos);
  CHECK(Merged({"s: [{key: a}]\n", "s: [{key: a, $delete: true, $replace: true}]\n"})
            .problems()
            .find("exclude each other") != std::string::npos);
}

TEST_CASE("a value of another kind replaces, with a warning unless it is meant")
{
  const Merged result({"a: {x: 1}\nb: 1\n", "a: 5\nb: {x: 1}\n"});
  CHECK(result.yaml() == "a: 5\nb:\n  x: 1\n");
  CHECK(result.problems() ==
        "layer1.yaml:1:4: kind-change: a whole number replaces a map (write it as `{$value: …}` to say that this is "
        "meant)\n"
        "layer1.yaml:2:4: kind-change: a map replaces a whole number (write `$replace: true` in the map to say that "
        "this is meant)\n");
  CHECK(merged("a: {x: 1}\nb: 1\n", "a: {$value: 5}\nb: {$replace: true, x: 1}\n") == "a: 5\nb:\n  x: 1\n");
  CHECK(merged("a: {x: 1}\n", "a: ${var.settings}\n") == "a: ${var.settings}\n");
}

TEST_CASE("the winner keeps its place and leads to what it replaced, latest first")
{
  const Merged result({"a: {x: one}\n", "b: 0\na:\n  x: two\n", "a: {x: three}\n"});
  const auto& x = *result.tree->get("a")->get("x");
  CHECK(result.place(&x) == "layer2:1:8");
  const auto& second = *x.provenance->overrides;
  CHECK(result.place(&second) == "layer1:3:6");
  CHECK(result.place(second.provenance->overrides.get()) == "layer0:1:8");
  CHECK(result.tree->get("a")->find("x")->key_at.file == x.at.file);
}

TEST_CASE("parts that no layer touches are shared, not copied")
{
  SourceFiles files;
  Diagnostics diagnostics;
  const auto base = spec::read_yaml(files, files.add("a", "a: {x: 1}\nb: {y: [1, {z: 2}]}\n", "base"), diagnostics);
  const auto patch = spec::read_yaml(files, files.add("b", "a: {x: 2}\n", "prod"), diagnostics);
  const auto& document = base.documents[0];
  CHECK(merge_layers({document}, files, diagnostics) == document);
  const auto result = merge_layers({document, patch.documents[0]}, files, diagnostics);
  CHECK(result->get("b") == document->get("b"));
}
