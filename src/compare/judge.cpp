#include "compare/judge.hpp"

#include "compare/environment_keys.hpp"

#include <algorithm>

namespace flowsync::compare {

namespace {

bool inherits(const SideValue& side)
{
  return side.from == From::shared || side.from == From::pinned;
}

bool same_variables(const SideValue& left, const SideValue& right)
{
  return !left.variables.empty() &&
         std::equal(left.variables.begin(), left.variables.end(), right.variables.begin(), right.variables.end(),
                    [](const auto& a, const auto& b) { return a.first == b.first; });
}

bool share_a_key(const std::set<spec::YamlPath>& left, const std::set<spec::YamlPath>& right)
{
  return std::any_of(left.begin(), left.end(), [&](const auto& path) { return right.contains(path); });
}

// Which of the two is the other's past cannot be told from one difference, only from the company that it keeps.
bool both_overlays_change_it(const DocumentPair& pair, const LayerView& left, const LayerView& right)
{
  return share_a_key(left.written_keys(pair.kind, pair.name), right.written_keys(pair.kind, pair.name));
}

void settle(Difference& difference, Verdict verdict, Reason reason)
{
  difference.verdict = verdict;
  difference.reason = reason;
}

// All but rule 4. Whether it applied.
bool judge_alone(Difference& difference, spec::Kind kind)
{
  const auto& left = difference.left;
  const auto& right = difference.right;
  const bool pinned = left.from == From::pinned || right.from == From::pinned;
  if (difference.one_text || (pinned && same_variables(left, right))) {
    settle(difference, Verdict::meant, Reason::variable);
  } else if (pinned && left.from != From::own && right.from != From::own) {
    settle(difference, Verdict::pinned, Reason::revision);
  } else if (left.from == From::own && right.from == From::own) {
    settle(difference, Verdict::meant, Reason::both_set);
  } else if (left.from != From::own && right.from != From::own) {
    settle(difference, Verdict::meant, Reason::layer_order);
  } else if (kind == spec::Kind::flow && is_schedule(difference.path) && left.from == From::own && inherits(right)) {
    settle(difference, Verdict::forgotten, Reason::inherited_schedule);
  } else if (difference.sensitive || (kind == spec::Kind::flow && is_environments_own(difference.path))) {
    settle(difference, Verdict::meant, Reason::by_nature);
  } else {
    return false;
  }
  return true;
}

} // namespace

void judge(DocumentPair& pair, const LayerView& left, const LayerView& right)
{
  std::vector<Difference*> open;
  for (auto& difference : pair.differences) {
    if (!judge_alone(difference, pair.kind)) {
      open.push_back(&difference);
    }
  }
  if (open.empty()) {
    return;
  }
  const bool suspicious = both_overlays_change_it(pair, left, right);
  for (auto* const difference : open) {
    settle(*difference, suspicious ? Verdict::forgotten : Verdict::meant,
           suspicious ? Reason::one_overlay : Reason::overlay);
  }
}

} // namespace flowsync::compare
