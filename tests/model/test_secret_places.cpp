#include "model/secret_places.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using nlohmann::json;

namespace {

Record recorded()
{
  Record record;
  record.applied = {
      {"source_config", {{"url", "https://x/${secret.hook}"}, {"l", json::array({{{"v", "${secret.b}"}}})}}},
      {"entries", json::array({{{"id", "1"}, {"a", "${secret.hook}"}}})},
      {"data_set_id", "${ref.f/source.id}"}};
  record.deferred = {"/source_config/url", "/source_config/l/0/v", "/entries/0/a", "/data_set_id", "/gone"};
  return record;
}

} // namespace

TEST_CASE("what was made from secrets is hidden wherever it lies now, through lists and rows")
{
  const SecretPlaces places(recorded());
  CHECK(places.names() == std::set<std::string>{"hook", "b"});
  const json config{
      {"url", "https://x/s3cr3t"}, {"l", json::array({{{"k", 1}}, {{"v", "s3cr3t"}, {"w", "x"}}})}, {"q", 1}};
  CHECK(places.masked(config, "/source_config") ==
        json{{"url", "(sensitive)"}, {"l", json::array({{{"k", 1}}, {{"v", "(sensitive)"}, {"w", "x"}}})}, {"q", 1}});
  CHECK(places.masked("https://x/s3cr3t", "/source_config/url") == "(sensitive)");
  CHECK(places.masked("s3cr3t", "/source_config/l/7/v") == "(sensitive)");
  CHECK(places.masked("plain", "/source_config/l/7/w") == "plain");
  CHECK(places.masked(json::array({{{"id", "2"}, {"a", "s3cr3t"}}}), "/entries") ==
        json::array({{{"id", "2"}, {"a", "(sensitive)"}}}));
  CHECK(places.masked(5, "/data_set_id") == 5);
}

TEST_CASE("a secret whose place has another shape now is hidden as a whole")
{
  const SecretPlaces places(recorded());
  CHECK(places.masked("x,s3cr3t", "/source_config/l") == "(sensitive)");
  CHECK(places.masked(json{{"l", json::array({"s3cr3t"})}}, "/source_config") ==
        json{{"l", json::array({"(sensitive)"})}});
  CHECK(places.masked(json{{"url", {{"base", "s3cr3t"}}}}, "/source_config") ==
        json{{"url", {{"base", "(sensitive)"}}}});
}

TEST_CASE("what was kept masked may be anything there, and nothing else is forgiven")
{
  CHECK(same_but_masked("(sensitive)", "abc"));
  CHECK(same_but_masked("https://(sensitive)/x", "https://abc/x"));
  CHECK(!same_but_masked("https://(sensitive)/x", "http://abc/x"));
  CHECK(!same_but_masked("https://(sensitive)/x", "https://abc/y"));
  CHECK(same_but_masked(json{{"a", {1, "(sensitive)"}}}, json{{"a", {1, "z"}}}));
  CHECK(!same_but_masked(json{{"a", {1, "(sensitive)"}}}, json{{"a", {2, "z"}}}));
  CHECK(!same_but_masked(json{{"a", 1}}, json{{"a", 1}, {"b", 2}}));
}
