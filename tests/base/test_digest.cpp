#include "base/digest.hpp"

#include <doctest/doctest.h>

using namespace flowsync;

TEST_CASE("a digest is the one that everybody makes, in one piece or in many")
{
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 digest;
  for (const auto* const piece : {"a", "", "b", "c"}) {
    digest.add(piece);
  }
  CHECK(digest.hex() == sha256_hex("abc"));
}
