#include "plan/desired_tree.hpp"

#include <set>

namespace flowsync::plan {

Moves::Moves(const Desired& desired)
{
  std::map<Address, Address> next;
  for (const auto& move : desired.moves) {
    if (move.to && *move.to != move.from) {
      next.emplace(move.from, *move.to);
    }
  }
  for (const auto& [from, to] : next) {
    follow(from, next);
  }
}

void Moves::follow(const Address& from, const std::map<Address, Address>& next)
{
  std::vector<const Address*> path; // addresses whose end is not known yet
  std::map<Address, std::size_t> places;
  const auto* at = &from;
  auto step = next.find(*at);
  while (step != next.end() && !m_ends.contains(*at) && places.emplace(*at, path.size()).second) {
    ++m_steps;
    path.push_back(&step->first);
    at = &step->second;
    step = next.find(*at);
  }
  if (const auto circle = places.find(*at); circle != places.end() && !m_ends.contains(*at)) {
    for (auto i = circle->second; i < path.size(); ++i) {
      m_ends.emplace(*path[i], *path[i == circle->second ? path.size() - 1 : i - 1]);
    }
    path.resize(circle->second);
  }
  const auto known = m_ends.find(*at);
  const auto end = known != m_ends.end() ? known->second : *at;
  for (const auto* const one : path) {
    m_ends.emplace(*one, end);
  }
}

std::optional<Address> Moves::to(const Address& from) const
{
  const auto found = m_ends.find(from);
  return found != m_ends.end() ? std::optional(found->second) : std::nullopt;
}

std::optional<Address> moved_to(const Desired& desired, const Address& from)
{
  return Moves(desired).to(from);
}

std::vector<const DesiredResource*> parents_first(const Desired& desired)
{
  std::vector<const DesiredResource*> ordered;
  std::set<Address> placed;
  for (const auto& resource : desired.resources) {
    std::vector<const DesiredResource*> chain;
    for (const auto* next = &resource; next != nullptr && placed.insert(next->address).second;) {
      chain.push_back(next);
      next = next->parent ? desired.find(*next->parent) : nullptr;
    }
    ordered.insert(ordered.end(), chain.rbegin(), chain.rend());
  }
  return ordered;
}

} // namespace flowsync::plan
