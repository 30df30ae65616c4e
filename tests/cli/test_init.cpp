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
  CHECK(files == 12);
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

TEST_CASE("a bare project has no flow, and the environments that were named")
{
  Sandbox box;
  const auto ran = box.run({"init", "crm", "--bare", "-e", "dev", "-e", "live-eu"});
  CHECK(ran.exit == 0);
  CHECK(ran.out.find("flowsync export -e dev --source ID") != std::string::npos);
  CHECK_FALSE(fs::exists(box.folder() / "crm/environments/base"));
  CHECK_FALSE(fs::exists(box.folder() / "crm/environments/prod"));
  CHECK(box.read("crm/environments/dev/environment.yaml").find("safety") == std::string::npos);
  CHECK(box.read("crm/environments/live-eu/environment.yaml").find("prevent_delete: true") != std::string::npos);
  CHECK(box.run({"-C", "crm", "validate"}).out == "Valid: no problems in dev and live-eu.\n");
}

TEST_CASE("a bare project refuses names that no environment may have, and a sample has its own")
{
  Sandbox box;
  CHECK(box.run({"init", "a", "--bare", "-e", "Prod EU"}).err.find("`Prod EU` cannot be the name") !=
        std::string::npos);
  CHECK(box.run({"init", "b", "--bare", "-e", "base"}).exit == 1);
  CHECK(box.run({"init", "c", "-e", "dev"}).err.find("add --bare") != std::string::npos);
  CHECK_FALSE(fs::exists(box.folder() / "a"));
  CHECK_FALSE(fs::exists(box.folder() / "b"));
  CHECK_FALSE(fs::exists(box.folder() / "c"));
}

TEST_CASE("an address of the simulator says what its account holds when it is new")
{
  Sandbox box;
  REQUIRE(box.run({"init", "p", "--bare", "-e", "dev"}).exit == 0);
  const std::string file = "p/environments/dev/environment.yaml";
  box.edit(file, "url: sim:dev", "url: sim:dev?account=tutorial-prod");
  CHECK(box.run({"-C", "p", "credentials", "-e", "dev"}).out.find("Billing API") != std::string::npos);
  CHECK(fs::exists(box.folder() / "p/.flowsync/sim/dev.json"));
  box.edit(file, "?account=tutorial-prod", "?account=nowhere");
  const auto ran = box.run({"-C", "p", "credentials", "-e", "dev"});
  CHECK(ran.exit == 1);
  CHECK(ran.err.find("the simulator has no account `nowhere`") != std::string::npos);
  CHECK(ran.err.find("there is demo, tutorial-dev, tutorial-prod and empty") != std::string::npos);
}
