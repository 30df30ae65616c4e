#include "nexla/installation.hpp"

#include <doctest/doctest.h>

using flowsync::nexla::installation_of;

TEST_CASE("an installation is known by its host, a simulated one by its name")
{
  CHECK(installation_of("https://Dataops.nexla.io/nexla-api") == "dataops.nexla.io");
  CHECK(installation_of("https://dataops.nexla.io:443") == "dataops.nexla.io");
  CHECK(installation_of("https://dataops.nexla.io:8443/x") == "dataops.nexla.io:8443");
  CHECK(installation_of("dataops.nexla.io") == "dataops.nexla.io");
  CHECK(installation_of("http://127.0.0.1:4711/nexla-api") == installation_of("http://localhost:99"));
  CHECK(installation_of("sim:dev") == "sim:dev");
  CHECK(installation_of("sim:dev?account=tutorial") == "sim:dev");
  CHECK(installation_of("") == "");
}
