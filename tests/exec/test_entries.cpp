#include "exec/entries.hpp"
#include "workshop.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::test;
using nlohmann::json;

namespace {

json row(const std::string& code, const std::string& name)
{
  return {{"code", code}, {"name", name}};
}

void want_lookup(Workshop& shop, json rows)
{
  auto& resource = shop.want("lookup/regions");
  resource.document = {
      {"name", "Regions"}, {"map_primary_key", "code"}, {"data_type", "string"}, {"entries", std::move(rows)}};
  resource.name = "Regions";
}

std::vector<std::string> writes(const Workshop& shop)
{
  std::vector<std::string> lines;
  for (const auto& line : shop.api.log) {
    if (line.starts_with("P") || line.starts_with("DELETE")) {
      lines.push_back(line);
    }
  }
  return lines;
}

} // namespace

TEST_CASE("only what may not mean something else stands in the path that deletes entries")
{
  for (const auto* const key : {"de", "0010", "a b", "\xC3\xA9", ".", "a&b=c"}) {
    CHECK_MESSAGE(exec::may_be_deleted_by_path(key), key);
  }
  for (const auto* const key : {"", "*", "a*", "a,b", "a/b", "a?b", "a#b", "100%", "a\nb", "\x7F"}) {
    CHECK_MESSAGE(!exec::may_be_deleted_by_path(key), key);
  }
}

TEST_CASE("entries that differ are upserted, those that are not wanted deleted by key, and nothing else is sent")
{
  Workshop shop;
  want_lookup(shop, json::array({row("de", "Germany"), row("es", "Spain"), row("fr", "France")}));
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.live("lookup/regions").body.at("entries").size() == 3);
  const auto path = "data_maps/" + std::to_string(shop.id("lookup/regions"));
  want_lookup(shop, json::array({row("de", "Germany"), row("fr", "Frankreich"), row("it", "Italy")}));
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(writes(shop) == std::vector<std::string>{"DELETE " + path + "/entries/es", "PUT " + path + "/entries"});
  CHECK(shop.api.bodies.at("PUT " + path + "/entries") == json::array({row("fr", "Frankreich"), row("it", "Italy")}));
  CHECK_FALSE(shop.plan().has_differences());
}

TEST_CASE("a key that cannot stand in a path makes the rows be replaced as a whole")
{
  Workshop shop;
  want_lookup(shop, json::array({row("*", "All"), row("de", "Germany")}));
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  const auto path = "data_maps/" + std::to_string(shop.id("lookup/regions"));
  want_lookup(shop, json::array({row("de", "Germany")}));
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(writes(shop) == std::vector<std::string>{"PUT " + path});
  CHECK(shop.live("lookup/regions").body.at("entries") == json::array({row("de", "Germany")}));
  CHECK_FALSE(shop.plan().has_differences());
}
