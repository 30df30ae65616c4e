#include "model/connectors.hpp"
#include "model/place_keys.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace flowsync;

TEST_CASE("a source or sink needs a credential unless its connector does without one")
{
  for (const auto* const type : {"nexla_rest", "file_upload", "email", "script"}) {
    CAPTURE(type);
    CHECK_FALSE(source_needs_credential(type));
  }
  CHECK(source_needs_credential("s3"));
  CHECK(source_needs_credential("api_push"));
  CHECK(source_needs_credential("made_up"));
  CHECK_FALSE(sink_needs_credential("data_map"));
  CHECK_FALSE(sink_needs_credential("script"));
  CHECK(sink_needs_credential("email"));
  CHECK(sink_needs_credential("made_up"));
}

TEST_CASE("what somebody has to send data to is not waited for")
{
  for (const auto* const type : {"nexla_rest", "file_upload", "email"}) {
    CAPTURE(type);
    CHECK(waits_for_data(type));
    CHECK_FALSE(source_needs_credential(type));
  }
  CHECK_FALSE(waits_for_data("script"));
  CHECK_FALSE(waits_for_data("s3"));
}

TEST_CASE("connectors are known by what they may be")
{
  const auto sinks = connectors_with(k_as_sink);
  CHECK(std::find(sinks.begin(), sinks.end(), "data_map") != sinks.end());
  CHECK(std::find(sinks.begin(), sinks.end(), "file_upload") == sinks.end());
  CHECK(find_connector("made_up") == nullptr);
  CHECK(may_open("s3", "s3"));
  CHECK_FALSE(may_open("s3", "gcs"));
  CHECK(may_open("a_vendor", "gcs"));
  CHECK(place_keys("nexla_rest").together.empty());
  CHECK(place_keys("s3").reach == PlaceReach::world);
  CHECK(place_keys("ftp").reach == PlaceReach::credential);
  CHECK(place_keys("made_up").together.size() > place_keys("s3").together.size());
}

TEST_CASE("a webhook that checks hashes is known however the service spells it")
{
  CHECK(checks_hashes({{"hash.enabled", true}}));
  CHECK(checks_hashes({{"hash.enabled", "true"}}));
  CHECK(checks_hashes({{"webhook.auth_type", "Payload Hash"}}));
  CHECK(checks_hashes({{"webhook.auth_type", "PAYLOAD HASH"}}));
  CHECK_FALSE(checks_hashes({{"webhook.auth_type", "basic"}}));
  CHECK_FALSE(checks_hashes({{"hash.enabled", false}}));
  CHECK_FALSE(checks_hashes(nlohmann::json()));
}
