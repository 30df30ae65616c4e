#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace flowsync {

// How far the values of a place say by themselves where it is.
enum class PlaceReach : std::uint8_t
{
  credential, // a credential decides which server is meant
  likely,     // mostly the values do: a URL, a container of an account that the credential may name
  world       // the values do: names of buckets are given once in the world
};

// Which keys of a connector's config say where its data lies (API notes D1).
struct PlaceKeys
{
  std::vector<std::string_view> together; // keys of the config that name one place together
  std::vector<std::string_view> each;     // keys anywhere in the config that name a place by themselves
  PlaceReach reach = PlaceReach::credential;
};

// Those of a connector by its codename (model/connectors.hpp); of an unknown one all keys that look like places.
// A connector that has a place of its own for each source or sink, such as a webhook, has none.
const PlaceKeys& place_keys(std::string_view connector);

// Whether a key of a config looks like one that says where data lies, whichever connector it is for: "path",
// "landing.bucket", "url.template". Not the paths into replies.
bool is_place_key(std::string_view key);

} // namespace flowsync
