#include "support/git_repository.hpp"
#include "workspace.hpp"

#include <doctest/doctest.h>

using namespace flowsync::scenarios;
using flowsync::testing::run_git;
using nlohmann::json;

namespace {

const std::string k_users_file = "environments/dev/flows/users.yaml";
const std::string k_prod_file = "environments/prod/environment.yaml";

constexpr const char* k_users = R"(# The users.
apiVersion: flowsync/v1
kind: Flow
metadata: {name: users}
spec:
  source:
    name: Users
    type: s3
    credential: users-s3 # ours
    config: {path: dev/users, start.cron: "0 0 1 * * ? *", note: "${var.note}"}
  nexsets:
    - {key: raw, detected: {index: 1}}
  sinks:
    - {key: out, from: raw, name: Users out, type: gcs, credential: archive, config: {path: dev/out}}
)";

// A flow that only dev has, with an alias and a variable that prod lacks.
void add_users(Workspace& workspace)
{
  workspace.write(k_users_file, k_users);
  workspace.edit(k_dev_file, "variables: {", "variables: {note: hello, ");
  workspace.edit(k_dev_file, "    files: {id: 6027}", "    files: {id: 6027}\n    users-s3: {id: 6027}");
}

std::vector<std::string> promote(const std::vector<std::string>& more = {})
{
  std::vector<std::string> words{"promote", "users", "--from", "dev", "--to", "prod"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

void start_git(Workspace& workspace)
{
  workspace.write(".gitignore", ".flowsync/\n");
  run_git(workspace.root(), "init -q");
  run_git(workspace.root(), "add -A");
  run_git(workspace.root(), "commit -q -m one");
}

void commit(Workspace& workspace, const std::string& tag)
{
  run_git(workspace.root(), "add -A");
  run_git(workspace.root(), "commit -q --allow-empty -m " + tag);
  run_git(workspace.root(), "tag " + tag);
}

std::string ids_of(Workspace& workspace, const std::string& where)
{
  return workspace.run({"state", "list", "-e", where, "--wide"}).out;
}

} // namespace

TEST_CASE("a flow of dev is promoted to prod, applied there, and dev stays as it is")
{
  Workspace workspace;
  add_users(workspace);
  workspace.apply_well("dev");
  const auto before = workspace.run({"render", "-e", "dev"}).out;
  const auto missing = workspace.run(promote({"--check"}));
  CHECK(missing.exit == 2);
  CHECK(says(missing, "a credential for the alias users-s3 (s3); in dev it is id 6027"));
  CHECK(says(missing, "the variable note; in dev it is hello"));
  CHECK(workspace.read(k_users_file) == k_users);

  const auto promoted = workspace.run(promote({"--credential", "users-s3=6027", "--var", "note=prod"}));
  REQUIRE_MESSAGE(promoted.exit == 0, promoted.err);
  CHECK(says(promoted, "environments/base/flows/users.yaml: new: the flow users, moved from " + k_users_file));
  CHECK(says(promoted, "environments/prod/flows/users.yaml: source.config.path is dev/users"));
  CHECK(says(promoted, "Plan: "));
  CHECK(workspace.read(k_prod_file).find("users-s3: {id: 6027, name: Orders S3}") != std::string::npos);
  CHECK(workspace.read("environments/base/flows/users.yaml").find("credential: users-s3 # ours") != std::string::npos);
  CHECK(ends_with_no_changes(workspace.plan("dev")));

  workspace.edit("environments/prod/flows/users.yaml", "path: dev/users", "path: prod/users");
  // Both environments share the account here, so the names must differ.
  workspace.edit("environments/prod/environment.yaml", "  safety:", "  naming: {prefix: \"prod \"}\n  safety:");
  workspace.apply_well("prod");
  CHECK(ends_with_no_changes(workspace.plan("prod")));
  CHECK(ends_with_no_changes(workspace.plan("dev")));
  CHECK(workspace.only("data_sources", "prod Users").at("source_config").at("path") == "prod/users");
  const auto nothing = workspace.run(promote({"--check"}));
  CHECK(nothing.exit == 0);
  CHECK(says(nothing, "prod already has everything of users."));
}

TEST_CASE("a change tried in dev is promoted, and prod is updated in place")
{
  Workspace workspace;
  workspace.edit(k_prod_file, "  safety:", "  naming: {prefix: \"prod \"}\n  safety:");
  workspace.apply_well("dev");
  workspace.apply_well("prod");
  const auto before = ids_of(workspace, "prod");
  workspace.write("environments/dev/flows/orders.yaml",
                  "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: web-orders}\nspec:\n  sinks:\n"
                  "    - {key: archive, config: {data_format: parquet}}\n");
  workspace.apply_well("dev");
  const auto promoted = workspace.run({"promote", "web-orders", "--from", "dev", "--to", "prod"});
  REQUIRE_MESSAGE(promoted.exit == 0, promoted.err);
  CHECK(says(promoted, "Plan: 0 to add, 1 to change, 0 to destroy."));
  CHECK(!std::filesystem::exists(workspace.root() / "environments/dev/flows/orders.yaml"));
  CHECK(workspace.read(k_order_file).find("data_format: parquet") != std::string::npos);
  workspace.apply_well("prod");
  CHECK(workspace.only("data_sinks", "prod Web orders, archive").at("sink_config").at("data_format") == "parquet");
  CHECK(ids_of(workspace, "prod") == before);
  CHECK(ends_with_no_changes(workspace.plan("dev")));
}

TEST_CASE("without an answer, with a wrong type or an unknown id nothing is written")
{
  Workspace workspace;
  add_users(workspace);
  const auto prod = workspace.read(k_prod_file);
  const auto refused = [&](const std::vector<std::string>& more, const std::string& text) {
    const auto ran = workspace.run(promote(more));
    CHECK(ran.exit == 1);
    CHECK_MESSAGE(says(ran, text), ran.err);
    CHECK(workspace.read(k_prod_file) == prod);
    CHECK(workspace.read(k_users_file) == k_users);
  };
  refused({}, "prod has no credential for the alias `users-s3`");
  refused({"--credential", "users-s3=6028"}, "is of type gcs, but `users-s3` is used for s3");
  refused({"--credential", "users-s3=1"}, "shows no such credential");
  refused({"--credential", "users-s3=x"}, "shows no such credential");
  refused({"--credential", "users-s3=6027", "--credential", "archive=6028"},
          "--credential archive: prod needs no such alias");
  refused({"--credential", "users-s3"}, "is not ALIAS=ID");
}

TEST_CASE("an alias for a credential of another type is warned about in every plan")
{
  Workspace workspace;
  workspace.edit(k_dev_file, "files: {id: 6027}", "files: {id: 6028}");
  const auto ran = workspace.plan("dev");
  CHECK(ran.exit == 0);
  CHECK(says(ran, "`files` stands for credential 6028 (`Nexla GCS`) of type gcs, but web-orders/source is of type s3"));
  CHECK(says(ran, "environments/dev/environment.yaml:"));
}

TEST_CASE("usage of promote is checked before anything is read")
{
  Workspace workspace;
  workspace.remove("flowsync.yaml");
  for (const auto& words : {std::vector<std::string>{"promote"},
                            {"promote", "users"},
                            {"promote", "users", "--to", "prod"},
                            {"promote", "users", "--from", "prod", "--to", "prod"},
                            {"promote", "users", "--ref", "v1", "--to", "prod"},
                            {"promote", "users", "--from", "dev", "--to", "prod", "-e", "dev"}}) {
    const auto ran = workspace.run(words);
    CHECK(ran.exit == 1);
    CHECK(!says(ran, "flowsync.yaml"));
  }
}

TEST_CASE("a pin moves after the plan, to a revision that dev has applied completely")
{
  Workspace workspace;
  workspace.edit(k_prod_file, "  safety:", "  naming: {prefix: \"prod \"}\n  base: {ref: v1} # steady\n  safety:");
  start_git(workspace);
  commit(workspace, "v1");
  workspace.apply_well("prod");
  workspace.edit(k_order_file, "max.file.size.mb: 512", "max.file.size.mb: 256");
  commit(workspace, "v2");
  CHECK(ends_with_no_changes(workspace.plan("prod")));

  const std::vector<std::string> move{"promote", "--ref", "v2", "--to", "prod"};
  auto ran = workspace.run(move);
  CHECK(ran.exit == 6);
  CHECK(says(ran, "dev has not applied `base` of v2 completely"));
  workspace.edit(k_order_file, "max.file.size.mb: 256", "max.file.size.mb: 128");
  workspace.apply_well("dev"); // not as committed
  CHECK(workspace.run(move).exit == 6);
  workspace.edit(k_order_file, "max.file.size.mb: 128", "max.file.size.mb: 256");
  workspace.apply_well("dev");
  CHECK(workspace.read(k_prod_file).find("{ref: v1} # steady") != std::string::npos);

  ran = workspace.run({"promote", "--ref", "v2", "--to", "prod", "--check"});
  CHECK(ran.exit == 2);
  CHECK(says(ran, "the pin: base is at v1 now"));
  ran = workspace.run(move);
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(ran, "512 -> 256"));
  CHECK(workspace.read(k_prod_file).find("{ref: v2} # steady") != std::string::npos);
  workspace.apply_well("prod");
  CHECK(ends_with_no_changes(workspace.plan("prod")));

  // Another commit with the same base is as good.
  workspace.edit(k_dev_file, "variables: {", "variables: {more: x, ");
  commit(workspace, "v3");
  CHECK(workspace.run({"promote", "--ref", "v3", "--to", "prod"}).exit == 0);
}

TEST_CASE("a pin that takes flows away, or is not there, does not move")
{
  Workspace workspace;
  workspace.edit(k_prod_file, "  safety:", "  base: {ref: v1}\n  safety:");
  start_git(workspace);
  commit(workspace, "v1");
  workspace.remove(k_order_file);
  commit(workspace, "v2");
  const auto before = workspace.read(k_prod_file);
  auto ran = workspace.run({"promote", "--ref", "v2", "--to", "prod", "--allow-unproven"});
  CHECK(ran.exit == 6);
  CHECK(says(ran, "`base` of v2 has no flow web-orders, which prod has now"));
  ran = workspace.run({"promote", "--ref", "v9", "--to", "prod"});
  CHECK(ran.exit == 1);
  CHECK(says(ran, "git fetch origin tag v9"));
  // What a pull request writes does not become a command that somebody copies.
  ran = workspace.run({"promote", "--ref", "v9; touch x", "--to", "prod"});
  CHECK(says(ran, "git fetch origin tag 'v9; touch x'"));
  ran = workspace.run({"promote", "--ref=--upload-pack=x", "--to", "prod"});
  CHECK(says(ran, "correct the name"));
  CHECK(workspace.read(k_prod_file) == before);
  ran = workspace.run({"promote", "--ref", "v2", "--to", "prod", "--allow-unproven", "--allow-removals"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(workspace.read(k_prod_file).find("{ref: v2}") != std::string::npos);
}

TEST_CASE("a flow reaches a pinned environment with its pin, and promote says how")
{
  Workspace workspace;
  add_users(workspace);
  workspace.edit(k_prod_file, "  safety:", "  naming: {prefix: \"prod \"}\n  base: {ref: v1}\n  safety:");
  start_git(workspace);
  commit(workspace, "v1");
  auto ran = workspace.run(promote());
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(ran, "flows.exclude gets users: until its pin moves"));
  CHECK(says(ran, "prod reads base from v1: commit this, tag it, apply it to dev, then"));
  commit(workspace, "v2");
  CHECK(!says(workspace.run({"render", "-e", "prod"}), "name: users"));
  workspace.apply_well("dev");
  ran = workspace.run({"promote", "--ref", "v2", "--to", "prod"});
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  ran = workspace.run(promote({"--credential", "users-s3=6027"}));
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(ran, "flows.exclude loses users"));
  CHECK(says(workspace.run({"plan", "-e", "prod", "--full"}), "v2:environments/base/flows/users.yaml:"));
  workspace.apply_well("prod");
  CHECK(ends_with_no_changes(workspace.plan("prod")));
}
