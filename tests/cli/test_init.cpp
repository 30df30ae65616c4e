#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

namespace fs = std::filesystem;
using flowsync::testing::Sandbox;

TEST_CASE("what init writes is valid in every environment")
{
  Sandbox box;
  REQUIRE(box.run({"init", "My Flows"}).exit == 0);
  const auto ran = box.run({"-C", "My Flows", "validate"});
  CHECK(ran.out == "Valid: no problems in dev, prod and qa.\n");
  CHECK(ran.exit == 0);
}

TEST_CASE("the project is named after its folder or by the flag, with a random end")
{
  Sandbox box;
  const auto ran = box.run({"init", "My Flows"});
  CHECK(ran.out.find("Project my-flows-") != std::string::npos);
  CHECK(box.run({"init", "b", "--name", "acme"}).out.find("Project acme-") != std::string::npos);
  CHECK(box.read("My Flows/flowsync.yaml").find("name: my-flows-") != std::string::npos);
  const auto wrong = box.run({"init", "c", "--name", "Acme Data"});
  CHECK(wrong.exit == 1);
  CHECK_FALSE(fs::exists(box.folder() / "c"));
}

TEST_CASE("every YAML file of a new project tells editors its schema, which is there")
{
  Sandbox box;
  box.run({"init", "p"});
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(box.folder() / "p")) {
    const auto extension = entry.path().extension();
    if (extension != ".yaml" && extension != ".yml") {
      continue;
    }
    ++files;
    std::ifstream file(entry.path());
    std::string line;
    std::getline(file, line);
    const std::string begin = "# yaml-language-server: $schema=";
    CHECK(line.rfind(begin, 0) == 0);
    const auto schema = line.substr(begin.size());
    CHECK((schema.rfind("https://", 0) == 0 || fs::exists(entry.path().parent_path() / schema)));
  }
  CHECK(files == 7);
}

TEST_CASE("init never overwrites, and writes nothing when a file is in the way")
{
  Sandbox box;
  box.write("environments/dev/environment.yaml", "mine\n");
  const auto ran = box.run({"init"});
  CHECK(ran.exit == 1);
  CHECK(ran.err.find("environments/dev/environment.yaml is already in") != std::string::npos);
  CHECK(box.read("environments/dev/environment.yaml") == "mine\n");
  CHECK_FALSE(fs::exists(box.folder() / "flowsync.yaml"));
}

TEST_CASE("an existing .gitignore keeps its lines and gains one")
{
  Sandbox box;
  box.write(".gitignore", "build/");
  REQUIRE(box.run({"init"}).exit == 0);
  CHECK(box.read(".gitignore") == "build/\n.flowsync/\n");
}
