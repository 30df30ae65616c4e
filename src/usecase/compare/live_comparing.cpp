#include "usecase/compare/live_comparing.hpp"

#include "base/printable.hpp"
#include "base/rejected.hpp"
#include "compare/compare.hpp"
#include "compare/judge_live.hpp"
#include "usecase/compare/comparing.hpp"
#include "usecase/compare/live_documents.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

namespace {

// One account after the other: two environments may share a simulator, which one session at a time may use.
LiveDocuments read_side(const std::string& name, CommandContext& context)
{
  const auto settings = load_settings(context, name);
  auto side = read_live_documents(settings, context);
  for (const auto& note : side.notes) {
    context.console.news(fmt::format("{}: {}.", name, printable(note)));
  }
  if (side.ids.empty()) {
    context.console.news(fmt::format("Nothing of {} has been applied yet.", name));
  }
  return side;
}

// What the specs mean, where they can be rendered.
void judge_by_specs(compare::Comparison& live, const std::string& left, const std::string& right,
                    const CommandContext& context)
{
  try {
    const auto two = load_two(context, left, right);
    compare::judge_live(
        live, compare::compare_environments({two.left, two.left_layers}, {two.right, two.right_layers}, two.project));
  } catch (const Rejected&) {
    context.console.news(
        "The specs have errors (see `flowsync validate`), so nothing says which differences are meant.");
  }
}

} // namespace

compare::Comparison compare_live(const std::string& left, const std::string& right, CommandContext& context)
{
  auto first = read_side(left, context);
  auto second = read_side(right, context);
  keep_targets(first.rendered, second.rendered, context.global.targets);
  auto comparison = compare::compare_documents(first.rendered, second.rendered);
  comparison.left_ids = std::move(first.ids);
  comparison.right_ids = std::move(second.ids);
  judge_by_specs(comparison, left, right, context);
  return comparison;
}

} // namespace flowsync::usecase
