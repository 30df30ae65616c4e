#include "view/plan_causes.hpp"

#include "plan/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace flowsync::view {

namespace {

using plan::Action;
using plan::Cause;

using Place = std::tuple<std::string, int, int>;

Place place_of(const Origin& origin)
{
  return {origin.file, origin.line, origin.column};
}

bool is_changed(const plan::ResourceChange& change)
{
  return !change.waiting && change.action != Action::create && change.action != Action::remove &&
         change.action != Action::read;
}

// From how many lines each variable is used by fields that change.
std::map<Place, std::set<Place>> uses_of_variables(const plan::Plan& plan)
{
  std::map<Place, std::set<Place>> uses;
  for (const auto& change : plan.changes) {
    for (const auto& field : change.fields) {
      if (!field.by_variable) {
        continue;
      }
      for (const auto& variable : field.origin.variables) {
        uses[place_of(variable.second)].insert(place_of(field.origin.origin));
      }
    }
  }
  return uses;
}

} // namespace

Danger danger_of(const plan::ResourceChange& change, const plan::FieldChange& field)
{
  const bool undoes = field.cause == Cause::drift || field.cause == Cause::both;
  if (change.action == Action::replace && field.field_class == plan::FieldClass::fixed) {
    return Danger::replaces;
  }
  if (field.field_class != plan::FieldClass::cosmetic && change.re_ingests) {
    return Danger::reads_again;
  }
  if (undoes) {
    return Danger::undoes;
  }
  return field.field_class != plan::FieldClass::cosmetic && change.restarts ? Danger::restarts : Danger::changes;
}

std::vector<const plan::ResourceChange*> CausingLine::changes() const
{
  std::vector<const plan::ResourceChange*> result;
  for (const auto& item : fields) {
    if (std::find(result.begin(), result.end(), item.change) == result.end()) {
      result.push_back(item.change);
    }
  }
  return result;
}

std::size_t CausingLine::most_dangerous() const
{
  std::set<const plan::ResourceChange*> hit;
  for (const auto& item : fields) {
    if (danger_of(*item.change, *item.field) == danger) {
      hit.insert(item.change);
    }
  }
  return hit.size();
}

std::vector<CausingLine> causing_lines(const plan::Plan& plan)
{
  const auto uses = uses_of_variables(plan);
  std::map<Place, std::size_t> known;
  std::vector<CausingLine> lines;
  for (const auto& change : plan.changes) {
    if (!is_changed(change)) {
      continue;
    }
    for (const auto& field : change.fields) {
      if (field.cause == Cause::outside) {
        continue;
      }
      const auto& variables = field.origin.variables;
      const auto* const variable = variables.size() == 1 && field.by_variable ? &variables.front() : nullptr;
      const bool by_variable = variable != nullptr && uses.at(place_of(variable->second)).size() > 1;
      const auto& origin = by_variable ? variable->second : field.origin.origin;
      const auto [at, is_new] =
          known.emplace(origin.known() ? place_of(origin) : Place{change.address.text(), 0, 0}, lines.size());
      if (is_new) {
        CausingLine line;
        line.where = origin.known() ? plan::location(origin) : Location{};
        line.danger = danger_of(change, field);
        line.variable = variable == nullptr
                            ? std::string()
                            : fmt::format("{} at {}:{}", variable->first, variable->second.file, variable->second.line);
        lines.push_back(std::move(line));
      }
      auto& line = lines[at->second];
      line.fields.push_back({&change, &field});
      line.danger = std::min(line.danger, danger_of(change, field));
    }
  }
  for (auto& line : lines) {
    std::stable_sort(line.fields.begin(), line.fields.end(), [](const auto& a, const auto& b) {
      return danger_of(*a.change, *a.field) < danger_of(*b.change, *b.field);
    });
  }
  return lines;
}

Location first_line(const plan::ResourceChange& change)
{
  const auto named = std::find_if(change.fields.begin(), change.fields.end(), [](const auto& field) {
    return field.path == "/name" && field.origin.origin.known();
  });
  const auto any = std::find_if(change.fields.begin(), change.fields.end(),
                                [](const auto& field) { return field.origin.origin.known(); });
  const auto found = named != change.fields.end() ? named : any;
  return found == change.fields.end() ? Location{} : plan::location(found->origin.origin);
}

} // namespace flowsync::view
