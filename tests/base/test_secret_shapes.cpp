#include "base/secret_shapes.hpp"

#include <doctest/doctest.h>

using namespace flowsync;

TEST_CASE("secrets are told by their look, and only they are taken out")
{
  CHECK(without_secret_shapes("https://bob:s3cr3t@x.test/a?b=c@d") == "https://bob:(sensitive)@x.test/a?b=c@d");
  CHECK(without_secret_shapes("jdbc:postgresql://u:p@ss@h:5432/d, redis://:pw@h") ==
        "jdbc:postgresql://u:(sensitive)@h:5432/d, redis://:(sensitive)@h");
  CHECK(without_secret_shapes("Authorization: Bearer eyJhbGciOi.J9 end") == "Authorization: Bearer (sensitive) end");
  CHECK(without_secret_shapes("id=AKIAIOSFODNN7EXAMPLE;") == "id=(sensitive);");
  CHECK(without_secret_shapes("a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb") ==
        "a\n(sensitive)\nb");
  CHECK(without_secret_shapes("-----BEGIN PRIVATE KEY-----\nMIIE") == "(sensitive)");
}

TEST_CASE("references, placeholders, words and what only resembles a secret are none")
{
  for (const auto* const text :
       {"https://bob:${secret.pw}@x.test", "https://{user}:{password}@x", "https://bob:****@x", "https://x.test:80/a@b",
        "Bearer ${secret.token}", "Bearer {token}", "Bearer authentication is used", "the bearer of this",
        "MAKIAIOSFODNN7EXAMPLE1", "AKIA", "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
        "mailto:a@b.c", "https://bob:(sensitive)@x", "ssh://git@host/x", "a: b @ c"}) {
    CAPTURE(text);
    CHECK(!holds_secret_shape(text));
    CHECK(without_secret_shapes(text) == text);
  }
}
