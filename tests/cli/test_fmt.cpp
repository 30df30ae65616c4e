#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

using flowsync::testing::Sandbox;

TEST_CASE("fmt rewrites what is not in style, names it, and has nothing to do the next time")
{
  Sandbox box;
  REQUIRE(box.run({"init"}).exit == 0);
  const auto before = box.read("environments/prod/environment.yaml");
  box.write("environments/prod/environment.yaml", "\xEF\xBB\xBF" + before);
  box.write("environments/qa/more.yml", "apiVersion:  'flowsync/v1'\r\n");
  const auto check = box.run({"fmt", "--check"});
  CHECK(check.exit == 2);
  CHECK(check.out == "environments/prod/environment.yaml\nenvironments/qa/more.yml\n");
  CHECK(box.read("environments/qa/more.yml") == "apiVersion:  'flowsync/v1'\r\n");
  const auto ran = box.run({"-C", "environments/prod", "fmt"});
  CHECK(ran.exit == 0);
  CHECK(ran.out == check.out);
  CHECK(box.read("environments/prod/environment.yaml") == before);
  CHECK(box.read("environments/qa/more.yml") == "apiVersion: flowsync/v1\n");
  CHECK(box.run({"fmt"}).out == "");
  CHECK(box.run({"fmt", "--check"}).exit == 0);
}

TEST_CASE("fmt leaves alone what is broken, tells all of it, and formats the rest")
{
  Sandbox box;
  box.write("specs/a.yaml", "a: 1\n<<<<<<< ours\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n");
  box.write("specs/b.yaml", "b:   1\n");
  box.write("specs/.hidden/c.yaml", "c:   1\n");
  box.write("specs/d.txt", "d:   1\n");
  const auto ran = box.run({"fmt", "specs", "none.yaml"});
  CHECK(ran.exit == 1);
  CHECK(ran.out == "specs/b.yaml\n");
  CHECK(ran.err.find("specs/a.yaml:2:1: error: ") != std::string::npos);
  CHECK(ran.err.find("none.yaml: error: ") != std::string::npos);
  CHECK(box.read("specs/a.yaml").starts_with("a: 1\n<<<<<<<"));
  CHECK(box.read("specs/b.yaml") == "b: 1\n");
  CHECK(box.read("specs/.hidden/c.yaml") == "c:   1\n");
  CHECK(box.run({"fmt", "--check", "specs"}).exit == 1);
}

TEST_CASE("fmt follows a link to a file and keeps it a link")
{
  Sandbox box;
  box.write("real.yaml", "a:   1\n");
  std::filesystem::create_symlink("real.yaml", box.folder() / "link.yaml");
  CHECK(box.run({"fmt", "link.yaml"}).exit == 0);
  CHECK(std::filesystem::is_symlink(box.folder() / "link.yaml"));
  CHECK(box.read("real.yaml") == "a: 1\n");
}

TEST_CASE("fmt has one document for scripts")
{
  Sandbox box;
  box.write("a.yaml", "a:   1\n");
  box.write("b.yaml", "b: 1\n");
  const auto ran = box.run({"fmt", "--check", "--format", "json", "a.yaml", "b.yaml"});
  CHECK(ran.exit == 2);
  CHECK(ran.json().at("not_formatted") == nlohmann::json{"a.yaml"});
  CHECK(ran.json().at("files") == 2);
}

TEST_CASE("what init, export and import write is formatted, and so are the sample specs")
{
  Sandbox box;
  REQUIRE(box.run({"init"}).exit == 0);
  CHECK(box.run({"fmt", "--check"}).exit == 0);
  REQUIRE(box.run({"export", "-e", "dev", "--all-sources"}).exit == 0);
  const auto checked = box.run({"fmt", "--check"});
  CHECK(checked.out == "");
  CHECK(checked.exit == 0);
  const std::filesystem::path source(FLOWSYNC_SOURCE_DIR);
  CHECK(box.run({"fmt", "--check", (source / "flowsync.yaml").string(), (source / "environments").string()}).out == "");
  const auto classic = source / "tests" / "importer" / "fixtures" / "orders_export.json";
  REQUIRE(box.run({"import", classic.string()}).exit == 0);
  CHECK(box.run({"fmt", "--check"}).out == "");
}

TEST_CASE("fmt - formats what it reads, for editors, and touches no file")
{
  Sandbox box;
  box.input = "a:   1\r\nb: [x,y]";
  const auto ran = box.run({"fmt", "-"});
  CHECK(ran.exit == 0);
  CHECK(ran.out == "a: 1\nb: [x, \"y\"]\n");
  box.input = ran.out;
  CHECK(box.run({"fmt", "-"}).out == ran.out);
  CHECK(box.run({"fmt", "-", "--check"}).exit == 0);
  box.input = "a:  1\n";
  CHECK(box.run({"fmt", "-", "--check"}).exit == 2);
  box.input = "a: [\n";
  const auto broken = box.run({"fmt", "-"});
  CHECK(broken.exit == 1);
  CHECK(broken.out.empty()); // an editor must not put nothing in the place of the text
  CHECK(broken.err.find("stdin:") != std::string::npos);
  CHECK(box.run({"fmt", "-", "x.yaml"}).exit == 1);
}

TEST_CASE("fmt - gives text back as it is, but in the log of a CI job no line that its runner obeys")
{
  Sandbox box;
  const std::string text = "# ##vso[x]\na: |\n  ##[group]\nb: 1 # ::error::x\n";
  box.input = text;
  CHECK(box.run({"fmt", "-"}).out == text);
  box.environment["CI"] = "true";
  CHECK(box.run({"fmt", "-"}).out.find("##vso[") == std::string::npos);
}

TEST_CASE("fmt --diff shows a patch, writes nothing, and exits as --check does")
{
  Sandbox box;
  box.write("a.yaml", "a:   1\nb: 2\n");
  box.write("b.yaml", "b: 2\n");
  const auto ran = box.run({"fmt", "--diff", "a.yaml", "b.yaml"});
  CHECK(ran.exit == 2);
  CHECK(ran.out == "--- a.yaml\n+++ a.yaml\n@@ -1,2 +1,2 @@\n-a:   1\n+a: 1\n b: 2\n");
  CHECK(box.read("a.yaml") == "a:   1\nb: 2\n");
  CHECK(box.run({"fmt", "--diff", "b.yaml"}).exit == 0);
}
