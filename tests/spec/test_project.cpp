#include "spec/project.hpp"

#include "base/fatal.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

using namespace flowsync;
namespace fs = std::filesystem;

namespace {

const std::string k_project = "apiVersion: flowsync/v1\nkind: Project\nmetadata: {name: acme}\n";

std::string document(const std::string& kind, const std::string& name)
{
  return "apiVersion: flowsync/v1\nkind: " + kind + "\nmetadata: {name: " + name + "}\nspec: {}\n";
}

// A project in a fresh folder, removed at the end.
struct Folder : testing::TemporaryFolder
{
  Folder()
  {
    write("flowsync.yaml", k_project);
    write("environments/base/flows/orders.yaml", document("Flow", "orders"));
    write("environments/prod/environment.yaml", document("Environment", "prod"));
  }
  const fs::path& root() const { return folder(); }
};

// "file:line:column code: message" of each problem.
std::string load(const Folder& folder, const std::vector<std::string>& environments = {})
{
  Diagnostics diagnostics;
  spec::load_project(folder.root(), diagnostics, environments);
  std::string text;
  for (const auto& item : diagnostics.items()) {
    text += (text.empty() ? "" : "\n") + item.where.file + ":" + std::to_string(item.where.line) + ":" +
            std::to_string(item.where.column) + " " + std::string(item.code.text()) + ": " + item.message;
  }
  return text;
}

} // namespace

TEST_CASE("a project is found upwards and read into layers")
{
  const Folder folder;
  folder.write("environments/prod/flows/orders.yml", document("Flow", "orders") + "---\n" + document("Flow", "a"));
  folder.write("environments/prod/.hidden.yaml", "a: [");
  folder.write("environments/prod/.git/x.yaml", "a: [");
  folder.write("environments/prod/notes.txt", "a: [");
  Diagnostics diagnostics;
  const auto project = spec::load_project(folder.root() / "environments/prod", diagnostics);
  CHECK(diagnostics.empty());
  CHECK(project.root == folder.root());
  CHECK(project.name == "acme");
  REQUIRE(project.layers.size() == 2);
  const auto& prod = project.layers.at("prod");
  REQUIRE(prod.environment);
  CHECK(prod.environment->name == "prod");
  REQUIRE(prod.documents.size() == 2);
  CHECK(prod.documents[0].name == "a");
  const auto* const orders = prod.find(spec::Kind::flow, "orders");
  REQUIRE(orders != nullptr);
  CHECK(project.files->origin(orders->name_at) == Origin{"environments/prod/flows/orders.yml", 3, 18, "prod"});
  CHECK(prod.find(spec::Kind::lookup, "orders") == nullptr);
  CHECK(!project.layers.at("base").environment);
}

TEST_CASE("without flowsync.yaml there is no project")
{
  CHECK_THROWS_AS(spec::find_root("/"), Fatal);
  CHECK_THROWS_AS(spec::find_root("/does/not/exist"), Fatal);
}

TEST_CASE("flowsync.yaml holds exactly the project")
{
  const Folder folder;
  folder.write("flowsync.yaml", "# nothing\n");
  CHECK(load(folder) == "flowsync.yaml:0:0 empty-file: this file holds no document\n"
                        "flowsync.yaml:0:0 missing-project: flowsync.yaml holds no document of kind: Project");
  folder.write("flowsync.yaml", k_project + "---\n" + k_project + "---\n" + document("Flow", "a"));
  CHECK(load(folder) == "flowsync.yaml:7:18 duplicate-document: a second Project called `acme` in this layer\n"
                        "flowsync.yaml:11:18 misplaced-document: flowsync.yaml holds the project alone, but this is "
                        "kind: Flow");
  folder.write("flowsync.yaml", "a: [1");
  CHECK(load(folder) == "flowsync.yaml:1:4 yaml-syntax: this bracket or brace is never closed");
  fs::remove(folder.root() / "flowsync.yaml");
  fs::create_directory(folder.root() / "flowsync.yaml");
  CHECK(load(folder) == "flowsync.yaml:0:0 unreadable-file: this is a folder, not a file");
}

TEST_CASE("the same kind and name twice in one layer names both places")
{
  const Folder folder;
  folder.write("environments/base/flows/other.yaml", document("Flow", "orders"));
  folder.write("environments/base/lookup.yaml", document("Lookup", "orders"));
  folder.write("environments/prod/orders.yaml", document("Flow", "orders"));
  Diagnostics diagnostics;
  spec::load_project(folder.root(), diagnostics);
  REQUIRE(diagnostics.items().size() == 1);
  const auto& problem = diagnostics.items()[0];
  CHECK(problem.code == "duplicate-document");
  CHECK(problem.where.file == "environments/base/flows/other.yaml");
  CHECK(problem.where.line == 3);
  REQUIRE(problem.related.size() == 1);
  CHECK(problem.related[0].where.file == "environments/base/flows/orders.yaml");
}

TEST_CASE("folder and Environment document agree")
{
  const Folder folder;
  folder.write("environments/prod/environment.yaml", document("Environment", "production"));
  CHECK(load(folder) == "environments/prod/environment.yaml:3:18 wrong-name: the environment in the folder `prod` "
                        "calls itself `production`");
  fs::remove(folder.root() / "environments/prod/environment.yaml");
  CHECK(load(folder) == "environments/prod/environment.yaml:0:0 missing-environment: the folder of `prod` holds no "
                        "document of kind: Environment");
  folder.write("environments/prod/environment.yaml", document("Environment", "prod"));
  folder.write("environments/prod/more.yaml", document("Environment", "prod"));
  CHECK(load(folder).starts_with("environments/prod/more.yaml:3:18 duplicate-document"));
  folder.write("environments/Prod/environment.yaml", document("Environment", "prod"));
  CHECK(load(folder).starts_with("environments/Prod:0:0 bad-name"));
}

TEST_CASE("a broken file is reported alone, not as a missing environment")
{
  const Folder folder;
  folder.write("environments/prod/environment.yaml", "a: 'x");
  CHECK(load(folder).starts_with("environments/prod/environment.yaml:1:4 yaml-syntax"));
  CHECK(load(folder).find('\n') == std::string::npos);
}

TEST_CASE("a name that is none does not hide the rest of its document")
{
  const Folder folder;
  folder.write("environments/base/bad.yaml", document("Flow", "Bad Name"));
  Diagnostics diagnostics;
  const auto project = spec::load_project(folder.root(), diagnostics);
  CHECK(diagnostics.items().size() == 1);
  CHECK(project.layers.at("base").find(spec::Kind::flow, "Bad Name") != nullptr);
}

TEST_CASE("documents that are none of ours are refused with a hint")
{
  const Folder folder;
  const auto bad = [&](const std::string& text) {
    folder.write("environments/base/bad.yaml", text);
    Diagnostics diagnostics;
    spec::load_project(folder.root(), diagnostics);
    REQUIRE(diagnostics.items().size() == 1);
    const auto& item = diagnostics.items()[0];
    return std::to_string(item.where.line) + ":" + std::to_string(item.where.column) + " " +
           std::string(item.code.text()) + ": " + item.message + " (" + item.hint + ")";
  };
  CHECK(bad("- a\n") == "1:1 wrong-type: a document must be a map, but this is a list (a document has the keys "
                        "apiVersion, kind, metadata and spec)");
  CHECK(bad("kind: Flow\n") == "1:1 missing-key: the key `apiVersion` is missing (add `apiVersion: flowsync/v1`)");
  CHECK(bad("apiVersion: v2\n") == "1:13 bad-value: the apiVersion `v2` is not known (write `apiVersion: "
                                   "flowsync/v1`)");
  CHECK(bad(document("Flw", "a")) == "2:7 unknown-kind: the kind `Flw` is not known (did you mean `Flow`?)");
  CHECK(bad(document("Deployment", "a")) == "2:7 unknown-kind: the kind `Deployment` is not known (use one of Project, "
                                            "Environment, Flow, Lookup, Transform, Code or NexlaProject)");
  CHECK(bad(document("Flow", "Orders")) ==
        "3:18 bad-name: `Orders` is not a name (names are lower-case letters, digits "
        "and hyphens, with no hyphen at either end)");
  CHECK(bad(document("Flow", "lookup")).starts_with("3:18 bad-name: a flow cannot be called `lookup`"));
  CHECK(bad(document("Flow", "2024")) == "3:18 wrong-type: a name must be text, not a whole number (put it in quotes)");
  CHECK(bad(document("Flow", std::string(65, 'a'))).starts_with("3:18 bad-name: this name is 65 characters long, 64"));
  CHECK(bad("apiVersion: flowsync/v1\nkind: Flow\nspec: {}\n").starts_with("1:1 missing-key: the key `metadata`"));
  CHECK(bad("apiVersion: flowsync/v1\nkind: Flow\nmetadata: {}\n")
            .starts_with("3:11 missing-key: the key "
                         "`metadata.name`"));
  CHECK(bad(document("Project", "a")).starts_with("3:18 misplaced-document"));
  CHECK(bad("").starts_with("0:0 empty-file"));
}

TEST_CASE("what is not a readable file inside the project is refused")
{
  const Folder folder;
  const Folder other;
  const auto base = folder.root() / "environments/base";
  SUBCASE("a link out of the project")
  {
    fs::create_symlink(other.root() / "flowsync.yaml", base / "x.yaml");
    CHECK(load(folder) ==
          "environments/base/x.yaml:0:0 outside-project: what this symbolic link leads to is not inside the "
          "project");
  }
  SUBCASE("a linked folder out of the project")
  {
    fs::create_directory_symlink(other.root(), base / "x");
    CHECK(load(folder).starts_with("environments/base/x:0:0 outside-project"));
  }
  SUBCASE("a link to nowhere")
  {
    fs::create_symlink("nowhere", base / "x.yaml");
    CHECK(load(folder).starts_with("environments/base/x.yaml:0:0 unreadable-file: this symbolic link leads nowhere"));
  }
  SUBCASE("a link in a circle")
  {
    fs::create_directory_symlink(base, base / "x");
    CHECK(load(folder) == "environments/base/x:0:0 link-circle: this symbolic link leads back to a folder that it lies "
                          "in");
  }
  SUBCASE("a link is followed into a folder that the project lists")
  {
    folder.write("shared/more.yaml", document("Flow", "more"));
    fs::create_directory_symlink(folder.root() / "shared", base / "x");
    CHECK(load(folder) == "environments/base/x:0:0 file-not-allowed: what this symbolic link leads to does not lie in "
                          "environments/");
    folder.write("flowsync.yaml", k_project + "files: [shared]\n");
    Diagnostics diagnostics;
    const auto project = spec::load_project(folder.root(), diagnostics);
    CHECK(diagnostics.empty());
    CHECK(project.layers.at("base").find(spec::Kind::flow, "more") != nullptr);
  }
  SUBCASE("a link to a hidden file is not followed, and nothing of it is shown")
  {
    folder.write(".env", "TOKEN=hunter2\n");
    fs::create_symlink("../../.env", base / "x.yaml");
    CHECK(load(folder) ==
          "environments/base/x.yaml:0:0 file-not-allowed: what this symbolic link leads to is hidden, or lies in a "
          "hidden folder");
    fs::remove(base / "x.yaml");
    fs::rename(folder.root() / "flowsync.yaml", folder.root() / "other.yaml");
    fs::create_symlink(".env", folder.root() / "flowsync.yaml");
    CHECK(load(folder).find("hunter2") == std::string::npos);
    CHECK(load(folder).starts_with("flowsync.yaml:0:0 unreadable-file: flowsync.yaml is a symbolic link"));
  }
  SUBCASE("a folder that the project lists must be visible and inside")
  {
    folder.write("flowsync.yaml", k_project + "files: [., ../other, /etc, .git, a/.b, ok/]\n");
    CHECK(load(folder) == "flowsync.yaml:4:9 bad-value: `.` is not a visible folder of the project\n"
                          "flowsync.yaml:4:12 bad-value: `../other` is not a visible folder of the project\n"
                          "flowsync.yaml:4:22 bad-value: `/etc` is not a visible folder of the project\n"
                          "flowsync.yaml:4:28 bad-value: `.git` is not a visible folder of the project\n"
                          "flowsync.yaml:4:34 bad-value: `a/.b` is not a visible folder of the project");
  }
  SUBCASE("a named pipe does not block")
  {
    REQUIRE(::mkfifo((base / "x.yaml").c_str(), 0600) == 0);
    CHECK(load(folder) == "environments/base/x.yaml:0:0 unreadable-file: this is not a regular file");
  }
  SUBCASE("too big a file is not read")
  {
    folder.write("environments/base/x.yaml", "");
    fs::resize_file(base / "x.yaml", 17U << 20U);
    CHECK(load(folder) == "environments/base/x.yaml:0:0 file-too-big: this file has 17 MB, 16 MB are allowed");
  }
  SUBCASE("a file without permission")
  {
    folder.write("environments/base/x.yaml", "a: 1");
    fs::permissions(base / "x.yaml", fs::perms::none);
    if (::geteuid() != 0) {
      CHECK(load(folder).starts_with("environments/base/x.yaml:0:0 unreadable-file"));
    }
  }
  SUBCASE("a file beside the layers")
  {
    folder.write("environments/x.yaml", "a: 1");
    CHECK(load(folder).starts_with("environments/x.yaml:0:0 misplaced-file"));
  }
  SUBCASE("no environments at all")
  {
    fs::remove_all(folder.root() / "environments");
    CHECK(load(folder) == "environments:0:0 missing-folder: this project has no folder environments/");
  }
}

TEST_CASE("with environments given, only their layers' problems are reported")
{
  const Folder folder;
  folder.write("environments/nonprod/environment.yaml", document("Environment", "nonprod"));
  folder.write("environments/nonprod/bad.yaml", "a: 'x");
  folder.write("environments/dev/environment.yaml", "apiVersion: flowsync/v1\nkind: Environment\nmetadata: {name: "
                                                    "dev}\nspec: {extends: [nonprod]}\n");
  CHECK(load(folder, {"prod"}) == "");
  CHECK(load(folder, {"dev"}).starts_with("environments/nonprod/bad.yaml:1:4 yaml-syntax"));
  CHECK(load(folder).starts_with("environments/nonprod/bad.yaml:1:4 yaml-syntax"));
  folder.write("environments/base/bad.yaml", "a: 'x");
  CHECK(load(folder, {"prod"}).starts_with("environments/base/bad.yaml:1:4 yaml-syntax"));
}
