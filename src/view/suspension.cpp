#include "view/suspension.hpp"

#include "view/counted.hpp"
#include "view/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

bool pauses(const CausedField& caused)
{
  return caused.field.after == "PAUSED";
}

} // namespace

std::vector<CommonCause> take_suspensions(std::vector<CausedField>& fields)
{
  std::vector<CommonCause> causes;
  for (const bool pausing : {true, false}) {
    std::vector<CausedField> taken;
    std::vector<CausedField> rest;
    for (auto& caused : fields) {
      (caused.field.suspension && pauses(caused) == pausing ? taken : rest).push_back(std::move(caused));
    }
    fields = std::move(rest);
    if (!taken.empty()) {
      causes.push_back(cause_of(std::move(taken)));
      causes.back().suspension = true;
    }
  }
  return causes;
}

std::string suspension_words(const CommonCause& cause)
{
  const auto& first = cause.fields.front();
  const auto extent = fmt::format("{} in {}", counted(cause.resources, "resource"), counted(cause.flows, "flow"));
  const auto& place = first.field.origin.origin;
  return pauses(first) ? fmt::format("`paused: true` at {}:{} pauses {}", visible_line(place.file), place.line, extent)
                       : fmt::format("`paused: true` is gone from the environment, which starts {} again", extent);
}

} // namespace flowsync::view
