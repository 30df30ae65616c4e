#include "compare/comparison.hpp"

#include "spec/flow_parts.hpp"

#include <algorithm>

namespace flowsync::compare {

std::string_view reason_code(Reason reason)
{
  switch (reason) {
  case Reason::variable:
    return "variable";
  case Reason::both_set:
    return "both-set";
  case Reason::by_nature:
    return "by-nature";
  case Reason::overlay:
    return "overlay";
  case Reason::one_overlay:
    return "one-overlay";
  case Reason::inherited_schedule:
    return "inherited-schedule";
  case Reason::revision:
    return "revision";
  case Reason::layer_order:
    return "layer-order";
  case Reason::only_here:
    return "only-here";
  case Reason::left_out:
    return "left-out";
  case Reason::not_in_specs:
    return "not-in-specs";
  case Reason::not_applied:
    return "not-applied";
  case Reason::live:
    return "live";
  }
  return "";
}

std::string_view verdict_code(Verdict verdict)
{
  switch (verdict) {
  case Verdict::meant:
    return "meant";
  case Verdict::forgotten:
    return "looks-forgotten";
  case Verdict::pinned:
    return "pinned";
  case Verdict::unspecified:
    return "not-in-specs";
  case Verdict::unjudged:
    return "unjudged";
  }
  return "";
}

std::optional<Address> resource_of(const DocumentPair& pair, const spec::YamlPath& path)
{
  const auto shared = spec::resource_of(pair.kind);
  return shared ? std::optional(Address{*shared, "", pair.name}) : spec::part_at(pair.name, path);
}

bool Comparison::differs() const
{
  return std::any_of(documents.begin(), documents.end(), [](const DocumentPair& pair) { return pair.differs(); });
}

bool Comparison::needs_a_look() const
{
  return !same_places.empty() || !missing_aliases.empty() || count(Verdict::forgotten) > 0 ||
         count(Verdict::unspecified) > 0;
}

Counts Comparison::counts(bool flows) const
{
  Counts counts;
  for (const auto& pair : documents) {
    if ((pair.kind == spec::Kind::flow) != flows) {
      continue;
    }
    counts.only_left += pair.presence == Presence::left ? 1U : 0U;
    counts.only_right += pair.presence == Presence::right ? 1U : 0U;
    counts.differ += pair.presence == Presence::both && pair.differs() ? 1U : 0U;
    counts.alike += pair.differs() ? 0U : 1U;
  }
  return counts;
}

std::size_t Comparison::count(Verdict verdict) const
{
  std::size_t count = 0;
  for (const auto& pair : documents) {
    count += pair.presence != Presence::both && pair.verdict == verdict ? 1U : 0U;
    count += static_cast<std::size_t>(std::count_if(pair.differences.begin(), pair.differences.end(),
                                                    [&](const auto& one) { return one.verdict == verdict; }));
  }
  return count;
}

} // namespace flowsync::compare
