// Saved plans, as they are and with a check sum that fits.

#include "fuzz/harmless.hpp"
#include "fuzz/pieces.hpp"
#include "fuzz/property.hpp"
#include "plan/saved_plan.hpp"
#include "usecase/plan/saved_plan_compare.hpp"

#include <string>

using namespace flowsync;
using fuzz::must_hold;

namespace {

void check(std::string_view text)
{
  const auto parsed = plan::parse_saved_plan(text);
  if (!parsed) {
    must_hold(fuzz::is_harmless(parsed.error().text) && fuzz::is_harmless(parsed.error().hint),
              "a problem with a plan file quotes nothing harmful");
    return;
  }
  must_hold(plan::looks_like_saved_plan(text), "what can be applied looks like a saved plan");
  const auto written = plan::saved_plan_text(*parsed);
  const auto again = plan::parse_saved_plan(written);
  must_hold(again.ok(), "a plan that was read can be written and read");
  must_hold(plan::saved_plan_text(*again) == written, "a plan survives being written");
  must_hold(usecase::compare_plans(*parsed, *again).empty(), "a plan does not differ from itself");

  auto other = *parsed;
  other.plan.changes.clear();
  const auto differences = usecase::compare_plans(*parsed, other);
  must_hold(parsed->plan.has_work() != differences.empty(), "a plan differs from one without its actions");
  fuzz::check_shown(differences);
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const auto text = fuzz::text_of(data, size);
  check(text);
  check(fuzz::with_check_sum(text));
  return 0;
}
