#include "compare/fixture.hpp"

#include <algorithm>

using namespace flowsync;
using namespace flowsync::compare;

TEST_CASE("a variable that differs is meant, and its places are named")
{
  const auto sides = test::compare_texts(
      {{"environments/base/f.yaml", test::flow("orders", "  source: {config: {note: \"${var.who}!\"}}\n")},
       {"environments/dev/environment.yaml", test::environment("dev", "  variables: {who: me}\n")},
       {"environments/prod/environment.yaml", test::environment("prod", "  variables: {who: you}\n")}});
  CHECK(test::differences_text(sides) ==
        "spec.source.config.note: me! @base:5:27 var.who@dev:5 | you! @base:5:27 var.who@prod:5: meant (variable)\n");
}

TEST_CASE("a key that one variable's map holds and the other's does not is the variable's")
{
  const auto sides = test::compare_texts(
      {{"environments/base/f.yaml", test::flow("orders", "  source: {config: {more: \"${var.more}\"}}\n")},
       {"environments/dev/environment.yaml", test::environment("dev", "  variables: {more: {a: 1, b: 2}}\n")},
       {"environments/prod/environment.yaml", test::environment("prod", "  variables: {more: {a: 1}}\n")}});
  CHECK(test::differences_text(sides) ==
        "spec.source.config.more.b: 2 @base:5:27 var.more@dev:5 | -: meant (variable)\n");
}

TEST_CASE("what both overlays set is meant")
{
  CHECK(
      test::differences_text(test::compare_flow("  source: {config: {limit: 1}}\n", "  source: {config: {limit: 2}}\n",
                                                "  source: {config: {limit: 3}}\n")) ==
      "spec.source.config.limit: 2 @dev:5:28 | 3 @prod:5:28: meant (both-set)\n");
}

TEST_CASE("a key that only one of two overlays changes, beside a key that both change, looks forgotten")
{
  const auto base = std::string("  source: {config: {limit: 1, mode: a, kept: x}}\n");
  CHECK(test::differences_text(test::compare_flow(base, "  source: {config: {limit: 2, mode: b}}\n",
                                                  "  source: {config: {limit: 3}}\n")) ==
        "spec.source.config.limit: 2 @dev:5:28 | 3 @prod:5:28: meant (both-set)\n"
        "spec.source.config.mode: b @dev:5:37 | a @base:5:37: looks-forgotten (one-overlay)\n");
  // The other way round, and with a removal.
  CHECK(test::differences_text(test::compare_flow(base, "  source: {config: {limit: 3}}\n",
                                                  "  source: {config: {limit: 2, kept: null}}\n")) ==
        "spec.source.config.limit: 3 @dev:5:28 | 2 @prod:5:28: meant (both-set)\n"
        "spec.source.config.kept: x @base:5:46 | (removed) @prod:5:37: looks-forgotten (one-overlay)\n");
  // Nothing that both change: each overlay speaks of itself.
  CHECK(test::differences_text(
            test::compare_flow(base, "  source: {config: {mode: b}}\n", "  source: {config: {limit: 3}}\n")) ==
        "spec.source.config.limit: 1 @base:5:28 | 3 @prod:5:28: meant (overlay)\n"
        "spec.source.config.mode: b @dev:5:27 | a @base:5:37: meant (overlay)\n");
}

TEST_CASE("an element that both overlays change counts by its keys, not by being named")
{
  const auto base = std::string("  sinks: [{key: wh, config: {a: 1, b: 2}}]\n");
  CHECK(test::differences_text(test::compare_flow(base, "  sinks: [{key: wh, config: {a: 3}}]\n",
                                                  "  sinks: [{key: wh, config: {b: 4}}]\n")) ==
        "spec.sinks.wh.config.a: 3 @dev:5:33 | 1 @base:5:33: meant (overlay)\n"
        "spec.sinks.wh.config.b: 2 @base:5:39 | 4 @prod:5:33: meant (overlay)\n");
}

TEST_CASE("a schedule that the second side inherits looks forgotten, one that it sets does not")
{
  const auto base = std::string("  source: {config: {start.cron: \"0 0 0 * * ? *\"}}\n");
  const auto own = std::string("  source: {config: {start.cron: \"0 0 5 * * ? *\"}}\n");
  CHECK(test::differences_text(test::compare_flow(base, own, "")) ==
        "spec.source.config[\"start.cron\"]: 0 0 5 * * ? * @dev:5:33 | 0 0 0 * * ? * @base:5:33: looks-forgotten "
        "(inherited-schedule)\n");
  CHECK(test::differences_text(test::compare_flow(base, "", own)) ==
        "spec.source.config[\"start.cron\"]: 0 0 0 * * ? * @base:5:33 | 0 0 5 * * ? * @prod:5:33: meant (by-nature)\n");
}

TEST_CASE("places and credentials are an environment's own, also beside keys that both overlays change")
{
  const auto sides = test::compare_flow("  source: {credential: s3, config: {limit: 1, path: a}}\n",
                                        "  source: {credential: mine, config: {limit: 2, path: b}}\n",
                                        "  source: {config: {limit: 3}}\n");
  CHECK(test::differences_text(sides) == "spec.source.credential: mine @dev:5:24 | s3 @base:5:24: meant (by-nature)\n"
                                         "spec.source.config.limit: 2 @dev:5:46 | 3 @prod:5:28: meant (both-set)\n"
                                         "spec.source.config.path: b @dev:5:55 | a @base:5:53: meant (by-nature)\n");
}

TEST_CASE("so are secrets")
{
  const auto sides =
      test::compare_flow("  source: {config: {limit: 1}}\n", "  source: {config: {limit: 2, password: a}}\n",
                         "  source: {config: {limit: 3}}\n");
  CHECK(test::differences_text(sides) == "spec.source.config.limit: 2 @dev:5:28 | 3 @prod:5:28: meant (both-set)\n"
                                         "spec.source.config.password: a @dev:5:41 | -: meant (by-nature)\n");
}

TEST_CASE("an abstract layer of one side is its own, one of both sides is shared")
{
  const auto nonprod = std::pair{"environments/nonprod/environment.yaml",
                                 test::environment("nonprod", "  abstract: true\n  extends: base\n")};
  const auto flow = [](const std::string& limit) {
    return test::flow("orders", "  source: {config: {limit: " + limit + "}}\n");
  };
  const auto extending = test::environment("dev", "  extends: nonprod\n");
  const auto sides = test::compare_texts({nonprod,
                                          {"environments/base/f.yaml", flow("1")},
                                          {"environments/nonprod/f.yaml", flow("2")},
                                          {"environments/prod/f.yaml", flow("3")},
                                          {"environments/dev/environment.yaml", extending}});
  CHECK(test::differences_text(sides) ==
        "spec.source.config.limit: 2 @nonprod:5:28 | 3 @prod:5:28: meant (both-set)\n");
  const auto both =
      test::compare_texts({nonprod,
                           {"environments/base/f.yaml", flow("1")},
                           {"environments/nonprod/f.yaml", flow("2")},
                           {"environments/prod/f.yaml", flow("3")},
                           {"environments/dev/environment.yaml", extending},
                           {"environments/prod/environment.yaml", test::environment("prod", "  extends: nonprod\n")}});
  CHECK(test::differences_text(both) == "spec.source.config.limit: 2 @nonprod:5:28 | 3 @prod:5:28: meant (overlay)\n");
}

TEST_CASE("layers that both share, in another order, are told")
{
  const auto layer = [](const std::string& name) {
    return std::pair{"environments/" + name + "/environment.yaml", test::environment(name, "  abstract: true\n")};
  };
  const auto flow = [](const std::string& limit) {
    return test::flow("orders", "  source: {config: {limit: " + limit + "}}\n");
  };
  const auto sides = test::compare_texts(
      {layer("one"),
       layer("two"),
       {"environments/one/f.yaml", flow("1")},
       {"environments/two/f.yaml", flow("2")},
       {"environments/dev/environment.yaml", test::environment("dev", "  extends: [one, two]\n")},
       {"environments/prod/environment.yaml", test::environment("prod", "  extends: [two, one]\n")}});
  CHECK(test::differences_text(sides) == "spec.source.config.limit: 2 @two:5:28 | 1 @one:5:28: meant (layer-order)\n");
}

TEST_CASE("base at two revisions is told from everything else")
{
  const auto text = [](const std::string& config) {
    return test::flow("orders", "  source: {config: " + config + "}\n");
  };
  auto now = test::compare_texts(
      {{"environments/base/f.yaml", text("{limit: 1, note: \"${var.who}\", new: 1}")},
       {"environments/base/g.yaml", test::flow("young", "  source: {}\n")},
       {"environments/prod/f.yaml", text("{mine: 1}")},
       {"environments/dev/environment.yaml", test::environment("dev", "  variables: {who: me}\n")},
       {"environments/prod/environment.yaml", test::environment("prod", "  variables: {who: you}\n")}});
  // The same project with `base` as it was, in the same files object, as an environment with a pin is rendered.
  auto pinned = now.project;
  auto& base = pinned.layers["base"];
  base.documents.clear();
  Diagnostics unused;
  const auto read = spec::read_yaml(
      *pinned.files, pinned.files->add("environments/base/f.yaml", text("{limit: 2, note: \"${var.who}\"}"), "base"),
      unused);
  base.documents.push_back(*spec::recognise(read.documents.at(0), *pinned.files, unused));
  const auto prod = test::rendered_of(pinned, "prod");
  now.result = compare_environments({*now.dev, overlay::layers_of(now.project, "dev", unused)},
                                    {*prod, overlay::layers_of(pinned, "prod", unused)}, now.project);
  REQUIRE(now.result.documents.size() == 2);
  CHECK(test::differences_text(now.result.documents[0]) ==
        "spec.source.config.limit: 1 @base:5:28 | 2 @base:5:28: pinned (revision)\n"
        "spec.source.config.note: me @base:5:37 var.who@dev:5 | you @base:5:37 var.who@prod:5: meant (variable)\n"
        "spec.source.config.new: 1 @base:5:56 | -: pinned (revision)\n"
        "spec.source.config.mine: - | 1 @prod:5:27: meant (overlay)\n");
  CHECK(now.result.documents[1].presence == Presence::left);
  CHECK(now.result.documents[1].verdict == Verdict::pinned);
  CHECK(now.result.count(Verdict::pinned) == 3);
}

TEST_CASE("what runs has no layers, so nothing is judged")
{
  const auto sides =
      test::compare_flow("", "  source: {config: {start.cron: a}}\n", "  source: {config: {start.cron: b}}\n");
  const auto live = compare_documents(*sides.dev, *sides.prod);
  CHECK(live.count(Verdict::unjudged) == 1);
  CHECK(live.documents.at(0).differences.at(0).reason == Reason::live);
  CHECK_FALSE(live.documents.at(0).differences.at(0).left.origin.known());
}
