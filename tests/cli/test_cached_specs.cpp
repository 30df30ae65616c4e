#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

using flowsync::testing::Sandbox;

namespace {

constexpr auto k_cache = ".flowsync/cache/specs";

void write_flow(const Sandbox& box, int number, const std::string& path)
{
  const auto name = "many-" + std::to_string(number);
  box.write("environments/base/flows/" + name + ".yaml",
            "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: " + name +
                "}\nspec:\n  source: {type: file_upload, config: {path: " + path + "}}\n");
}

void write_many(Sandbox& box, int count)
{
  REQUIRE(box.run({"init"}).exit == 0);
  for (int i = 0; i < count; ++i) {
    write_flow(box, i, "p" + std::to_string(i));
  }
}

bool has_cache(const Sandbox& box)
{
  return std::filesystem::exists(box.folder() / k_cache);
}

} // namespace

TEST_CASE("what many specs were read as is kept, and only ever saves time")
{
  Sandbox box;
  write_many(box, 120);
  const auto cold = box.run({"render", "-e", "dev", "--no-cache", "--explain"});
  REQUIRE(cold.exit == 0);
  CHECK(!has_cache(box));
  CHECK(box.run({"render", "-e", "dev", "--explain"}).out == cold.out);
  REQUIRE(has_cache(box));
  CHECK(box.run({"render", "-e", "dev", "--explain"}).out == cold.out);

  write_flow(box, 7, "elsewhere");
  const auto changed = box.run({"render", "-e", "dev", "--explain"});
  CHECK(changed.out.find("elsewhere") != std::string::npos);
  CHECK(changed.out == box.run({"render", "-e", "dev", "--explain", "--no-cache"}).out);
  write_flow(box, 7, "p7");

  const auto kept = box.read(k_cache);
  for (const auto& broken : {std::string(), kept.substr(0, kept.size() / 2), kept + "x", "foreign " + kept}) {
    box.write(k_cache, broken);
    CHECK(box.run({"render", "-e", "dev", "--explain"}).out == cold.out);
  }
  CHECK(box.read(k_cache) != "");

  std::filesystem::remove_all(box.folder() / ".flowsync");
  box.write(".flowsync/cache", "in the way");
  const auto without = box.run({"render", "-e", "dev", "--explain"});
  CHECK(without.exit == 0);
  CHECK(without.out == cold.out);
  CHECK(without.err == cold.err);
}

TEST_CASE("problems of specs are told again however often they are read")
{
  Sandbox box;
  write_many(box, 120);
  box.write("environments/base/flows/many-3.yaml", "apiVersion: flowsync/v1\nkind: Flow\nkind: Flow\n");
  const auto first = box.run({"validate"});
  CHECK(first.exit == 1);
  CHECK((first.out + first.err).find("written twice") != std::string::npos);
  const auto second = box.run({"validate"});
  CHECK(second.out == first.out);
  CHECK(second.err == first.err);
}

TEST_CASE("a small project has no cache")
{
  Sandbox box;
  REQUIRE(box.run({"init"}).exit == 0);
  CHECK(box.run({"render", "-e", "dev"}).exit == 0);
  CHECK(!has_cache(box));
}
