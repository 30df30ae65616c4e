#include "base/secret_digest.hpp"

#include <doctest/doctest.h>

using namespace flowsync;

TEST_CASE("a secret is known again by its digest, and only with its salt")
{
  const auto digest = secret_digest("planted-hook-4711", "lineage-1");
  CHECK(digest.starts_with("scrypt1$lineage-1$"));
  CHECK(digest.find("planted") == std::string::npos);
  CHECK(is_secret_digest_of(digest, "planted-hook-4711"));
  CHECK(!is_secret_digest_of(digest, "planted-hook-4712"));
  CHECK(secret_digest("planted-hook-4711", "lineage-2") != digest);
}

TEST_CASE("what is not a digest belongs to no value")
{
  for (const auto* const text : {"", "$", "scrypt1", "scrypt1$", "scrypt1$$", "scrypt2$a$b", "planted"}) {
    CHECK(!is_secret_digest_of(text, "planted"));
    CHECK(!is_secret_digest_of(text, ""));
  }
}
