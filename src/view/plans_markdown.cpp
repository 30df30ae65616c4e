#include "base/text.hpp"
#include "view/markdown_text.hpp"
#include "view/plan_dangers.hpp"
#include "view/plan_words.hpp"
#include "view/plans.hpp"
#include "view/unmade_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace flowsync::view {

namespace {

constexpr std::size_t k_shown_digest = 19; // "sha256:" and twelve digits

std::string environment_markdown(const plan::Plan& plan, const PlanTextOptions& options, std::size_t limit)
{
  return plan.made ? plan_markdown(plan, options, limit) : unmade_plan_markdown(plan, limit);
}

// How a row is coloured for an eye that only skims.
std::string light_of(const plan::Plan& plan, const PlanDangers& dangers)
{
  if (!plan.is_complete() || !plan.refusals.empty() || !dangers.deletes.empty() || !dangers.replaces.empty()) {
    return "🔴";
  }
  if (!dangers.reads_again.empty() || !dangers.moves.empty() || !dangers.gives.empty() || !dangers.undoes.empty()) {
    return "🟠";
  }
  return plan.has_work() ? "🟢" : "⚪";
}

std::string environment_row(const plan::Plan& plan, const PlanDangers& dangers)
{
  auto risky = dangers_sentence(dangers);
  if (!plan.refusals.empty()) {
    risky = "**blocked**" + (risky.empty() ? risky : ", " + risky);
  }
  return fmt::format("| {} | **{}** | {} | {} | {} |\n", light_of(plan, dangers), markdown_escape(plan.environment),
                     plan.made ? plan_sentence(plan) : "**No plan: it could not be made.**", risky,
                     plan.actions_digest.empty() ? "" : markdown_code(plan.actions_digest.substr(0, k_shown_digest)));
}

// What goes, by its name, before anything else may take room; "" when nothing does.
std::string losses_markdown(const plan::Plan& plan, const PlanDangers& dangers, std::size_t limit)
{
  constexpr std::size_t k_for_the_rest = 80;
  std::string text;
  std::size_t left_out = 0;
  const auto add = [&](const std::vector<std::string>& addresses, std::string_view verb) {
    bool is_first = true;
    for (const auto& address : addresses) {
      const auto piece =
          (is_first ? fmt::format("- **{}** {} ", markdown_escape(plan.environment), verb) : std::string(", ")) +
          markdown_code(address);
      if (left_out > 0 || text.size() + piece.size() + k_for_the_rest > limit) {
        ++left_out;
        continue;
      }
      text += piece;
      is_first = false;
    }
    text += is_first ? "" : "\n";
  };
  add(dangers.deletes, "deletes");
  add(dangers.replaces, "replaces");
  if (left_out > 0) {
    text += fmt::format("- and {} more of **{}**\n", left_out, markdown_escape(plan.environment));
  }
  return text;
}

std::string folded(const plan::Plan& plan, const std::string& inside)
{
  return fmt::format("<details><summary>{}: {}</summary>\n\n{}\n</details>\n\n", markdown_escape(plan.environment),
                     plan.made ? plan_sentence(plan) : "no plan", inside);
}

} // namespace

std::string plans_markdown(const std::vector<plan::Plan>& plans, const PlanTextOptions& options, std::size_t limit)
{
  return plans.size() == 1 ? environment_markdown(plans.front(), options, limit)
                           : plans_table_markdown(plans, options, limit);
}

std::string plans_table_markdown(const std::vector<plan::Plan>& plans, const PlanTextOptions& options,
                                 std::size_t limit)
{
  std::string text = "## flowsync plan\n\n| | environment | summary | dangers | digest |\n|---|---|---|---|---|\n";
  std::vector<PlanDangers> dangers;
  for (const auto& plan : plans) {
    dangers.push_back(dangers_of(review_of(plan)));
    text += environment_row(plan, dangers.back());
  }
  const auto room_after = [&] { return limit - std::min(limit, text.size()); };
  std::string losses;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    losses += losses_markdown(plans[i], dangers[i], room_after() * 2 / 3 / plans.size());
  }
  text += losses.empty()
              ? "\n"
              : "\n> [!CAUTION]\n> An apply deletes these; what is replaced is made anew:\n\n" + losses + "\n";
  // The small ones first: what they leave is for the large ones.
  std::vector<std::size_t> order(plans.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<std::string> sections(plans.size());
  for (std::size_t i = 0; i < plans.size(); ++i) {
    sections[i] = plans[i].made && !plans[i].has_work() && plans[i].is_complete() && plans[i].drift.empty() &&
                          plans[i].refusals.empty() && plans[i].diagnostics.empty()
                      ? std::string() // its row says it all
                      : environment_markdown(plans[i], options, room_after());
  }
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return sections[a].size() < sections[b].size(); });
  auto room = room_after();
  auto left = order.size();
  for (const auto i : order) {
    const auto around = folded(plans[i], "").size();
    const auto share = room / left;
    if (!sections[i].empty() && sections[i].size() + around > share) {
      sections[i] = share > around ? environment_markdown(plans[i], options, share - around) : std::string();
    }
    sections[i] = sections[i].empty() ? "" : folded(plans[i], sections[i]);
    room -= std::min(room, sections[i].size());
    --left;
  }
  return std::accumulate(sections.begin(), sections.end(), text);
}

} // namespace flowsync::view
