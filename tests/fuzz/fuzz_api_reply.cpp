// What the service answers: status, headers and bodies of any kind to every call of the API.
//
// The input: a line with the call ("get data_sink"; a further word "login": the input answers the login too), then one
// reply after the other, each behind a line "%% STATUS", with headers up to an empty line and the body below it.

#include "base/text.hpp"
#include "fuzz/harmless.hpp"
#include "fuzz/pieces.hpp"
#include "fuzz/property.hpp"
#include "fuzz/replies.hpp"
#include "model/mark.hpp"
#include "nexla/decode.hpp"
#include "nexla/fake_service.hpp"

#include <algorithm>

using namespace flowsync;
using namespace flowsync::nexla;
using fuzz::must_hold;

namespace {

void check(const LiveResource& live, ResourceKind type)
{
  must_hold(live.type == type && live.id > 0, "a resource is of the type that was asked for and has an id");
  auto twice = live;
  merge(twice, live);
  must_hold(twice == live, "what is known already changes nothing");
  const auto marks = find_marks(live.description);
  must_hold(marks.empty() || find_marks(strip_marks(live.description)).empty(), "marks can be taken out");
}

void check(const Listing& listing, ResourceKind type)
{
  for (std::size_t i = 0; i < listing.items.size(); ++i) {
    check(listing.items[i], type);
    must_hold(i == 0 || listing.items[i - 1].id < listing.items[i].id, "each id is listed once, in order");
  }
}

void check(const FlowIndex& index)
{
  for (std::size_t i = 0; i < index.resources.size(); ++i) {
    const auto& live = index.resources[i];
    check(live, live.type);
    must_hold(i == 0 ||
                  std::pair(index.resources[i - 1].type, index.resources[i - 1].id) < std::pair(live.type, live.id),
              "each resource is in the flow index once, in order");
  }
}

void check(const ApiError& error)
{
  must_hold(fuzz::is_harmless(error.text()), "an error of the API is harmless");
  must_hold(error.text().find(FakeService::k_key) == std::string::npos, "an error of the API tells no key");
  must_hold(!error.message.empty(), "an error of the API says something");
}

template <typename T, typename Check>
void check(const ApiResult<T>& result, const Check& check_value)
{
  if (result.ok()) {
    check_value(result.value());
  } else {
    check(result.error());
  }
}

// Calls the API as the words say: "get data_sink".
void call(Api& api, std::string_view what, ResourceKind type)
{
  constexpr ResourceId k_id = 6513;
  const nlohmann::json body{{"name", "Orders"}};
  const auto any = [](const auto&) {};
  const auto one = [&](const LiveResource& live) { check(live, type); };
  if (what == "identify") {
    check(api.identify({}), [](const Identity& identity) { must_hold(identity.user_id > 0, "a user has an id"); });
  } else if (what == "flows") {
    check(api.flows({}), [](const FlowIndex& index) { check(index); });
  } else if (what == "projects") {
    check(api.list(ResourceKind::project, {}), [](const Listing& listing) { check(listing, ResourceKind::project); });
  } else if (what == "get") {
    check(api.get(type, k_id, Expand::yes, {}), [&](const LiveResource& live) {
      must_hold(live.id == k_id && live.read_alone, "a read gives what was asked for");
      one(live);
    });
  } else if (what == "create") {
    check(api.create(type, body, {}), one);
  } else if (what == "update") {
    check(api.update(type, k_id, body, {}), one);
  } else if (what == "remove") {
    check(api.remove(type, k_id, {}), any);
  } else if (what == "pause") {
    check(api.set_running(type, k_id, Verb::pause, {}), any);
  } else if (what == "join") {
    check(api.join_project(1, 2, {}), any);
  } else {
    check(api.list(type, {}), [&](const Listing& listing) { check(listing, type); });
  }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  constexpr std::size_t k_most_requests = 5'000;
  const auto pieces = fuzz::pieces_of(fuzz::text_of(data, size));
  if (pieces.size() < 2) {
    return -1; // not worth keeping
  }
  std::size_t next = 1; // the last reply stays
  TestClient api([&](const Seen&) {
    const auto& [title, text] = pieces[next];
    next = std::min(next + 1, pieces.size() - 1);
    return fuzz::read_reply(title, text);
  });
  const auto words = split(trim(pieces[0].second), ' ');
  const auto type = words.size() > 1 ? parse_type(words[1]) : std::nullopt;
  api.service.logs_in = words.back() != "login";
  call(*api.api, words[0], type.value_or(ResourceKind::source));
  must_hold(api->requests() < k_most_requests, "calls come to an end");
  return 0;
}
