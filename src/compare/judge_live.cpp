#include "compare/judge_live.hpp"

#include <algorithm>
#include <map>

namespace flowsync::compare {

namespace {

// A script stands in a file in specs, and as its text in what runs.
spec::YamlPath comparable(spec::YamlPath path)
{
  if (!path.empty() && (path.back() == spec::YamlStep("file") || path.back() == spec::YamlStep("contents"))) {
    path.pop_back();
  }
  return path;
}

bool begins_with(const spec::YamlPath& path, const spec::YamlPath& start)
{
  return start.size() <= path.size() && std::equal(start.begin(), start.end(), path.begin());
}

const Difference* counterpart(const Difference& live, const DocumentPair& specs)
{
  const auto path = comparable(live.path);
  const auto found = std::find_if(specs.differences.begin(), specs.differences.end(), [&](const Difference& one) {
    const auto other = comparable(one.path);
    return begins_with(path, other) || begins_with(other, path);
  });
  return found != specs.differences.end() ? &*found : nullptr;
}

void judge_pair(DocumentPair& live, const DocumentPair* specs)
{
  if (live.presence != Presence::both) {
    const bool asked = specs != nullptr && specs->presence == live.presence;
    const bool both = specs != nullptr && specs->presence == Presence::both;
    live.verdict = asked ? specs->verdict : Verdict::unspecified;
    live.reason = asked ? specs->reason : both ? Reason::not_applied : Reason::not_in_specs;
    live.left_out = asked ? specs->left_out : Origin{};
  }
  for (auto& difference : live.differences) {
    const auto* const other = specs != nullptr ? counterpart(difference, *specs) : nullptr;
    difference.verdict = other != nullptr ? other->verdict : Verdict::unspecified;
    difference.reason = other != nullptr ? other->reason : Reason::not_in_specs;
    if (other != nullptr) { // for the words: whose layer, which variable
      difference.left.from = other->left.from;
      difference.right.from = other->right.from;
      difference.left.origin = other->left.origin;
      difference.right.origin = other->right.origin;
      difference.left.variables = other->left.variables;
      difference.right.variables = other->right.variables;
    }
  }
}

} // namespace

void judge_live(Comparison& live, const Comparison& specs)
{
  std::map<std::pair<spec::Kind, std::string>, const DocumentPair*> known;
  for (const auto& pair : specs.documents) {
    known.emplace(std::pair(pair.kind, pair.name), &pair);
  }
  for (auto& pair : live.documents) {
    const auto found = known.find({pair.kind, pair.name});
    judge_pair(pair, found != known.end() ? found->second : nullptr);
  }
}

} // namespace flowsync::compare
