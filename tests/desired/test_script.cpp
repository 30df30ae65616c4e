#include "desired/load_desired.hpp"
#include "desired/script.hpp"

#include "overlay/fixture.hpp"
#include "support/git_repository.hpp"
#include "support/temporary_folder.hpp"

#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

using namespace flowsync;
using namespace flowsync::desired;
namespace fs = std::filesystem;

namespace {

struct Folder : testing::TemporaryFolder
{
  Folder() { fs::create_directories(folder() / "environments/base/flows"); }
  const fs::path& path() const { return folder(); }
};

// Loads a flow in `folder` whose one derived nexset has this transform.
LoadedDesired load_with(const Folder& folder, const std::string& transform)
{
  auto project = test::project_of(
      {{"environments/base/flows/orders.yaml", test::flow("orders", "  source: {type: nexla_rest}\n"
                                                                    "  nexsets:\n"
                                                                    "    - {key: raw, detected: {}}\n"
                                                                    "    - key: clean\n"
                                                                    "      from: raw\n"
                                                                    "      transform: " +
                                                                        transform + "\n")},
       {"environments/prod/environment.yaml", test::environment("prod", "  nexla: {url: \"sim:demo\"}\n")}});
  project.root = folder.path();
  return load_desired(project, "prod", overlay::ProcessEnvironment());
}

// The derived nexset of that flow.
const DesiredResource& clean_of(const LoadedDesired& loaded)
{
  REQUIRE_MESSAGE(loaded.desired, test::text_of(loaded.diagnostics));
  const auto& resource = loaded.desired->resources.at(1);
  REQUIRE(resource.address.text() == "orders/nexset/clean");
  return resource;
}

std::string problems(const Folder& folder, const std::string& transform)
{
  return test::text_of(load_with(folder, transform).diagnostics);
}

} // namespace

TEST_CASE("a script becomes one custom operation, and its place is the file word")
{
  const Folder folder;
  folder.write("environments/base/transforms/clean.py", "def f(a, b, c):\n  return a\n");
  const auto loaded = load_with(folder, "{file: ../transforms/clean.py, type: python}");
  const auto& clean = clean_of(loaded);
  CHECK(clean.document["transform"] == nlohmann::json::parse(R"({"version": 1, "data_maps": [], "transforms": [
    {"operation": "nexla.custom", "spec": {"language": "python", "encoding": "base64",
     "script": "ZGVmIGYoYSwgYiwgYyk6CiAgcmV0dXJuIGEK"}}]})"));
  CHECK(clean.document["has_custom_transform"] == false);
  const auto& origin = clean.origins.at("/transform/transforms/0/spec/script").origin;
  CHECK(origin == Origin{"environments/base/flows/orders.yaml", 10, 25, "base"});
  CHECK(clean.origins.at("/transform").origin == origin);
  CHECK(clean.origins.at("/transform/transforms/0/spec/language").origin.column == 55);
}

TEST_CASE("a .json file is the transform itself")
{
  const Folder folder;
  folder.write("environments/base/flows/t.json",
               R"({"version": 1, "transforms": [{"spec": {"a": null}}], "x": "${var.y}"})");
  const auto loaded = load_with(folder, "{file: t.json}");
  CHECK(clean_of(loaded).document["transform"] ==
        nlohmann::json::parse(R"({"version": 1, "transforms": [{"spec": {"a": null}}], "x": "${var.y}"})"));
  folder.write("environments/base/flows/t.json", "{\n\"a\": 1,\n");
  CHECK(problems(folder, "{file: t.json}").find(":10:25: bad-file: `t.json` is not valid JSON (line 3)") !=
        std::string::npos);
  folder.write("environments/base/flows/t.json", R"({"a": {"b": 1, "b": 2}})");
  CHECK(problems(folder, "{file: t.json}").find("holds the key \"b\" twice") != std::string::npos);
  folder.write("environments/base/flows/t.json", "[1]");
  CHECK(problems(folder, "{file: t.json}").find("must hold one JSON object") != std::string::npos);
  folder.write("environments/base/flows/t.json", std::string(500'000, '['));
  CHECK(problems(folder, "{file: t.json}").find("nests deeper") != std::string::npos);
  folder.write("environments/base/flows/t.json",
               "{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}");
  CHECK(problems(folder, "{file: t.json}").find("nests deeper") != std::string::npos);
}

TEST_CASE("a file that is missing, elsewhere or no script is refused at its word")
{
  const Folder folder;
  const std::string word = "environments/base/flows/orders.yaml:10:25: ";
  const auto of = [&](const std::string& name) { return problems(folder, "{file: " + name + ", type: python}"); };
  folder.write("environments/base/flows/x.py", "pass\n");
  CHECK(of("x.py") == "");
  CHECK(of("y.py") == word + "no-such-file: `y.py` does not exist (it would be environments/base/flows/y.py)\n");
  CHECK(of("/etc/hostname").starts_with(word + "outside-project: `/etc/hostname` is an absolute path"));
  CHECK(of("../../../../" + std::string("etc/../etc/passwd")).starts_with(word));
  fs::create_symlink("/etc/passwd", folder.path() / "environments/base/flows/link.py");
  CHECK(of("link.py").starts_with(word + "outside-project: `link.py` is not inside the project"));
  fs::create_symlink("x.py", folder.path() / "environments/base/flows/inner.py");
  CHECK(of("inner.py") == "");
  CHECK(of("../flows").starts_with(word + "unreadable-file: `../flows` is not a regular file"));
  REQUIRE(::mkfifo((folder.path() / "environments/base/flows/pipe.py").c_str(), 0600) == 0);
  CHECK(of("pipe.py").starts_with(word + "unreadable-file: `pipe.py` is not a regular file"));
  folder.write("environments/base/flows/x.py", "\xFF\xFE");
  CHECK(of("x.py").starts_with(word + "not-utf8"));
  folder.write("environments/base/flows/x.py", " \n");
  CHECK(of("x.py").starts_with(word + "empty-file"));
  folder.write("environments/base/flows/x.py", std::string(k_largest_script + 1, 'x'));
  CHECK(of("x.py").starts_with(word + "file-too-large: `x.py` is larger than 1 MB"));
}

TEST_CASE("specs read neither what is hidden nor what lies elsewhere in the checkout")
{
  const Folder folder;
  const std::string word = "environments/base/flows/orders.yaml:10:25: file-not-allowed: ";
  const auto of = [&](const std::string& name) { return problems(folder, "{file: " + name + ", type: python}"); };
  folder.write(".git/config", "extraheader = AUTHORIZATION: basic c2VjcmV0\n");
  folder.write(".env", "SECRET=1\n");
  folder.write("gha-creds.json", "{\"secret\": 1}\n");
  folder.write("environments/base/.cache/x.py", "secret\n");
  CHECK(of("../../../.git/config").starts_with(word + "`../../../.git/config` is hidden, or lies in a hidden folder"));
  CHECK(of("../../../.env").starts_with(word + "`../../../.env` is hidden"));
  CHECK(of("../.cache/x.py").starts_with(word));
  CHECK(of("../../../gha-creds.json") ==
        word + "`../../../gha-creds.json` does not lie in environments/ (move it there, or list its folder in "
               "flowsync.yaml: `files: [FOLDER]`)\n");
  CHECK(of("../../../absent.json").starts_with(word)); // nobody learns what is there
  fs::create_symlink("../../../.env", folder.path() / "environments/base/flows/link.py");
  CHECK(of("link.py").starts_with(word + "`link.py` is hidden"));
  fs::create_directory_symlink("../../../.git", folder.path() / "environments/base/flows/linked");
  CHECK(of("linked/config").starts_with(word));
}

TEST_CASE("inside git, specs read only what git tracks or would track")
{
  using flowsync::testing::run_git;
  const Folder folder;
  run_git(folder.path(), "init -q");
  folder.write(".gitignore", "*.secret\n");
  folder.write("environments/base/flows/x.py", "pass\n");
  folder.write("environments/base/flows/key.secret", "hunter2\n");
  CHECK(problems(folder, "{file: x.py, type: python}") == "");
  CHECK(
      problems(folder, "{file: key.secret, type: python}")
          .starts_with("environments/base/flows/orders.yaml:10:25: file-not-allowed: `key.secret` is ignored by git"));
  fs::create_symlink("key.secret", folder.path() / "environments/base/flows/link.py");
  CHECK(problems(folder, "{file: link.py, type: python}").find("file-not-allowed") != std::string::npos);
  run_git(folder.path(), "add -f environments");
  CHECK(problems(folder, "{file: key.secret, type: python}") == "");
  run_git(folder.path(), "rm -q -r --cached environments");
  fs::remove(folder.path() / ".git/config");
  folder.write(".git/config", "nonsense [\n");
  CHECK(problems(folder, "{file: x.py, type: python}").find("no-git: `x.py` cannot be checked: git says: ") !=
        std::string::npos);
}

TEST_CASE("line ends and byte order mark of a checkout make no difference")
{
  const Folder folder;
  const std::string word = "{file: x.py, type: python}";
  folder.write("environments/base/flows/x.py", "def f(a):\n  return a\n");
  const auto as_committed = clean_of(load_with(folder, word)).document;
  for (const auto* const text : {"def f(a):\r\n  return a\r\n", "\xEF\xBB\xBF"
                                                                "def f(a):\n  return a\n"}) {
    folder.write("environments/base/flows/x.py", text);
    CHECK(clean_of(load_with(folder, word)).document == as_committed);
  }
}

TEST_CASE("what lies in a script's place and is not the script is refused at its line")
{
  const Folder folder;
  const auto of = [&](const std::string& text) {
    folder.write("environments/base/flows/x.py", text);
    return problems(folder, "{file: x.py, type: python}");
  };
  CHECK(of("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21\nsize 12345\n") ==
        "environments/base/flows/x.py:1:1: lfs-pointer: `x.py` is the pointer of Git LFS, not the file itself (git lfs "
        "pull (in CI: `lfs: true` where the repository is checked out))\n");
  CHECK(of("def f(a):\r\n<<<<<<< HEAD\r\n  return a\r\n=======\r\n>>>>>>> other\r\n")
            .starts_with("environments/base/flows/x.py:2:1: merge-conflict: `x.py` holds the marker of a merge "
                         "conflict in line 2"));
  CHECK(of("x = \"\"\"\n>>>>>>> other\n\"\"\"\n").find(":2:1: merge-conflict") != std::string::npos);
  CHECK(of("# Title\n=======\nx = 1 <<<<<<< 2\n<<<<<<<<\n") == "");
}

TEST_CASE("the language must be one that transforms know")
{
  const Folder folder;
  folder.write("environments/base/flows/x.py", "pass\n");
  CHECK(problems(folder, "{file: x.py}").find("missing-key: a transform from a file needs `type`") !=
        std::string::npos);
  CHECK(problems(folder, "{file: x.py, type: pyton}").find("(did you mean `python`?)") != std::string::npos);
}

TEST_CASE("the digest follows the content of scripts")
{
  const Folder folder;
  folder.write("environments/base/flows/x.py", "a\n");
  const auto first = load_with(folder, "{file: x.py, type: python}").desired.value().digest;
  folder.write("environments/base/flows/x.py", "b\n");
  CHECK(load_with(folder, "{file: x.py, type: python}").desired.value().digest != first);
}
