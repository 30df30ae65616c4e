#include "base/excerpt.hpp"

#include <doctest/doctest.h>

using namespace flowsync;

TEST_CASE("an excerpt is printable and not long")
{
  CHECK(excerpt("orders") == "orders");
  CHECK(excerpt("a\x1B[31mb\nc") == "a[31mb c");
  CHECK(excerpt(std::string(100, 'x')) == std::string(60, 'x') + "…");
  CHECK(excerpt(std::string(59, 'x') + "äöü" + std::string(300, 'y')) == std::string(59, 'x') + "…");
}

TEST_CASE("an excerpt tells of text that it did not look at, and cuts no character to do so")
{
  std::string invisible;
  for (int i = 0; i < 79; ++i) {
    invisible += "\u200B";
  }
  CHECK(excerpt("ab" + invisible + "äöü") == "ab…"); // the 240 bytes that it reads end inside the ä
}

TEST_CASE("what is underlined counts characters, at least one")
{
  CHECK(underline_length("") == 1);
  CHECK(underline_length("abc") == 3);
  CHECK(underline_length("äöü") == 3);
}
