#include "overlay/text_resolver.hpp"
#include "spec/yaml_reader.hpp"

#include <doctest/doctest.h>

using namespace flowsync;

namespace {

// Where `written` stands in the value of the key `a` of a file.
Location place_of(const std::string& yaml, std::string_view written)
{
  SourceFiles files;
  Diagnostics diagnostics;
  const auto read = spec::read_yaml(files, files.add("a.yaml", yaml, "base"), diagnostics);
  REQUIRE(read.documents.size() == 1);
  return overlay::locate_reference(files, *read.documents[0]->get("a"), written);
}

} // namespace

TEST_CASE("a reference behind characters of several bytes is found, and underlined as long as it looks")
{
  const auto place = place_of("größe: 1\na: \"größe 😀 ${var.größe}\"\n", "${var.größe}");
  CHECK(place.line == 2);
  CHECK(place.column == 13);
  CHECK(place.length == 12);
}

TEST_CASE("of several lines the one with the reference is meant")
{
  const auto place = place_of("a: |\n  ä ${var.x}\n  öü ${var.y}\n", "${var.y}");
  CHECK(place.line == 3);
  CHECK(place.column == 6);
  CHECK(place.length == 8);
}
