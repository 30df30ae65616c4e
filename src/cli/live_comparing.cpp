#include "cli/live_comparing.hpp"

#include "base/printable.hpp"
#include "cli/comparing.hpp"
#include "cli/live_documents.hpp"
#include "compare/compare.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

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

} // namespace

compare::Comparison compare_live(const std::string& left, const std::string& right, CommandContext& context)
{
  auto first = read_side(left, context);
  auto second = read_side(right, context);
  keep_targets(first.rendered, second.rendered, context.global.targets);
  auto comparison = compare::compare_documents(first.rendered, second.rendered);
  comparison.left_ids = std::move(first.ids);
  comparison.right_ids = std::move(second.ids);
  return comparison;
}

} // namespace flowsync::cli
