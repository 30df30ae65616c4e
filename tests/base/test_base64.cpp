#include "base/base64.hpp"

#include <doctest/doctest.h>

TEST_CASE("base64 pads to whole groups")
{
  using flowsync::encode_base64;
  CHECK(encode_base64("").empty());
  CHECK(encode_base64("f") == "Zg==");
  CHECK(encode_base64("fo") == "Zm8=");
  CHECK(encode_base64("foo") == "Zm9v");
  CHECK(encode_base64("foobar") == "Zm9vYmFy");
  CHECK(encode_base64("\xFF\xFE\xFD") == "//79");
}
