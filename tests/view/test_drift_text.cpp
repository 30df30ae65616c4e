#include "view/drift_text.hpp"
#include "view/sample_plan.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace flowsync;
using namespace flowsync::view;

namespace {

plan::ResourceDrift drift_of(const std::string& where, plan::Cause cause)
{
  plan::ResourceDrift drift;
  drift.address = testing::address(where);
  drift.type = ResourceKind::sink;
  drift.id = 99;
  drift.fields = {testing::changed("/sink_config/table", "A", "B", cause)};
  return drift;
}

std::string last_line(const std::string& text)
{
  const auto end = text.find_last_not_of('\n');
  return text.substr(text.rfind('\n', end) + 1, end - text.rfind('\n', end));
}

} // namespace

TEST_CASE("drift says what counts and what does not")
{
  plan::Plan plan;
  const auto says = [&](const DriftCounted& counted) { return last_line(drift_text(plan, {}, counted)); };
  CHECK(says({}) == "No drift.");
  CHECK(says({true, true}) == "No drift.");
  CHECK(says({false, false}) == "Cannot tell: what was applied last is not recorded here.");

  plan.drift.push_back(drift_of("f/sink/outside", plan::Cause::outside));
  CHECK(says({}) == "No drift. 1 resource changed in what only Nexla sets (--strict counts that).");
  CHECK(says({true, true}) == "Drift: 1 resource changed in what only Nexla sets, which --strict counts.");

  plan.drift.push_back(drift_of("f/sink/owned", plan::Cause::drift));
  plan.summary.drifted = 1;
  CHECK(says({}) == "Drift: 1 resource changed. 1 resource changed in what only Nexla sets (--strict counts that).");
  CHECK(says({true, true}) ==
        "Drift: 1 resource changed. 1 resource changed in what only Nexla sets, which --strict counts.");
}
