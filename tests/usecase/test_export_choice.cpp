#include "usecase/export/export_choice.hpp"

#include <doctest/doctest.h>

using namespace flowsync;

TEST_CASE("answers at the prompt")
{
  using Numbers = std::vector<std::size_t>;
  CHECK(usecase::parse_choice(" 2 ", 3) == Numbers{2});
  CHECK(usecase::parse_choice("1,3", 3) == Numbers{1, 3});
  CHECK(usecase::parse_choice("3 1", 3) == Numbers{3, 1});
  CHECK(usecase::parse_choice("All", 2) == Numbers{1, 2});
  for (const auto* const bad : {"", " ", "0", "4", "-1", "1-2", "one", "1;2", "99999999999999999999"}) {
    CHECK_MESSAGE(!usecase::parse_choice(bad, 3), bad);
  }
}
