#include "plan/known_resources.hpp"

#include <fmt/format.h>

#include <set>

namespace flowsync::plan {

namespace {

class Knowing
{
public:
  void bind(const Address& address, const LiveKey& key)
  {
    if (!m_taken.contains(key) && m_known.bound.emplace(address, key).second) {
      m_taken.insert(key);
    }
  }

  void bind(const std::vector<Claim>& claims)
  {
    for (const auto& claim : claims) {
      bind(claim.address, {claim.live->type, claim.live->id});
    }
  }

  bool binds(const Address& address) const { return m_known.bound.contains(address); }
  void note(std::string text) { m_known.notes.push_back(std::move(text)); }
  KnownResources take() { return std::move(m_known); }

private:
  KnownResources m_known;
  std::set<LiveKey> m_taken;
};

} // namespace

std::vector<Claim> claims_of_records(const StateData& state, const Inventory& inventory, const MarkIndex& marks)
{
  std::vector<Claim> claims;
  for (const auto& [address, record] : state.records) {
    const auto* const live = inventory.find(record.type, record.id);
    const auto seen = live != nullptr ? marks.read(*live) : SeenMark{};
    if (live != nullptr && !seen.contradicts(address)) {
      const bool unmarked = seen.kind == SeenMark::Kind::none;
      claims.push_back({address, live, unmarked ? record.moved_past : seen.mark.token(k_past_token)});
    }
  }
  return claims;
}

std::vector<Claim> claims_of_marks(const MarkIndex& marks)
{
  std::vector<Claim> claims;
  for (const auto& [address, found] : marks.all()) {
    if (found.size() == 1) {
      claims.push_back({address, found.front(), marks.read(*found.front()).mark.token(k_past_token)});
    }
  }
  return claims;
}

KnownResources known_resources(const std::map<Address, ResourceId>& by_table, const Desired& desired,
                               const StateData& state, const Inventory& inventory, const MarkIndex& marks)
{
  Knowing knowing;
  for (const auto& [address, id] : by_table) {
    if (address.kind != ResourceKind::credential) {
      knowing.bind(address, {address.kind, id});
    }
  }
  for (const auto& [address, record] : state.records) {
    if (inventory.find(record.type, record.id) == nullptr) {
      knowing.note(fmt::format("{} (id {}) is recorded, and no list shows it", address.text(), record.id));
    }
  }
  knowing.bind(claims_of_records(state, inventory, marks));
  for (const auto& [address, found] : marks.all()) {
    if (found.size() > 1 && !knowing.binds(address)) {
      knowing.note(fmt::format("{} resources carry the mark of {}; it is left out", found.size(), address.text()));
    }
  }
  knowing.bind(claims_of_marks(marks));
  for (const auto& [address, entry] : desired.environment.adopt) {
    const auto type = address.kind;
    if (inventory.find(type, entry.id) != nullptr) {
      knowing.bind(address, {type, entry.id});
    }
  }
  return knowing.take();
}

} // namespace flowsync::plan
