#include "view/plan_annotations.hpp"

#include "base/text.hpp"
#include "plan/actions.hpp"
#include "plan/place.hpp"
#include "view/plan_causes.hpp"
#include "view/plan_words.hpp"
#include "view/shown_field.hpp"
#include "view/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace flowsync::view {

namespace {

using plan::Action;
using plan::Cause;
using plan::ResourceChange;

struct Ranked
{
  Danger danger;
  Annotation annotation;
};

std::string danger_rule(Danger danger)
{
  switch (danger) {
  case Danger::blocked:
    return "blocked";
  case Danger::deletes:
    return "deletes";
  case Danger::replaces:
    return "replaces";
  case Danger::reads_again:
    return "reads-again";
  case Danger::undoes:
    return "undoes";
  case Danger::restarts:
    return "restarts";
  case Danger::changes:
    return "changes";
  case Danger::creates:
    return "creates";
  case Danger::adopts:
    return "adopts";
  }
  return "changes";
}

std::string danger_title(Danger danger, std::size_t resources)
{
  const auto many = count_of(resources, "resource");
  switch (danger) {
  case Danger::reads_again:
    return resources == 1 ? "a source reads everything again"
                          : fmt::format("{} sources read everything again", resources);
  case Danger::undoes:
    return resources == 1 ? "undoes a change made in Nexla" : fmt::format("undoes changes made in Nexla to {}", many);
  case Danger::replaces:
    return "replaces " + many;
  case Danger::restarts:
    return "restarts " + many;
  case Danger::creates:
    return "creates " + many;
  case Danger::adopts:
    return "adopts " + many;
  case Danger::blocked:
  case Danger::deletes:
  case Danger::changes:
    break;
  }
  return (danger == Danger::deletes ? "deletes " : "changes ") + many;
}

Severity danger_level(Danger danger)
{
  if (danger <= Danger::reads_again) {
    return Severity::error;
  }
  return danger <= Danger::restarts ? Severity::warning : Severity::note;
}

// `/source_config/path "a" -> "b"`; a value that needs lines of its own is left to the plan.
std::string field_words(const plan::FieldChange& field)
{
  constexpr std::size_t k_longest = 80;
  const auto shown = shown_field(field);
  const auto absent = [](const std::optional<nlohmann::json>& value) { return value.value_or(nlohmann::json()); };
  if (needs_block(absent(shown.before), k_longest) || needs_block(absent(shown.after), k_longest)) {
    return field.path;
  }
  const auto [before, after] = inline_pair(absent(shown.before), absent(shown.after), k_longest);
  return fmt::format("{} {} -> {}", field.path, shown.before ? before : "(absent)",
                     field.after_unknown ? "(known after apply)"
                     : shown.after       ? after
                                         : "(absent)");
}

Ranked annotate(const plan::Plan& plan, Danger danger, std::size_t resources, Location where, std::string message,
                const std::string& identity)
{
  Annotation annotation;
  annotation.level = danger_level(danger);
  annotation.rule = danger_rule(danger);
  annotation.title = fmt::format("{}: {}", plan.environment, danger_title(danger, resources));
  annotation.message = std::move(message);
  annotation.where = std::move(where);
  annotation.identity = plan.environment + " " + identity;
  return {danger, std::move(annotation)};
}

Ranked of_line(const plan::Plan& plan, const CausingLine& line)
{
  std::vector<std::string> addresses;
  for (const auto* const change : line.changes()) {
    addresses.push_back(change->address.text());
  }
  const auto& first = line.fields.front();
  const auto example = field_words(*first.field);
  std::string message;
  if (line.fields.size() == 1) {
    message = fmt::format("{} {}", addresses.front(), example);
  } else {
    message = fmt::format("changes {} of {}: {}; {}{}", count_of(line.fields.size(), "field"),
                          count_of(addresses.size(), "resource"), some_of(addresses), "for example ", example);
  }
  message += line.variable.empty() ? "" : fmt::format(" ({})", line.variable);
  return annotate(plan, line.danger, line.most_dangerous(), line.where, std::move(message),
                  first.change->address.text() + " " + first.field->path);
}

// New resources of one flow, at the first line that any of them has.
std::vector<Ranked> of_new_resources(const plan::Plan& plan)
{
  std::map<std::string, std::vector<const ResourceChange*>> by_flow;
  for (const auto& change : plan.changes) {
    if (change.action == Action::create && !change.waiting) {
      by_flow[change.address.flow.empty() ? change.address.text() : change.address.flow].push_back(&change);
    }
  }
  std::vector<Ranked> result;
  for (const auto& [flow, changes] : by_flow) {
    std::vector<std::string> addresses;
    Location where;
    for (const auto* const change : changes) {
      addresses.push_back(change->address.text());
      if (where.file.empty()) {
        where = first_line(*change);
      }
    }
    result.push_back(annotate(plan, Danger::creates, addresses.size(), where, some_of(addresses), flow));
  }
  return result;
}

void add_plan(const plan::Plan& plan, std::vector<Ranked>& result)
{
  for (auto& annotation : annotations_of(plan.refusals)) {
    annotation.title = fmt::format("{}: apply would refuse this", plan.environment);
    annotation.identity = plan.environment + " " + annotation.identity;
    result.push_back({Danger::blocked, std::move(annotation)});
  }
  for (auto& annotation : annotations_of(plan.diagnostics)) {
    annotation.identity = plan.environment + " " + annotation.identity;
    const auto danger = annotation.level == Severity::error     ? Danger::blocked
                        : annotation.level == Severity::warning ? Danger::restarts
                                                                : Danger::adopts;
    result.push_back({danger, std::move(annotation)});
  }
  for (const auto& change : plan.changes) {
    const auto address = change.address.text();
    if (change.action == Action::remove) {
      result.push_back(annotate(plan, Danger::deletes, 1, {},
                                fmt::format("{} \"{}\"{} is deleted", address, change.name,
                                            change.id ? fmt::format(" (id {})", *change.id) : ""),
                                address));
    } else if (change.adopting && change.fields.empty()) {
      result.push_back(annotate(plan, Danger::adopts, 1, {}, address + " is adopted", address));
    }
  }
  for (const auto& line : causing_lines(plan)) {
    result.push_back(of_line(plan, line));
  }
  for (auto& created : of_new_resources(plan)) {
    result.push_back(std::move(created));
  }
}

std::vector<Annotation> most_dangerous_first(std::vector<Ranked> ranked)
{
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.danger < b.danger; });
  std::vector<Annotation> result;
  for (auto& item : ranked) {
    result.push_back(std::move(item.annotation));
  }
  return result;
}

} // namespace

std::vector<Annotation> plan_annotations(const std::vector<plan::Plan>& plans)
{
  std::vector<Ranked> ranked;
  for (const auto& plan : plans) {
    add_plan(plan, ranked);
  }
  return most_dangerous_first(std::move(ranked));
}

std::vector<Annotation> drift_annotations(const plan::Plan& plan)
{
  std::vector<Annotation> result;
  for (const auto& drift : plan.drift) {
    Annotation annotation;
    annotation.level = drift.is_owned() ? Severity::warning : Severity::note;
    annotation.rule = drift.gone ? "deleted-in-nexla" : drift.is_owned() ? "drift" : "changed-outside";
    annotation.title = fmt::format("{}: {}", plan.environment, drift.gone ? "deleted in Nexla" : "changed in Nexla");
    std::vector<std::string> words;
    for (const auto& field : drift.fields) {
      words.push_back(field_words(drifted_field(field)));
      if (annotation.where.file.empty() && field.origin.origin.known()) {
        annotation.where = plan::location(field.origin.origin);
      }
    }
    for (const auto& note : drift.notes) {
      words.push_back(note.text);
    }
    annotation.message = drift.address.text() + (words.empty() ? "" : ": " + some_of(words));
    annotation.identity = fmt::format("{} {}{}", plan.environment, drift.address.text(),
                                      drift.fields.empty() ? "" : " " + drift.fields.front().path);
    result.push_back(std::move(annotation));
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const auto& a, const auto& b) { return a.rule == "deleted-in-nexla" && b.rule != a.rule; });
  for (auto& problem : annotations_of(plan.diagnostics)) {
    result.push_back(std::move(problem));
  }
  std::stable_sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.level < b.level; });
  return result;
}

} // namespace flowsync::view
