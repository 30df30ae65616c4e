#include "base/timestamp.hpp"
#include "desired/load_desired.hpp"

#include "overlay/fixture.hpp"

using namespace flowsync;
using flowsync::test::environment;
using flowsync::test::flow;

namespace {

// What a schedule ends in on 2026-11-28: warnings with their codes.
std::string told(const std::string& cron, bool clock = true)
{
  const auto spec =
      "  source:\n    type: s3\n    credential: c\n    config:\n      path: a\n      start.cron: " + cron +
      "\n  nexsets: [{key: raw, detected: {}}]\n";
  const auto settings = "  nexla: {url: \"sim:demo\"}\n  credentials: {c: {id: 1}}\n  variables: {year: 2022}\n";
  const auto now = clock ? parse_timestamp("2026-11-28T12:00:00.000Z") : std::nullopt;
  const auto loaded =
      desired::load_desired(test::project_of({{"environments/base/flows/a.yaml", flow("a", spec)},
                                              {"environments/prod/environment.yaml", environment("prod", settings)}}),
                            "prod", overlay::ProcessEnvironment({}, now));
  CHECK(loaded.desired.has_value()); // they are warnings
  return test::text_of(loaded.diagnostics);
}

bool says(const std::string& text, const std::string& part)
{
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("schedules that are never due, or are over, are warned of")
{
  CHECK(told("\"0 0 * * * ? *\"").empty());
  CHECK(told("\"0 0 0 28 11 ? 2027\"").empty());
  const auto never = told("\"0 0 0 31 2 ? *\"");
  CHECK_MESSAGE(says(never, "schedule-never"), never);
  CHECK_MESSAGE(says(never, "a.yaml:10:19"), never);
  CHECK(says(told("\"0 0 0 28 11 ? 2026\""), "schedule-over"));
  CHECK(says(told("\"0 0 22 10 11 ? ${var.year}\""), "schedule-over"));
  CHECK(told("\"0 0 0 28 11 ? 2026\"", false).empty()); // nobody told the time
}
