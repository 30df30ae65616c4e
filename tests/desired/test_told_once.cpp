#include "desired/told_once.hpp"

#include <doctest/doctest.h>

using namespace flowsync;

namespace {

Diagnostics one(const std::string& message, const std::string& hint, int line = 3)
{
  Diagnostics problems;
  problems.error(DiagnosticCode::read("code"), message, {"a.yaml", line, 1, 1, ""}, hint);
  return problems;
}

std::vector<std::pair<std::string, Diagnostics>> found(Diagnostics dev, Diagnostics qa, Diagnostics prod)
{
  std::vector<std::pair<std::string, Diagnostics>> all;
  all.emplace_back("dev", std::move(dev));
  all.emplace_back("qa", std::move(qa));
  all.emplace_back("prod", std::move(prod));
  return all;
}

} // namespace

TEST_CASE("a problem of several environments is told once and names all of them")
{
  const auto told = desired::told_once(found(
      one("no alias `dev` in environment dev", "see environments/dev/environment.yaml; -e dev"),
      one("no alias `dev` in environment qa", "see environments/qa/environment.yaml; -e qa"), one("another", "")));
  REQUIRE(told.items().size() == 2);
  CHECK(told.items()[0].message == "no alias `dev` in environments dev and qa");
  CHECK(told.items()[0].hint == "see environments/ENV/environment.yaml; -e ENV");
  CHECK(told.items()[1].message == "another");
}

TEST_CASE("other places, words and hints are problems of their own")
{
  const auto told = desired::told_once(found(one("x in environment dev", "did you mean `a`?"),
                                             one("x in environment qa", "did you mean `b`?"),
                                             one("x in environment prod", "did you mean `a`?", 4)));
  REQUIRE(told.items().size() == 3);
  CHECK(told.items()[0].message == "x in environment dev");
}
