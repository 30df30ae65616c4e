#include "plan/moves.hpp"

#include "base/digest.hpp"

#include <set>
#include <vector>

namespace flowsync::plan {

namespace {

constexpr std::size_t k_token_length = 5; // the longest mark has room for no more

} // namespace

Moves::Moves(const Desired& desired) : m_desired(desired)
{
  for (const auto& move : desired.moves) {
    m_moves.emplace(move.from, &move);
  }
  for (const auto& move : desired.flow_moves) {
    m_flows.emplace(move.from, &move);
  }
  for (const auto& [from, move] : m_moves) {
    std::vector<Address> way;
    std::set<Address> seen;
    std::optional<Address> end;
    std::optional<Address> at = from;
    while (at && seen.insert(*at).second) {
      if (const auto known = m_ends.find(*at); known != m_ends.end()) {
        end = known->second;
        break;
      }
      way.push_back(*at);
      ++m_steps;
      at = step(*at);
      if (at && desired.find(*at) != nullptr) {
        end = at;
        break;
      }
    }
    for (const auto& address : way) {
      m_ends.emplace(address, end);
    }
  }
}

std::optional<Address> Moves::step(const Address& from) const
{
  if (const auto move = m_moves.find(from); move != m_moves.end()) {
    return move->second->to != from ? move->second->to : std::nullopt;
  }
  const auto flow = m_flows.find(from.flow);
  if (flow == m_flows.end() || !flow->second->to || *flow->second->to == from.flow) {
    return std::nullopt;
  }
  return Address{from.kind, *flow->second->to, from.key};
}

std::optional<Address> Moves::end_of_way(const Address& from) const
{
  std::set<Address> seen;
  for (std::optional<Address> at = from; at && seen.insert(*at).second;) {
    if (const auto known = m_ends.find(*at); known != m_ends.end()) {
      return known->second;
    }
    at = step(*at);
    if (at && m_desired.find(*at) != nullptr) {
      return at;
    }
  }
  return std::nullopt;
}

std::optional<Address> Moves::to(const Address& from) const
{
  if (m_moves.empty() && m_flows.empty()) {
    return std::nullopt;
  }
  auto end = end_of_way(from);
  return end != from ? end : std::nullopt;
}

Address Moves::now(const Address& known_as, const std::string& given) const
{
  const auto end = to(known_as);
  const bool came_after = !given.empty() && given == token(known_as);
  return end && !came_after ? *end : known_as;
}

std::string Moves::token(const Address& address) const
{
  const auto next = step(address);
  return next ? sha256_hex(address.text() + " " + next->text()).substr(0, k_token_length) : std::string();
}

std::string Moves::token_to_write(const Address& address) const
{
  return to(address) && m_desired.find(address) != nullptr ? token(address) : std::string();
}

bool Moves::declares(const Address& from) const
{
  return m_moves.contains(from) || m_flows.contains(from.flow);
}

Origin Moves::origin(const Address& from) const
{
  if (const auto move = m_moves.find(from); move != m_moves.end()) {
    return move->second->origin;
  }
  const auto flow = m_flows.find(from.flow);
  return flow != m_flows.end() ? flow->second->origin : Origin{};
}

} // namespace flowsync::plan
