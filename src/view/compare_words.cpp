#include "view/compare_words.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "compare/environment_keys.hpp"
#include "overlay/explain.hpp"
#include "overlay/shown_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::view {

namespace {

using namespace compare;

std::string variable_words(const Difference& difference)
{
  std::set<std::string> names;
  for (const auto* const side : {&difference.left, &difference.right}) {
    for (const auto& [name, origin] : side->variables) {
      names.insert(fmt::format("`{}`", printable(name)));
    }
  }
  if (names.empty()) {
    return "a variable differs";
  }
  return fmt::format("{} {}", join_words({names.begin(), names.end()}), names.size() == 1 ? "differs" : "differ");
}

std::string kind_word(const DocumentPair& pair)
{
  return lower(spec::kind_name(pair.kind));
}

// "2 only in dev" and so on, of flows or of what is shared.
void add_counts(std::vector<std::string>& parts, const Comparison& comparison, bool flows)
{
  const auto counts = comparison.counts(flows);
  const auto noun = flows ? std::string("flow") : std::string("shared document");
  const auto first = parts.size();
  const auto add = [&](std::size_t count, const std::string& with_noun, const std::string& without) {
    if (count > 0) {
      parts.push_back(parts.size() == first ? fmt::format("{} {}", count_of(count, noun), with_noun)
                                            : fmt::format("{} {}", count, without));
    }
  };
  add(counts.differ, counts.differ == 1 ? "differs" : "differ", "");
  add(counts.only_left, "only in " + comparison.left, "only in " + comparison.left);
  add(counts.only_right, "only in " + comparison.right, "only in " + comparison.right);
  add(flows ? counts.alike : 0, "alike", "alike");
}

std::string join_commas(const std::vector<std::string>& parts)
{
  std::string text;
  for (const auto& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

} // namespace

std::string document_name(const DocumentPair& pair)
{
  const auto name = printable(pair.name);
  return pair.kind == spec::Kind::flow ? name : kind_word(pair) + "/" + name;
}

std::string reason_words(const Comparison& comparison, const DocumentPair& pair, const Difference& difference)
{
  const bool left_owns = difference.left.from == From::own;
  const auto& owner = left_owns ? comparison.left : comparison.right;
  const auto layer = [](const SideValue& side) { return printable(side.origin.layer); };
  switch (difference.reason) {
  case Reason::variable:
    return variable_words(difference);
  case Reason::both_set:
    return "each says it for itself";
  case Reason::by_nature:
    return is_schedule(difference.path)    ? "a schedule of its own"
           : is_place(difference.path)     ? "a place of its own"
           : is_run_state(difference.path) ? "a state of its own"
           : difference.sensitive          ? "a secret of its own"
                                           : "a credential of its own";
  case Reason::overlay:
    return fmt::format("only {} says so", owner);
  case Reason::one_overlay:
    return fmt::format("both overlays change this {}, only {}'s changes this key", kind_word(pair), owner);
  case Reason::inherited_schedule:
    return fmt::format("{} inherits the schedule of {}", comparison.right, layer(difference.right));
  case Reason::revision: {
    const auto& placed = difference.left.origin.known() ? difference.left : difference.right;
    return fmt::format("{} and {} read {} at different revisions", comparison.left, comparison.right, layer(placed));
  }
  case Reason::layer_order:
    return "the layers that both have stand in another order";
  case Reason::not_in_specs:
    return "the specs do not differ here";
  default:
    return {};
  }
}

std::string count_sentence(const DocumentPair& pair)
{
  const auto count = pair.differences.size();
  const auto of = [&](Verdict verdict) {
    return static_cast<std::size_t>(std::count_if(pair.differences.begin(), pair.differences.end(),
                                                  [&](const auto& one) { return one.verdict == verdict; }));
  };
  auto text = count_of(count, "difference");
  if (const auto forgotten = of(Verdict::forgotten); forgotten > 0) {
    text += fmt::format(", {} {} forgotten", forgotten, forgotten == 1 ? "looks" : "look");
  }
  if (const auto pinned = of(Verdict::pinned); pinned > 0) {
    text += fmt::format(", {} by revision", pinned);
  }
  if (const auto unspecified = of(Verdict::unspecified); unspecified > 0) {
    text += fmt::format(", {} not in the specs", unspecified);
  }
  return text;
}

std::string compare_sentence(const Comparison& comparison)
{
  std::vector<std::string> parts;
  if (comparison.differs()) {
    add_counts(parts, comparison, true);
    add_counts(parts, comparison, false);
  } else {
    parts.emplace_back("No differences");
  }
  auto text = join_commas(parts);
  std::vector<std::string> judged;
  if (const auto forgotten = comparison.count(Verdict::forgotten); forgotten > 0) {
    judged.push_back(
        fmt::format("{} {} forgotten", count_of(forgotten, "difference"), forgotten == 1 ? "looks" : "look"));
  }
  if (const auto pinned = comparison.count(Verdict::pinned); pinned > 0) {
    judged.push_back(fmt::format("{} by the revision of a layer", pinned));
  }
  std::size_t unspecified = 0; // values alone: what one side does not run is counted already
  for (const auto& pair : comparison.documents) {
    unspecified +=
        static_cast<std::size_t>(std::count_if(pair.differences.begin(), pair.differences.end(),
                                               [](const auto& one) { return one.verdict == Verdict::unspecified; }));
  }
  if (unspecified > 0) {
    judged.push_back(fmt::format("{} not in the specs", count_of(unspecified, "difference")));
  }
  if (const auto same = comparison.same_places.size(); same > 0) {
    judged.push_back(fmt::format("{} {} the same in both", count_of(same, "place"), same == 1 ? "is" : "are"));
  }
  return text + (judged.empty() ? "" : "; " + join_commas(judged)) + ".";
}

std::string alias_sentence(const Comparison& comparison, const MissingAlias& missing)
{
  constexpr std::size_t k_most = 5;
  std::vector<std::string> flows;
  for (std::size_t i = 0; i < std::min(k_most, missing.flows.size()); ++i) {
    flows.push_back(printable(missing.flows[i]));
  }
  if (missing.flows.size() > k_most) {
    flows.push_back(fmt::format("{} more", missing.flows.size() - k_most));
  }
  return fmt::format("{} has no credential for the alias `{}`{}", missing.on_left ? comparison.left : comparison.right,
                     printable(missing.alias),
                     flows.empty() ? std::string() : fmt::format(" (used by {})", join_words(flows)));
}

std::string side_place(const Comparison& comparison, const DocumentPair& pair, const Difference& difference, bool left)
{
  const auto& side = left ? difference.left : difference.right;
  const auto written = side.origin.known() ? overlay::place_text(side.origin) : std::string();
  const auto address = comparison.live ? resource_of(pair, difference.path) : std::nullopt;
  const auto& ids = left ? comparison.left_ids : comparison.right_ids;
  const auto found = address ? ids.find(*address) : ids.end();
  if (found == ids.end()) {
    return written;
  }
  return fmt::format("{} {}{}{}", kind_word(address->kind), found->second, written.empty() ? "" : ", ", written);
}

nlohmann::json shown_json(const SideValue& side, bool sensitive)
{
  return side.value ? to_json(*overlay::shown_tree(side.value, sensitive)) : nlohmann::json();
}

bool stands_out(const Difference& difference)
{
  return difference.verdict == Verdict::forgotten || difference.verdict == Verdict::unspecified;
}

std::vector<const Difference*> ordered_differences(const DocumentPair& pair)
{
  std::vector<const Difference*> result;
  for (const auto& difference : pair.differences) {
    result.push_back(&difference);
  }
  std::stable_partition(result.begin(), result.end(), [](const auto* difference) { return stands_out(*difference); });
  return result;
}

std::vector<const DocumentPair*> only_in(const Comparison& comparison, Presence side)
{
  std::vector<const DocumentPair*> result;
  for (const auto& pair : comparison.documents) {
    if (pair.presence == side) {
      result.push_back(&pair);
    }
  }
  return result;
}

std::string absence_words(const Comparison& comparison, const DocumentPair& pair)
{
  const auto& lacking = pair.presence == Presence::left ? comparison.right : comparison.left;
  if (pair.reason == Reason::not_in_specs) {
    return "in the specs of neither, or of the other side alone";
  }
  if (pair.reason == Reason::not_applied) {
    return fmt::format("in the specs of both, but not applied in {}", lacking);
  }
  if (pair.reason == Reason::revision) {
    return fmt::format("{} reads the layer at another revision", lacking);
  }
  if (pair.reason != Reason::left_out) {
    return {};
  }
  return fmt::format("{} leaves it out{}{}", lacking, pair.left_out.known() ? ": " : "",
                     pair.left_out.known() ? overlay::place_text(pair.left_out) : std::string());
}

} // namespace flowsync::view
