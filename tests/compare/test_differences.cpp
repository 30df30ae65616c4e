#include "compare/fixture.hpp"
#include "support/temporary_folder.hpp"

using namespace flowsync;
using namespace flowsync::compare;

TEST_CASE("what one side lacks as a whole is one difference, maps and keyed lists are compared inside")
{
  const auto sides = test::compare_flow("  source: {config: {path: a}}\n"
                                        "  sinks:\n"
                                        "    - {key: wh, config: {mode: x, ids: [1, 2]}}\n",
                                        "  source: {code: {file: r.py, type: python3}}\n"
                                        "  sinks:\n"
                                        "    - {key: wh, config: {ids: [1, 3]}}\n"
                                        "    - {key: more, config: {a: 1, b: 2}}\n",
                                        "");
  CHECK(test::differences_text(sides) ==
        "spec.source.code: a map @dev:5:18 | -: meant (overlay)\n"
        "spec.sinks.wh.config.ids: a list @dev:7:31 | a list @base:7:40: meant (overlay)\n"
        "spec.sinks.more: a map @dev:8:7 | -: meant (overlay)\n");
}

TEST_CASE("differences stand in the order of the flow, and documents as people count")
{
  const auto one = [](const std::string& name, const std::string& text) {
    return test::flow(name, "  sinks: [{key: a, config: {mode: " + text + "}}]\n  nexsets: [{key: raw, name: " + text +
                                "}]\n  source: {config: {limit: " + text + "}}\n  state: " + text + "\n");
  };
  const auto sides = test::compare_texts({{"environments/dev/a.yaml", one("f10", "one")},
                                          {"environments/prod/a.yaml", one("f10", "two")},
                                          {"environments/dev/b.yaml", one("f9", "one")},
                                          {"environments/prod/b.yaml", one("f9", "two")}});
  REQUIRE(sides.result.documents.size() == 2);
  CHECK(sides.result.documents[0].name == "f9");
  std::string paths;
  for (const auto& difference : sides.result.documents[1].differences) {
    paths += spec::describe_path(difference.path) + "\n";
  }
  CHECK(paths == "spec.state\nspec.source.config.limit\nspec.nexsets.raw.name\nspec.sinks.a.config.mode\n");
}

TEST_CASE("the order of nexsets and sinks means nothing, that of other keyed lists does")
{
  const auto one = std::string("  source: {config: {rest.iterations: [{key: a}, {key: b}]}}\n"
                               "  sinks: [{key: x}, {key: y}]\n");
  const auto other = std::string("  source: {config: {rest.iterations: [{key: b}, {key: a}]}}\n"
                                 "  sinks: [{key: y}, {key: x}]\n");
  CHECK(test::differences_text(test::compare_flow("", one, other)) ==
        "spec.source.config[\"rest.iterations\"]: a list @dev:5:38 | a list @prod:5:38: meant (both-set)\n");
}

TEST_CASE("keys for anchors and the identity are left out, labels are not")
{
  const auto sides = test::compare_texts(
      {{"environments/dev/f.yaml", test::flow("orders", "  x-a: 1\n  source: {config: {x-b: 1}}\n")},
       {"environments/prod/f.yaml", "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: orders, labels: {t: a}}\n"
                                    "x-c: 1\nspec:\n  source: {config: {}}\n"}});
  CHECK(test::differences_text(sides) == "metadata.labels: - | a map @prod:3:34: meant (overlay)\n"
                                         "spec.source.config.x-b: 1 @dev:6:26 | -: meant (overlay)\n");
}

TEST_CASE("a removed key names its null, a dropped element its $delete, a replaced map its $replace")
{
  const auto sides = test::compare_flow("  source: {description: Raw, config: {a: 1, b: 2}}\n"
                                        "  sinks:\n"
                                        "    - {key: wh, config: {m: 1}}\n"
                                        "    - {key: old, config: {o: 1}}\n",
                                        "",
                                        "  source: {description: null, config: {a: null}}\n"
                                        "  sinks:\n"
                                        "    - {key: wh, config: {$replace: true, n: 1}}\n"
                                        "    - {key: old, $delete: true}\n");
  CHECK(test::differences_text(sides) ==
        "spec.source.description: Raw @base:5:25 | (removed) @prod:5:25: meant (overlay)\n"
        "spec.source.config.a: 1 @base:5:42 | (removed) @prod:5:43: meant (overlay)\n"
        "spec.sinks.wh.config.m: 1 @base:7:29 | (removed) @prod:7:25: meant (overlay)\n"
        "spec.sinks.wh.config[\"n\"]: - | 1 @prod:7:45: meant (overlay)\n"
        "spec.sinks.old: a map @base:8:7 | (removed) @prod:8:7: meant (overlay)\n");
}

TEST_CASE("a key removed on one side and never set on the other is not a difference")
{
  const auto sides = test::compare_flow("  source: {config: {a: 1}}\n", "  source: {config: {b: null}}\n", "");
  CHECK(test::differences_text(sides) == "");
  CHECK_FALSE(sides.result.differs());
}

TEST_CASE("numbers and texts differ, spelling of keys does not, files of one name in two folders do")
{
  const auto sides = test::compare_flow(
      "", "  source: {config: {a: 1, b: {c: 2, d: 3}, file: x}}\n  nexsets: [{key: k, transform: {file: t.py}}]\n",
      "  source: {config: {b: {d: 3, c: 2}, a: \"1\", file: x}}\n  nexsets: [{key: k, transform: {file: t.py}}]\n");
  CHECK(test::differences_text(sides) ==
        "spec.source.config.a: 1 @dev:5:24 | 1 @prod:5:41: meant (both-set)\n"
        "spec.nexsets.k.transform.file: t.py @dev:6:40 | t.py @prod:6:40: meant (both-set)\n");
}

TEST_CASE("secrets compare by their reference and are marked as sensitive")
{
  const auto secrets = std::string("  secrets: {a: {env: NEXLA_A}, b: {env: NEXLA_B}}\n");
  const auto sides = test::compare_texts(
      {{"environments/dev/environment.yaml", test::environment("dev", secrets)},
       {"environments/prod/environment.yaml", test::environment("prod", secrets)},
       {"environments/dev/f.yaml",
        test::flow("orders",
                   "  source: {config: {x: \"${secret.a}\", y: \"${secret.a}\", password: hunter2, z: 1}}\n")},
       {"environments/prod/f.yaml",
        test::flow("orders",
                   "  source: {config: {x: \"${secret.a}\", y: \"${secret.b}\", password: other, z: 2}}\n")}});
  const auto& differences = sides.result.documents.at(0).differences;
  REQUIRE(differences.size() == 3);
  CHECK(spec::describe_path(differences[0].path) == "spec.source.config[\"y\"]");
  CHECK(differences[0].sensitive);
  CHECK(spec::describe_path(differences[1].path) == "spec.source.config.password");
  CHECK(differences[1].sensitive);
  CHECK_FALSE(differences[2].sensitive);
}

TEST_CASE("documents are grouped: flows first, what only one side has, what `flows:` leaves out and where")
{
  const auto lookup = [](const std::string& key) {
    return "apiVersion: flowsync/v1\nkind: Lookup\nmetadata: {name: regions}\nspec: {primary_key: " + key + "}\n";
  };
  const auto sides = test::compare_texts(
      {{"environments/base/a.yaml", test::flow("alike", "  source: {}\n")},
       {"environments/base/b.yaml", test::flow("beta-1", "  source: {}\n")},
       {"environments/base/c.yaml", test::flow("common", "  source: {}\n")},
       {"environments/base/d.yaml", lookup("id")},
       {"environments/dev/d.yaml", test::flow("mine", "  source: {}\n")},
       {"environments/prod/d.yaml", lookup("code")},
       {"environments/dev/environment.yaml", test::environment("dev", "  flows: {include: [alike, beta-*, mine]}\n")},
       {"environments/prod/environment.yaml", test::environment("prod", "  flows: {exclude: [beta-*]}\n")}});
  std::string text;
  for (const auto& pair : sides.result.documents) {
    text += fmt::format("{} {} {} {} {}:{}:{}\n", spec::kind_name(pair.kind), pair.name,
                        pair.presence == Presence::both   ? "both"
                        : pair.presence == Presence::left ? "dev"
                                                          : "prod",
                        pair.presence == Presence::both ? "" : reason_code(pair.reason), pair.left_out.layer,
                        pair.left_out.line, pair.left_out.column);
  }
  CHECK(text == "Flow alike both  :0:0\n"
                "Flow beta-1 dev left-out prod:5:21\n"
                "Flow common prod left-out dev:5:20\n"
                "Flow mine dev only-here :0:0\n"
                "Lookup regions both  :0:0\n");
  const auto flows = sides.result.counts(true);
  CHECK(flows.alike == 1);
  CHECK(flows.only_left == 2);
  CHECK(flows.only_right == 1);
  CHECK(sides.result.counts(false).differ == 1);
}

TEST_CASE("aliases that a side uses and does not define are listed with their first use and flows")
{
  const auto sides = test::compare_texts(
      {{"environments/base/a.yaml",
        test::flow("a", "  source: {credential: s3}\n  sinks: [{key: k, credential: wh}]\n")},
       {"environments/base/b.yaml", test::flow("b", "  source: {credential: s3, config: {x: "
                                                    "\"${ref.credential/extra.id}\"}}\n")},
       {"environments/dev/environment.yaml",
        test::environment("dev", "  credentials: {s3: {id: 1}, wh: {id: 2}, extra: {id: 3}}\n")},
       {"environments/prod/environment.yaml", test::environment("prod", "  credentials: {wh: {id: 2}}\n")}});
  const auto& missing = sides.result.missing_aliases;
  REQUIRE(missing.size() == 2);
  CHECK(missing[0].alias == "extra");
  CHECK_FALSE(missing[0].on_left);
  CHECK(missing[1].alias == "s3");
  CHECK(missing[1].flows == std::vector<std::string>{"a", "b"});
  CHECK(missing[1].used_at.line == 5);
}

TEST_CASE("files are compared by what they hold, wherever they lie, and what differs comes along")
{
  const testing::TemporaryFolder box;
  for (const auto* const layer : {"dev", "prod"}) {
    box.write(fmt::format("environments/{}/same.py", layer), "same\n");
    box.write(fmt::format("environments/{}/other.py", layer), std::string(layer) + "\n");
  }
  const std::string text =
      "  nexsets:\n    - {key: a, transform: {file: same.py}}\n    - {key: b, transform: {file: other.py}}\n";
  auto sides = test::compare_flow("", text, text);
  sides.project.root = box.folder();
  Diagnostics unused;
  sides.result = compare_environments({*sides.dev, overlay::layers_of(sides.project, "dev", unused)},
                                      {*sides.prod, overlay::layers_of(sides.project, "prod", unused)}, sides.project);
  const auto& differences = sides.result.documents.at(0).differences;
  REQUIRE(differences.size() == 1);
  CHECK(spec::describe_path(differences[0].path) == "spec.nexsets.b.transform.file");
  CHECK(differences[0].left.file_text == "dev\n");
  CHECK(differences[0].right.file_text == "prod\n");
}
