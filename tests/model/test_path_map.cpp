#include "model/path_map.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace flowsync;

namespace {

template <typename Range>
std::string paths(const Range& range)
{
  std::string text;
  for (const auto& [path, value] : range) {
    text += std::string(path) + "=" + std::to_string(value) + " ";
  }
  return text;
}

} // namespace

TEST_CASE("what lies below a path comes right after it, whatever its neighbours are called")
{
  PathMap<int> map({{"/a/x", 1}, {"/a.b", 2}, {"/a", 3}, {"/a-b/c", 4}, {"/a/x/y", 5}, {"/b", 6}});
  CHECK(paths(map) == "/a=3 /a/x=1 /a/x/y=5 /a-b/c=4 /a.b=2 /b=6 ");
  CHECK(paths(map.within("/a")) == "/a=3 /a/x=1 /a/x/y=5 ");
  CHECK(paths(map.within("/a-b")) == "/a-b/c=4 ");
  CHECK(paths(map.within("/c")).empty());
  CHECK(paths(map.within("")) == paths(map));
  CHECK(*map.nearest("/a/x/z/0") == 1);
  CHECK(*map.nearest("/a/other") == 3);
  CHECK(map.nearest("/a-b") == nullptr);

  const PathSet set{"/a.b", "/a/x"};
  CHECK(has_within(set, "/a"));
  CHECK(has_within(set, "/a.b"));
  CHECK_FALSE(has_within(set, "/a.b/c"));
  CHECK_FALSE(has_within(set, "/b"));
}

TEST_CASE("a value for a path takes the place of the one before, in whatever order they come")
{
  PathMap<int> at_once({{"/b", 1}, {"/a", 2}, {"/b", 3}});
  CHECK(paths(at_once) == "/a=2 /b=3 ");
  PathMap<int> one_by_one;
  one_by_one["/b"] = 1;
  one_by_one["/a"] = 2;
  one_by_one["/b"] = 3;
  CHECK(one_by_one == at_once);
  CHECK(one_by_one.at("/b") == 3);
  CHECK_THROWS(one_by_one.at("/c"));
  one_by_one.erase_if([](std::string_view path, int) { return path == "/a"; });
  CHECK(paths(one_by_one) == "/b=3 ");
  CHECK(one_by_one.size() == 1);
  CHECK_FALSE(one_by_one == at_once);
  one_by_one["/a"] = 2;
  CHECK(one_by_one == at_once); // wherever their texts stand
  CHECK(PathMap<int>().empty());
}
