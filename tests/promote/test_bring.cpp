#include "promote/move_document.hpp"
#include "promote/specs.hpp"

using namespace flowsync;
using namespace flowsync::testing;

TEST_CASE("a flow of one overlay moves to base with comments and scripts, and leaves its own values behind")
{
  Specs specs;
  specs.box.write("environments/dev/flows/users.yaml", "# The users.\n" + flow_text(k_whole));
  specs.box.write("environments/dev/transforms/clean.py", "print(1)\n");
  const auto brought = specs.write();
  const auto base = specs.box.read("environments/base/flows/users.yaml");
  CHECK(base ==
        "# The users.\n" + flow_text("  source:\n    type: s3\n    credential: files # the bucket\n    config:\n"
                                     "      file_type: json # one a line\n  nexsets:\n"
                                     "    - {key: raw, detected: {}}\n    - key: clean\n      from: raw\n"
                                     "      transform: {file: ../transforms/clean.py, type: python}\n"));
  const auto left = "# The users.\n" + flow_text("  source:\n    config:\n      path: dev/users # a slice\n"
                                                 "      start.cron: \"0 0 1 * * ? *\"\n");
  CHECK(specs.box.read("environments/dev/flows/users.yaml") == left);
  CHECK(specs.box.read("environments/prod/flows/users.yaml") == left);
  CHECK(specs.box.read("environments/base/transforms/clean.py") == "print(1)\n");
  CHECK(!specs.has("environments/dev/transforms/clean.py"));
  CHECK(holds(specs.box.read("environments/qa/environment.yaml"), "exclude:\n      - users"));
  CHECK(brought.left_out_of == std::vector<std::string>{"qa"});
  REQUIRE(brought.taken_over.size() == 2);
  CHECK(promote::shown(brought.taken_over[0].path) == "source.config.path");
  CHECK(specs.bring()->changes.empty()); // nothing is left to do
}

TEST_CASE("that a flow or a part of it is paused stays an environment's own affair")
{
  Specs specs;
  const std::string parts =
      "  source: {type: s3}\n  nexsets:\n    - {key: raw, detected: {}}\n  sinks:\n    - key: one\n"
      "      from: raw\n      type: gcs\n";
  specs.box.write("environments/dev/flows/users.yaml",
                  flow_text("  state: paused\n" + parts + "      state: active\n"));
  const auto brought = specs.write();
  CHECK(specs.box.read("environments/base/flows/users.yaml") == flow_text(parts));
  const auto left = flow_text("  state: paused\n  sinks:\n    - key: one\n      state: active\n");
  CHECK(specs.box.read("environments/dev/flows/users.yaml") == left);
  CHECK(specs.box.read("environments/prod/flows/users.yaml") == left);
  CHECK(brought.taken_over.size() == 2);
  // Paused later, in one of them alone.
  specs.box.write("environments/dev/flows/users.yaml", flow_text("  state: paused\n  source: {state: paused}\n"));
  CHECK(specs.bring()->changes.empty());
}

TEST_CASE("the id of a Nexla project is one of the account, so it does not go to base")
{
  Specs specs;
  specs.box.write("environments/dev/flows/users.yaml", flow_text("  nexla_project: {id: 900}\n  source: {type: s3}\n"));
  const auto brought = specs.write();
  CHECK(specs.box.read("environments/base/flows/users.yaml") == flow_text("  source: {type: s3}\n"));
  const auto left = flow_text("  nexla_project: {id: 900}\n");
  CHECK(specs.box.read("environments/dev/flows/users.yaml") == left);
  CHECK(specs.box.read("environments/prod/flows/users.yaml") == left);
  REQUIRE(brought.taken_over.size() == 1); // to be looked at
  CHECK(promote::shown(brought.taken_over[0].path) == "nexla_project.id");
}

TEST_CASE("a value with a variable is no environment's own, so nothing stays behind")
{
  Specs specs;
  specs.box.write("environments/dev/flows/users.yaml",
                  flow_text("  source:\n    type: s3\n    config: {path: \"${var.bucket}/users\"}\n"));
  specs.write();
  CHECK(!specs.has("environments/dev/flows/users.yaml"));
  CHECK(!specs.has("environments/prod/flows/users.yaml"));
  CHECK(holds(specs.box.read("environments/base/flows/users.yaml"), "path: \"${var.bucket}/users\""));
}

TEST_CASE("one document of several leaves its file, and a script that another one uses stays as well")
{
  Specs specs;
  const auto script = "  nexsets: [{key: raw, detected: {}}, {key: clean, from: raw, transform: {file: c.py, type: "
                      "python}}]\n";
  specs.box.write("environments/dev/flows/all.yaml",
                  "# head\n" + flow_text("  source: {type: s3}\n" + std::string(script), "one") + "---\n# two\n" +
                      flow_text("  source: {type: s3}\n" + std::string(script), "two"));
  specs.box.write("environments/dev/flows/c.py", "1\n");
  specs.write("two");
  CHECK(specs.box.read("environments/dev/flows/all.yaml") ==
        "# head\n" + flow_text("  source: {type: s3}\n" + std::string(script), "one"));
  CHECK(specs.box.read("environments/base/flows/all.yaml") ==
        "# two\n" + flow_text("  source: {type: s3}\n" + std::string(script), "two"));
  CHECK(specs.has("environments/dev/flows/c.py"));
  CHECK(specs.has("environments/base/flows/c.py"));
}

TEST_CASE("what the flow names moves along: transforms, lookups and what they are made of")
{
  Specs specs;
  specs.box.write(
      "environments/dev/flows/users.yaml",
      flow_text("  source: {type: s3}\n  nexsets: [{key: raw, detected: {}}, {key: c, from: raw, transform: "
                "{ref: clean}}]\n  sinks: [{key: s, from: c, type: s3, config: {map.id: "
                "\"${ref.lookup/codes.id}\"}}]\n"));
  specs.box.write("environments/dev/shared.yaml", k_head +
                                                      "Transform\nmetadata: {name: clean}\nspec: {output: record, "
                                                      "type: python, file: clean.py}\n---\n" +
                                                      k_head +
                                                      "Lookup\nmetadata: {name: codes}\nspec: {primary_key: a, "
                                                      "entries: {file: codes.csv}}\n");
  specs.box.write("environments/dev/clean.py", "1\n");
  specs.box.write("environments/dev/codes.csv", "a\nb\n");
  specs.write();
  CHECK(specs.has("environments/base/clean.py"));
  CHECK(specs.has("environments/base/codes.csv"));
  CHECK(!specs.has("environments/dev/shared.yaml"));
  CHECK(!specs.has("environments/dev/codes.csv"));
}

TEST_CASE("a change of one overlay moves to base when no third environment changes, else to the target's overlay")
{
  Specs specs;
  specs.box.write("environments/base/flows/users.yaml", flow_text(k_whole));
  specs.box.write("environments/base/transforms/clean.py", "1\n");
  specs.box.write("environments/dev/flows/users.yaml",
                  flow_text("  source:\n    config: {path: dev/other, file_type: csv}\n  sinks:\n    - key: out\n"
                            "      from: clean\n      type: s3\n      config: {path: dev/out, mode: new}\n"));
  specs.write(); // qa would change
  CHECK(holds(specs.box.read("environments/base/flows/users.yaml"), "file_type: json"));
  const auto prod = specs.box.read("environments/prod/flows/users.yaml");
  CHECK(holds(prod, "file_type: csv"));
  CHECK(holds(prod, "key: out"));
  CHECK(holds(prod, "path: dev/out"));
  CHECK(!holds(prod, "dev/other"));
  CHECK(holds(specs.box.read("environments/dev/flows/users.yaml"), "file_type: csv"));

  std::filesystem::remove_all(specs.box.folder() / "environments/qa");
  std::filesystem::remove(specs.box.folder() / "environments/prod/flows/users.yaml");
  const auto brought = specs.write();
  const auto base = specs.box.read("environments/base/flows/users.yaml");
  CHECK(holds(base, "file_type: csv"));
  CHECK(holds(base, "mode: new"));
  CHECK(!holds(base, "dev/out"));
  CHECK(
      specs.box.read("environments/dev/flows/users.yaml") ==
      flow_text("  source:\n    config: {path: dev/other}\n  sinks:\n    - key: out\n      config: {path: dev/out}\n"));
  CHECK(holds(specs.box.read("environments/prod/flows/users.yaml"), "path: dev/out"));
  REQUIRE(brought.taken_over.size() == 1);
  CHECK(brought.taken_over[0].value == "dev/out");
}

TEST_CASE("a change that goes into a new overlay of the target keeps its comments and what it removes")
{
  Specs specs;
  specs.box.write("environments/base/flows/users.yaml",
                  flow_text(k_whole + "  sinks:\n    - {key: a, from: clean, type: s3}\n"
                                      "    - {key: b, from: clean, type: s3}\n"));
  specs.box.write("environments/base/transforms/clean.py", "1\n");
  specs.box.write("environments/dev/flows/users.yaml",
                  flow_text("  source:\n    config:\n      path: dev/other # only here\n"
                            "      file_type: csv # the shop changed its files\n  sinks:\n"
                            "    - {key: a, $delete: true} # nobody reads it\n"));
  specs.write(); // qa would change
  CHECK(specs.box.read("environments/prod/flows/users.yaml") ==
        flow_text("  source:\n    config:\n      file_type: csv # the shop changed its files\n  sinks:\n"
                  "    - {key: a, $delete: true} # nobody reads it\n"));
}

TEST_CASE("what is wrong with the files is told where it stands, before anything is brought")
{
  Specs specs;
  specs.box.write("environments/dev/flows/users.yaml",
                  flow_text("  source:\n    type: s3\n    config:\n      path: a\n      path: b\n"));
  CHECK(!specs.bring());
  CHECK(holds(specs.problems, "duplicate-key: the key `path` is written twice in this map"));
  CHECK(!holds(specs.problems, "environments/base"));
}

TEST_CASE("a script of an overlay goes where the change goes, and stays for who stays")
{
  Specs specs;
  specs.box.write("environments/base/flows/users.yaml", flow_text(k_whole));
  specs.box.write("environments/base/transforms/clean.py", "1\n");
  specs.box.write("environments/dev/flows/users.yaml",
                  flow_text("  nexsets:\n    - {key: clean, transform: {file: ../transforms/clean.py}}\n"));
  specs.box.write("environments/dev/transforms/clean.py", "2\n");
  specs.write(); // qa would change
  CHECK(specs.box.read("environments/prod/transforms/clean.py") == "2\n");
  CHECK(specs.box.read("environments/dev/transforms/clean.py") == "2\n");
  CHECK(specs.box.read("environments/base/transforms/clean.py") == "1\n");

  std::filesystem::remove_all(specs.box.folder() / "environments/qa");
  std::filesystem::remove_all(specs.box.folder() / "environments/prod/transforms");
  std::filesystem::remove_all(specs.box.folder() / "environments/prod/flows");
  specs.write();
  CHECK(specs.box.read("environments/base/transforms/clean-2.py") == "2\n");
  CHECK(holds(specs.box.read("environments/base/flows/users.yaml"), "file: ../transforms/clean-2.py"));
  CHECK(!specs.has("environments/dev/transforms/clean.py"));
  CHECK(!specs.has("environments/dev/flows/users.yaml"));
}

TEST_CASE("the right document is taken out of a file that another one left before")
{
  Specs specs;
  const auto lookup = k_head + "Lookup\nmetadata: {name: codes}\nspec:\n  primary_key: a\n  entries:\n"
                               "    - {a: 1}\n    - {a: 2}\n    - {a: 3}\n    - {a: 4}\n    - {a: 5}\n";
  const auto want = flow_text("  source: {type: s3, config: {x: \"${ref.lookup/codes.id}\"}}\n", "want");
  const auto other = flow_text("  source: {type: s3, config: {y: 1}}\n", "other");
  specs.box.write("environments/dev/flows/all.yaml", lookup + "---\n" + want + "---\n" + other);
  specs.write("want");
  CHECK(specs.box.read("environments/dev/flows/all.yaml") == "---\n" + other);
  CHECK(specs.box.read("environments/base/flows/all-2.yaml") == want);
  CHECK(specs.box.read("environments/base/flows/all.yaml") == lookup);
}

TEST_CASE("what does not move keeps its text byte for byte")
{
  Specs specs;
  const auto keep = flow_text("  source: {type: s3}\r\n", "keep");
  const auto head = std::string("# Licence\r\n# of the file\r\n--- # first\r\n");
  specs.box.write("environments/dev/flows/all.yaml",
                  head + keep + "--- # second\n" + flow_text("  source: {type: s3}\n", "users"));
  specs.write();
  CHECK(specs.box.read("environments/dev/flows/all.yaml") == head + keep);
}

TEST_CASE("a flow that lies beside an environment's settings gets a file of its own")
{
  Specs specs;
  specs.box.write("environments/dev/environment.yaml",
                  environment_text("dev") + "---\n" + flow_text("  source: {type: s3}\n"));
  specs.write();
  CHECK(specs.has("environments/base/flows/users.yaml"));
  CHECK(!specs.has("environments/base/environment.yaml"));
  CHECK(specs.box.read("environments/dev/environment.yaml") == environment_text("dev"));
}

TEST_CASE("a flow that several own layers make arrives whole, and a filter of the target lets it in")
{
  Specs specs;
  specs.box.write("environments/nonprod/environment.yaml", environment_text("nonprod", "  abstract: true\n"));
  specs.box.write("environments/dev/environment.yaml", environment_text("dev", "  extends: nonprod\n"));
  specs.box.write("environments/prod/environment.yaml",
                  environment_text("prod", "  flows: {include: [web], exclude: [users]}\n"));
  specs.box.write("environments/nonprod/flows/users.yaml", flow_text("  source: {type: s3, config: {mode: a}}\n"));
  specs.box.write("environments/dev/flows/users.yaml", flow_text("  source: {config: {mode: b}}\n"));
  specs.write();
  CHECK(holds(specs.box.read("environments/base/flows/users.yaml"), "mode: b"));
  CHECK(holds(specs.box.read("environments/prod/environment.yaml"), "flows: {include: [web, users], exclude: []}"));
  CHECK(specs.bring()->changes.empty());
}

TEST_CASE("a list of flows that are left out is written out before it is added to")
{
  Specs specs;
  specs.box.write("environments/guard/environment.yaml",
                  environment_text("guard", "  abstract: true\n  flows: {exclude: [web]}\n"));
  specs.box.write("environments/qa/environment.yaml", environment_text("qa", "  extends: guard\n"));
  specs.box.write("environments/base/flows/web.yaml", flow_text("  source: {type: s3}\n", "web"));
  specs.box.write("environments/dev/flows/users.yaml", flow_text("  source: {type: s3}\n"));
  specs.write();
  const auto qa = specs.box.read("environments/qa/environment.yaml");
  CHECK(holds(qa, "web"));
  CHECK(holds(qa, "users"));
}

TEST_CASE("files that links of the project lead to do not go, and third environments do not break")
{
  Specs specs;
  specs.box.write("environments/dev/flows/users.yaml", flow_text(k_whole));
  specs.box.write("environments/dev/transforms/clean.py", "1\n");
  std::filesystem::create_directories(specs.box.folder() / "environments/qa/transforms");
  std::filesystem::create_symlink("../../dev/transforms/clean.py",
                                  specs.box.folder() / "environments/qa/transforms/clean.py");
  CHECK(!specs.bring());
  CHECK(holds(specs.problems, "linked-file"));
  std::filesystem::remove(specs.box.folder() / "environments/qa/transforms/clean.py");

  specs.box.write("environments/dev/environment.yaml", environment_text("dev", "  variables: {rname: x}\n"));
  specs.box.write("environments/dev/flows/users.yaml",
                  flow_text("  source: {type: s3, config: {x: \"${ref.lookup/codes.id}\"}}\n"));
  specs.box.write("environments/dev/codes.yaml",
                  k_head +
                      "Lookup\nmetadata: {name: codes}\nspec: {primary_key: a, entries: [{a: \"${var.rname}\"}]}\n");
  CHECK(!specs.bring());
  CHECK(holds(specs.problems, "breaks-others: this would break qa: "));
}

TEST_CASE("a change of a shared document is not carried, and said")
{
  Specs specs;
  specs.box.write("environments/base/t.yaml",
                  k_head + "Transform\nmetadata: {name: tt}\nspec: {output: record, type: python, code: base}\n");
  specs.box.write("environments/dev/t.yaml", k_head + "Transform\nmetadata: {name: tt}\nspec: {code: dev}\n");
  specs.box.write("environments/base/flows/users.yaml",
                  flow_text("  source: {type: s3}\n  nexsets: [{key: r, detected: {}}, {key: c, from: r, transform: "
                            "{ref: tt}}]\n"));
  CHECK(specs.bring());
  CHECK(holds(specs.problems, "shared-overlay: dev changes the transform `tt`"));
}

TEST_CASE("an overlay that would change its own environment when it moves goes to the target's overlay")
{
  Specs specs;
  std::filesystem::remove_all(specs.box.folder() / "environments/qa");
  specs.box.write("environments/shared/environment.yaml", environment_text("shared", "  abstract: true\n"));
  for (const auto* const name : {"dev", "prod"}) {
    specs.box.write(fmt::format("environments/{}/environment.yaml", name),
                    environment_text(name, "  extends: shared\n"));
  }
  specs.box.write("environments/base/flows/users.yaml", flow_text("  source: {type: s3, config: {fetch.mode: z}}\n"));
  specs.box.write("environments/shared/flows/users.yaml", flow_text("  source: {config: {fetch.mode: a}}\n"));
  specs.box.write("environments/dev/flows/users.yaml", flow_text("  source: {config: {fetch.mode: b}}\n"));
  specs.write();
  CHECK(holds(specs.box.read("environments/prod/flows/users.yaml"), "fetch.mode: b"));
  CHECK(holds(specs.box.read("environments/dev/flows/users.yaml"), "fetch.mode: b"));
}

TEST_CASE("what an overlay removes is removed for the target, and an overlay that says nothing more goes")
{
  Specs specs;
  std::filesystem::remove_all(specs.box.folder() / "environments/qa");
  specs.box.write("environments/base/flows/users.yaml",
                  flow_text(k_whole + "  sinks:\n    - {key: a, from: clean, type: s3}\n    - {key: b, from: clean, "
                                      "type: s3}\n"));
  specs.box.write("environments/dev/flows/users.yaml",
                  flow_text("  source: {config: {file_type: null}}\n  sinks: [{key: b, $delete: true}]\n"));
  specs.write();
  const auto base = specs.box.read("environments/base/flows/users.yaml");
  CHECK(!holds(base, "file_type"));
  CHECK(holds(base, "key: a"));
  CHECK(!holds(base, "key: b"));
  CHECK(!specs.has("environments/dev/flows/users.yaml"));
}

TEST_CASE("a flow that the target leaves out by name is let in, by a pattern it is not")
{
  Specs specs;
  specs.box.write("environments/base/flows/users.yaml", flow_text(k_whole));
  specs.box.write("environments/prod/environment.yaml",
                  environment_text("prod", "  flows: {exclude: [other, users] } # not yet\n"));
  specs.write();
  CHECK(holds(specs.box.read("environments/prod/environment.yaml"), "exclude: [other] } # not yet"));
  specs.box.write("environments/prod/environment.yaml", environment_text("prod", "  flows: {include: [web-*]}\n"));
  specs.write();
  CHECK(holds(specs.box.read("environments/prod/environment.yaml"), "include: [web-*, users]"));
  specs.box.write("environments/prod/environment.yaml", environment_text("prod", "  flows: {exclude: [us*]}\n"));
  CHECK(!specs.bring());
  CHECK(specs.problems.starts_with("left-out: "));
}

TEST_CASE("a flow of that name with other parts is refused, with the parts")
{
  Specs specs;
  specs.box.write("environments/dev/flows/users.yaml", flow_text(k_whole));
  specs.box.write("environments/prod/flows/users.yaml",
                  flow_text("  source: {type: s3}\n  nexsets: [{key: first, detected: {}}]\n"));
  CHECK(!specs.bring());
  CHECK(
      holds(specs.problems, "other-keys: prod has a flow `users` of its own with nexsets.first, which dev's has not"));
}

TEST_CASE("unknown flows and environments are refused with the nearest name")
{
  Specs specs;
  specs.box.write("environments/dev/flows/users.yaml", flow_text(k_whole));
  CHECK(!specs.bring("user"));
  CHECK(specs.problems == "unknown-flow: dev has no flow `user`\n");
  CHECK(!specs.bring("users", "pord"));
  CHECK(specs.problems == "unknown-environment: there is no environment `pord`\n");
}
