#include "nexla/fake_service.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>

using namespace flowsync;
using namespace flowsync::nexla;
using Json = nlohmann::json;

namespace {

// The value of a query parameter, or "".
std::string parameter(const Seen& seen, const std::string& name)
{
  const auto at = seen.path.find(name + "=");
  return at == std::string::npos
             ? ""
             : seen.path.substr(at + name.size() + 1, seen.path.find('&', at) - at - name.size() - 1);
}

// Items from `first` down to `last`: lists come newest first.
Json items(int first, int last)
{
  auto list = Json::array();
  for (int id = first; id >= last; --id) {
    list.push_back({{"id", id}, {"name", "n" + std::to_string(id)}});
  }
  return list;
}

std::vector<ResourceId> ids(const Listing& listing)
{
  std::vector<ResourceId> result;
  for (const auto& item : listing.items) {
    result.push_back(item.id);
  }
  return result;
}

} // namespace

TEST_CASE("a list is walked to its empty page, past short ones, and sorted by id")
{
  TestClient fake([](const Seen& seen) {
    const auto page = parameter(seen, "page");
    return reply(page == "1"   ? items(30, 21)
                 : page == "2" ? items(20, 18)
                 : page == "3" ? items(17, 11)
                               : Json::array(),
                 {{"x-total-count", "20"}});
  });
  const auto listing = fake->list(ResourceKind::source, {});
  REQUIRE(listing.ok());
  CHECK(listing->whole);
  CHECK(listing->total_header == 20);
  REQUIRE(listing->items.size() == 20);
  CHECK(listing->items.front().id == 11);
  CHECK(listing->items.back().id == 30);
  CHECK(fake.service.lines().front() == "GET /data_sources?page=1&per_page=100&access_role=collaborator");
  CHECK(fake.service.lines().size() == 4);
}

TEST_CASE("a server that ignores the page number does not hold us for ever")
{
  TestClient fake([](const Seen&) { return reply(items(3, 1)); });
  const auto listing = fake->list(ResourceKind::sink, {});
  REQUIRE(listing.ok());
  CHECK(listing->whole);
  CHECK(!listing->total_header);
  CHECK(ids(*listing) == std::vector<ResourceId>{1, 2, 3});
  CHECK(fake.service.lines().size() == 2);
}

TEST_CASE("items that shift from page to page are met twice and kept once")
{
  TestClient fake([](const Seen& seen) { // a new resource appears between the first and the second page
    const auto page = parameter(seen, "page");
    return reply(page == "1"   ? items(4, 3)
                 : page == "2" ? items(3, 2)
                 : page == "3" ? items(1, 1)
                               : Json::array(),
                 {{"x-total-count", page == "1" ? "4" : "5"}});
  });
  const auto listing = fake->list(ResourceKind::nexset, {});
  REQUIRE(listing.ok());
  CHECK(ids(*listing) == std::vector<ResourceId>{1, 2, 3, 4});
  CHECK(listing->total_header == 5); // does not agree with what was found: the cross-check fails
}

TEST_CASE("a wrapped list is a list too")
{
  TestClient fake([](const Seen& seen) {
    return reply({{"data", parameter(seen, "page") == "1" ? items(2, 1) : Json::array()},
                  {"meta", {{"totalCount", 2}, {"pageCount", 1}}}});
  });
  const auto listing = fake->list(ResourceKind::credential, {});
  REQUIRE(listing.ok());
  CHECK(listing->items.size() == 2);
  CHECK(listing->total_header == 2);
}

TEST_CASE("an empty list is whole")
{
  TestClient fake([](const Seen&) { return reply(Json::array()); });
  const auto listing = fake->list(ResourceKind::code, {});
  REQUIRE(listing.ok());
  CHECK(listing->whole);
  CHECK(listing->items.empty());
}

TEST_CASE("what is not a list, or holds something without an id, is not a list with gaps")
{
  for (const auto& body : {Json{{"message", "hello"}}, Json(nullptr), Json("x"), Json::array({{{"name", "x"}}}),
                           Json::array({nullptr}), Json{{"data", 1}}}) {
    CAPTURE(body.dump());
    TestClient fake([&](const Seen&) { return reply(200, body.dump()); });
    const auto listing = fake->list(ResourceKind::source, {});
    REQUIRE(!listing.ok());
    CHECK(listing.error().kind == ApiError::Kind::malformed);
  }
}

TEST_CASE("a page that fails in the middle fails the list")
{
  TestClient fake([](const Seen& seen) {
    return parameter(seen, "page") == "2" ? reply(403, R"({"message": "no"})") : reply(items(3, 1));
  });
  CHECK(fake->list(ResourceKind::source, {}).error().kind == ApiError::Kind::forbidden);
}

TEST_CASE("projects are listed with the flows they show")
{
  TestClient fake([](const Seen& seen) {
    return reply(
        parameter(seen, "page") == "1"
            ? Json::array({{{"id", 2}, {"name", "Sales"}, {"flows", {{{"id", 9}}, {{"id", "5"}}}}}, {{"id", 1}}})
            : Json::array());
  });
  const auto projects = fake->list(ResourceKind::project, {});
  REQUIRE(projects.ok());
  REQUIRE(projects->items.size() == 2);
  CHECK(projects->items[0].id == 1);
  CHECK(member_nodes(projects->items[0].body).empty());
  CHECK(projects->items[1].name == "Sales");
  CHECK(member_nodes(projects->items[1].body) == std::vector<ResourceId>{5, 9});
}

namespace {

// A list of `count` items, ten a page, whose `page` an item has moved away from when it is fetched with another one.
Outcome page_of(const Seen& seen, int count, int counted)
{
  const auto page = std::stoi(parameter(seen, "page"));
  const auto first = count - 10 * (page - 1);
  return reply(first > 0 ? items(first, std::max(1, first - 9)) : Json::array(),
               {{"x-total-count", std::to_string(counted)}});
}

} // namespace

TEST_CASE("pages that the first one's count speaks of are fetched side by side, and no more of them")
{
  std::mutex mutex;
  std::condition_variable arrived;
  int under_way = 0;
  int most = 0;
  TestClient fake([&](const Seen& seen) {
    std::unique_lock lock(mutex);
    most = std::max(most, ++under_way);
    arrived.notify_all();
    if (parameter(seen, "page") == "2") {
      arrived.wait_for(lock, std::chrono::seconds{30}, [&] { return most > 1; });
    }
    --under_way;
    return page_of(seen, 65, 65);
  });
  const auto listing = fake->list(ResourceKind::source, {});
  REQUIRE(listing.ok());
  CHECK(listing->whole);
  CHECK(listing->items.size() == 65);
  CHECK(fake.service.lines().size() == 8);
  CHECK(most > 1);
}

TEST_CASE("what slips through between pages that are fetched side by side is found by walking them in order")
{
  std::atomic<int> requests = 0;
  TestClient fake([&](const Seen& seen) {
    // The first walk's third page was fetched before an item moved to it from the second one.
    const bool slips = ++requests <= 8 && parameter(seen, "page") == "3";
    return slips ? reply(items(44, 36), {{"x-total-count", "65"}}) : page_of(seen, 65, 65);
  });
  const auto listing = fake->list(ResourceKind::source, {});
  REQUIRE(listing.ok());
  CHECK(listing->items.size() == 65);
  const auto lines = fake.service.lines();
  REQUIRE(lines.size() == 16);
  CHECK(std::is_sorted(lines.begin() + 8, lines.end()));
}

TEST_CASE("a count that no walk reaches is not believed twice")
{
  TestClient fake([](const Seen& seen) { return page_of(seen, 65, 70); });
  CHECK(fake->list(ResourceKind::source, {})->items.size() == 65);
  CHECK(fake.service.lines().size() == 16);
  CHECK(fake->list(ResourceKind::sink, {})->total_header == 70);
  CHECK(fake.service.lines().size() == 24);
}
