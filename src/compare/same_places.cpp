#include "compare/same_places.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/same_account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace flowsync::compare {

namespace {

// Uses of one place that stand and fall together.
struct Group
{
  const Environment* environment = nullptr;
  std::string alias;
  bool writes = false;
  std::vector<const UsedPlace*> places; // at least one
};

bool same_names(const CredentialSelector& a, const CredentialSelector& b)
{
  return a.name == b.name && (a.type.empty() || b.type.empty() || a.type == b.type);
}

// Whether two credentials may open the same.
bool alike(const Group& a, const Group& b)
{
  if (a.alias.empty() || b.alias.empty()) {
    return a.alias.empty() == b.alias.empty();
  }
  const auto left = a.environment->credentials.find(a.alias);
  const auto right = b.environment->credentials.find(b.alias);
  if (left == a.environment->credentials.end() || right == b.environment->credentials.end()) {
    return true;
  }
  const auto& one = left->second;
  const auto& other = right->second;
  const bool account = same_account(*a.environment, *b.environment);
  if (account && one.id && other.id && *one.id == *other.id) {
    return true;
  }
  const auto reach = a.places.front()->reach;
  if (!account && reach == PlaceReach::world) {
    return true; // what a credential is called in another account says nothing of a bucket
  }
  if (!one.name.empty() && !other.name.empty()) {
    return same_names(one, other);
  }
  // Ids of one account that differ are two credentials; otherwise nobody can tell without asking the service.
  return account ? !one.id || !other.id : reach != PlaceReach::credential;
}

// Different accounts of the simulator have nothing in common with one another or with a real one.
bool may_meet(const Group& a, const Group& b)
{
  const bool simulated = is_simulated(*a.environment) || is_simulated(*b.environment);
  return a.environment != b.environment && (!simulated || same_account(*a.environment, *b.environment));
}

bool counts_as(const Group& a, const Group& b, SamePlace::Kind kind)
{
  return kind == SamePlace::Kind::written ? a.writes && b.writes
         : kind == SamePlace::Kind::read  ? !a.writes && !b.writes
                                          : a.writes != b.writes;
}

class PlaceMatcher
{
public:
  explicit PlaceMatcher(const SourceFiles& files) : m_files(files) {}

  void look_at(const std::vector<Group>& groups)
  {
    const auto before = m_found.size();
    collect(groups, SamePlace::Kind::written);
    collect(groups, SamePlace::Kind::read);
    if (m_found.size() == before) {
      collect(groups, SamePlace::Kind::written_and_read);
    }
  }

  std::vector<SamePlace> take() { return std::move(m_found); }

private:
  // Those that meet at the place in this way, with all that these meet, as one finding.
  void collect(const std::vector<Group>& groups, SamePlace::Kind kind)
  {
    std::vector<bool> done(groups.size());
    for (std::size_t first = 0; first < groups.size(); ++first) {
      std::vector<std::size_t> members{first};
      for (std::size_t next = 0; !done[first] && next < members.size(); ++next) {
        for (std::size_t other = 0; other < groups.size(); ++other) {
          const auto& a = groups[members[next]];
          const auto& b = groups[other];
          if (!done[other] && std::find(members.begin(), members.end(), other) == members.end() &&
              counts_as(a, b, kind) && may_meet(a, b) && alike(a, b)) {
            members.push_back(other);
          }
        }
      }
      std::sort(members.begin(), members.end());
      for (const auto member : members) {
        done[member] = true;
      }
      if (members.size() > 1) {
        keep(groups, members, kind);
      }
    }
  }

  void keep(const std::vector<Group>& groups, const std::vector<std::size_t>& members, SamePlace::Kind kind)
  {
    SamePlace found;
    found.kind = kind;
    found.connector = groups[members.front()].places.front()->connector;
    found.place = groups[members.front()].places.front()->text();
    for (const auto member : members) {
      for (const auto* const place : groups[member].places) {
        PlaceUse use{groups[member].environment->name, place->address, place->at, m_files.origin(place->at), {}};
        for (const auto& variable : place->variables) {
          use.variables.emplace_back(variable.name, m_files.origin(variable.at));
        }
        found.uses.push_back(std::move(use));
      }
    }
    m_found.push_back(std::move(found));
  }

  const SourceFiles& m_files;
  std::vector<SamePlace> m_found;
};

std::string hint_for(const SamePlace& place)
{
  const auto entry = place.place == "(sensitive)" ? place.uses.front().address.text() : place.place;
  return fmt::format(
      "give one of them another place in its overlay; where it is meant, write `safety: {{shared_places: "
      "[\"{}\"]}}` into its environment.yaml",
      printable(entry));
}

// The other places that say it, each once.
std::vector<Related> others_of(const SamePlace& place, const PlaceUse& shown, const SourceFiles& files)
{
  constexpr std::size_t k_most_related = 8;
  std::vector<Related> related;
  const auto add = [&](const std::string& message, const Location& where) {
    if (where.line > 0 && related.size() < k_most_related &&
        std::find(related.begin(), related.end(), Related{message, where}) == related.end()) {
      related.push_back({message, where});
    }
  };
  for (const auto& use : place.uses) {
    if (&use != &shown && use.at != shown.at) {
      add(fmt::format("{} of {} has it here", use.address.text(), use.environment), files.locate(use.at));
    }
  }
  for (const auto& use : place.uses) {
    for (const auto& [name, origin] : use.variables) {
      add(fmt::format("{} of {} is written here", printable(name), use.environment),
          {origin.file, origin.line, origin.column, 1, {}});
    }
  }
  return related;
}

} // namespace

std::vector<std::string> SamePlace::environments() const
{
  std::vector<std::string> names;
  for (const auto& use : uses) {
    if (std::find(names.begin(), names.end(), use.environment) == names.end()) {
      names.push_back(use.environment);
    }
  }
  return names;
}

std::string_view same_place_code(SamePlace::Kind kind)
{
  switch (kind) {
  case SamePlace::Kind::written:
    return "written";
  case SamePlace::Kind::read:
    return "read";
  case SamePlace::Kind::written_and_read:
    return "written-and-read";
  }
  return "";
}

std::string same_place_sentence(const SamePlace& place)
{
  const auto what = fmt::format("{} `{}`", printable(place.connector), printable(place.place));
  if (place.kind == SamePlace::Kind::written_and_read) {
    std::vector<std::string> parts;
    for (const auto& use : place.uses) {
      const auto part =
          fmt::format("{} {}", use.environment, use.address.kind == ResourceKind::sink ? "writes" : "reads");
      if (std::find(parts.begin(), parts.end(), part) == parts.end()) {
        parts.push_back(part);
      }
    }
    return fmt::format("{} the same place: {}", join_words(parts), what);
  }
  return fmt::format("{} {} the same place: {}", join_words(place.environments()),
                     place.kind == SamePlace::Kind::written ? "write" : "read", what);
}

std::vector<SamePlace> same_places(const std::vector<EnvironmentPlaces>& environments, const SourceFiles& files)
{
  std::map<std::pair<std::string, std::string>, std::vector<Group>> by_place; // and connector
  std::vector<const std::vector<Group>*> order;
  for (const auto& one : environments) {
    for (const auto& place : one.places) {
      std::string key;
      for (const auto& [name, value] : place.parts) {
        key += name + '\0' + value + '\0';
      }
      auto& groups = by_place[{place.connector, std::move(key)}];
      if (groups.empty()) {
        order.push_back(&groups);
      }
      auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& known) {
        return known.environment == &one.environment && known.alias == place.alias && known.writes == place.writes();
      });
      if (group == groups.end()) {
        group = groups.insert(groups.end(), Group{&one.environment, place.alias, place.writes(), {}});
      }
      group->places.push_back(&place);
    }
  }
  PlaceMatcher matcher(files);
  for (const auto* const groups : order) {
    matcher.look_at(*groups);
  }
  return matcher.take();
}

Diagnostics same_place_warnings(const std::vector<SamePlace>& places, const std::vector<std::string>& environments,
                                const SourceFiles& files, std::size_t most)
{
  Diagnostics warnings;
  std::size_t more = 0;
  for (const auto& place : places) {
    const auto own = std::find_if(place.uses.rbegin(), place.uses.rend(), [&](const auto& use) {
      return std::find(environments.begin(), environments.end(), use.environment) != environments.end();
    });
    if (own == place.uses.rend()) {
      continue;
    }
    if (warnings.items().size() == most) {
      ++more;
      continue;
    }
    auto& warning = warnings.warning("same-place", same_place_sentence(place), files.locate(own->at), hint_for(place));
    warning.related = others_of(place, *own, files);
  }
  if (more > 0) {
    warnings.warning(
        "same-place",
        fmt::format("{} more {} the same in several environments", more, more == 1 ? "place is" : "places are"), {},
        "`flowsync compare` of two environments shows all of theirs");
  }
  return warnings;
}

} // namespace flowsync::compare
