#include "model/state_settings.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace flowsync;

TEST_CASE(
    "where every machine sees the same state, its place has a name, another one for another environment or address")
{
  for (const auto& backend : backends()) {
    CAPTURE(backend.name);
    StateSettings settings;
    settings.backend = std::string(backend.name);
    for (const auto& key : backend.keys) {
      if (key.required) {
        settings.options[std::string(key.name)] = "one";
      }
    }
    const auto place = shared_place(settings, "shop", "dev");
    CHECK(place.empty() != backend.shared);
    if (!backend.shared) {
      continue;
    }
    CHECK(place.starts_with(backend.name));
    auto elsewhere = settings;
    for (auto& [key, value] : elsewhere.options) {
      value = "two";
    }
    const bool by_address = !settings.options.empty();
    CHECK((shared_place(elsewhere, "shop", "dev") != place) == by_address);
    CHECK((by_address || shared_place(settings, "shop", "prod") != place));
  }
}
