#include "base/diagnostic_code.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace flowsync;

TEST_CASE("every code has a cause, an example and a cure")
{
  for (const auto& chapter : k_diagnostic_chapters) {
    for (const auto& row : chapter.rows) {
      CAPTURE(row.code);
      CHECK(row.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos);
      CHECK_FALSE(row.cause.empty());
      CHECK_FALSE(row.example.empty());
      CHECK_FALSE(row.cure.empty());
      CHECK_FALSE(row.cause.ends_with("."));
      CHECK_FALSE(row.cure.ends_with("."));
      CHECK(find_diagnostic_row(row.code) == &row);
    }
  }
}

TEST_CASE("a code that another version wrote is kept as it is")
{
  const auto known = DiagnosticCode::read(std::string("unknown-key"));
  CHECK(known == "unknown-key");
  const auto other = DiagnosticCode::read(std::string("from-the-future"));
  CHECK(other == "from-the-future");
  CHECK(DiagnosticCode::read("from-the-future").text().data() == other.text().data());
  CHECK(DiagnosticCode().empty());
  CHECK(find_diagnostic_row("from-the-future") == nullptr);
}
