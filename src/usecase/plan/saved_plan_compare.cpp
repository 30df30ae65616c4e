#include "usecase/plan/saved_plan_compare.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "plan/actions.hpp"
#include "view/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace flowsync::usecase {

namespace {

using nlohmann::json;
using Actions = std::map<std::string, json>;

constexpr std::size_t k_most_actions = 20;

void differ(Diagnostics& diagnostics, std::string message, std::string hint = "plan again, look at it, and apply that")
{
  diagnostics.refuse("stale-plan", std::move(message), {}, std::move(hint));
}

std::string or_nothing(const std::string& text)
{
  return text.empty() ? "none" : printable(text);
}

Actions by_address(const plan::SavedPlan& saved)
{
  Actions actions;
  for (const auto& change : saved.plan.changes) {
    if (plan::is_told(change)) {
      actions.emplace(change.address.text(), plan::action_of(change));
    }
  }
  return actions;
}

std::string value_of(const json& object, const std::string& key)
{
  const auto found = object.find(key);
  return found != object.end() ? view::inline_value(*found) : "absent";
}

std::string words_of(const json& action)
{
  std::vector<std::string> words;
  for (const auto& word : action.at("actions")) {
    words.push_back(word.is_string() ? printable(word.get<std::string>()) : "?");
  }
  return join_words(words);
}

// The fields in which two actions on one resource differ.
std::vector<std::string> field_differences(const json& saved, const json& now)
{
  std::map<std::string, std::pair<const json*, const json*>> fields;
  for (const auto& field : saved.at("fields")) {
    fields[field.at("path").get<std::string>()].first = &field;
  }
  for (const auto& field : now.at("fields")) {
    fields[field.at("path").get<std::string>()].second = &field;
  }
  std::vector<std::string> differences;
  for (const auto& [path, sides] : fields) {
    const auto& [was, is] = sides;
    const auto name = printable(path);
    if (was == nullptr) {
      differences.push_back(fmt::format("{} would now become {}", name, value_of(*is, "after")));
    } else if (is == nullptr) {
      differences.push_back(fmt::format("{} would not change any more", name));
    } else if (was->value("after", json()) != is->value("after", json())) {
      differences.push_back(fmt::format("{} was to become {} and would now become {}", name, value_of(*was, "after"),
                                        value_of(*is, "after")));
    } else if (was->value("before", json()) != is->value("before", json())) {
      differences.push_back(
          fmt::format("{} was {} in Nexla and is {}", name, value_of(*was, "before"), value_of(*is, "before")));
    } else if (*was != *is) {
      differences.push_back(fmt::format("{} would change in another way", name));
    }
  }
  return differences;
}

std::string action_difference(const std::string& address, const json& saved, const json& now)
{
  const auto was = words_of(saved);
  const auto is = words_of(now);
  if (was != is) {
    return fmt::format("{}: the action was {} and would now be {}", address, was, is);
  }
  auto differences = field_differences(saved, now);
  for (const auto& item : saved.items()) {
    if (item.key() == "document") {
      continue;
    }
    if (item.key() != "fields" && now.value(item.key(), json()) != item.value()) {
      differences.push_back(fmt::format("{} was {} and is now {}", printable(item.key()),
                                        view::inline_value(item.value()), value_of(now, item.key())));
    }
  }
  return fmt::format("{}: {}", address,
                     differences.empty() ? "the specs ask for something else in it, which is not shown"
                                         : join_words(differences));
}

void compare_actions(const plan::SavedPlan& saved, const plan::SavedPlan& now, Diagnostics& diagnostics)
{
  const auto before = by_address(saved);
  const auto after = by_address(now);
  std::vector<std::string> found;
  for (const auto& [address, action] : before) {
    const auto other = after.find(address);
    if (other == after.end()) {
      found.push_back(
          fmt::format("{}: the action was {}, and nothing would be done now", printable(address), words_of(action)));
    } else if (action != other->second) {
      found.push_back(action_difference(printable(address), action, other->second));
    }
  }
  for (const auto& [address, action] : after) {
    if (!before.contains(address)) {
      found.push_back(fmt::format("{}: the saved plan does nothing there, and the action would now be {}",
                                  printable(address), words_of(action)));
    }
  }
  for (std::size_t i = 0; i < std::min(found.size(), k_most_actions); ++i) {
    differ(diagnostics, found[i]);
  }
  if (found.size() > k_most_actions) {
    differ(diagnostics,
           fmt::format("{} more differ from the saved plan", count_of(found.size() - k_most_actions, "action")));
  }
}

} // namespace

Diagnostics compare_plans(const plan::SavedPlan& saved, const plan::SavedPlan& now)
{
  Diagnostics diagnostics;
  const auto& was = saved.plan;
  const auto& is = now.plan;
  if (was.project != is.project) {
    differ(diagnostics,
           fmt::format("the plan was made for project {}, and this is {}", or_nothing(was.project), is.project),
           "apply it in the project that it was made for");
  }
  if (was.environment != is.environment) {
    differ(diagnostics, fmt::format("the plan was made for environment {}, and this is {}", or_nothing(was.environment),
                                    is.environment));
  }
  if (was.identity.org_id != is.identity.org_id) {
    const auto org = [](const auto& id) { return id ? std::to_string(*id) : std::string("none"); };
    differ(diagnostics, fmt::format("the plan was made in organisation {}, and the key opens {}",
                                    org(was.identity.org_id), org(is.identity.org_id)));
  }
  if (!now.complete) {
    differ(diagnostics, "a part of the plan cannot be made any more, for the reasons above");
  }
  compare_actions(saved, now, diagnostics);
  if (!diagnostics.has_errors() && saved.flags != now.flags) {
    differ(diagnostics, "the plan was made with other flags");
  }
  return diagnostics;
}

Diagnostics compare_with_saved(const plan::SavedPlan& saved, const plan::SavedPlan& now)
{
  const auto as_read =
      plan::parse_saved_plan(plan::saved_plan_text(now)); // text that is not UTF-8 is replaced on its way
  return compare_plans(saved, as_read.value());
}

} // namespace flowsync::usecase
