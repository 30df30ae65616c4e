#include "plan/duplicates.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "plan/place.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::plan {

bool is_gone(const Inventory& inventory, const LiveResource& live)
{
  const auto missing = inventory.missing.find({live.type, live.id});
  return missing != inventory.missing.end() && missing->second == Inventory::Missing::absent;
}

Duplicates::Duplicates(const BindingInput& input, const MarkIndex& marks, const Moves& moves)
    : m_input(input),
      m_moves(moves)
{
  for (const auto& [address, found] : marks.all()) { // in order, so that each goes to the end where nothing moves
    for (const auto* const live : found) {
      const auto now = moves.now(address, marks.read(*live).mark.token(k_past_token));
      m_claims.try_emplace(m_claims.end(), now)->second.push_back({live, address});
    }
  }
  // A record counts where no mark says something else of its resource.
  for (const auto& [address, record] : input.state.records) {
    const auto* const live = input.inventory.find(record.type, record.id);
    if (live != nullptr && marks.read(*live).kind == SeenMark::Kind::none) {
      m_claims[moves.now(address, record.moved_past)].push_back({live, address});
    }
  }
  for (auto& [address, claims] : m_claims) {
    if (claims.size() < 2) {
      continue;
    }
    const auto by_id = [](const Claim& a, const Claim& b) { return a.live->id < b.live->id; };
    std::stable_sort(claims.begin(), claims.end(), by_id);
    claims.erase(
        std::unique(claims.begin(), claims.end(), [](const auto& a, const auto& b) { return a.live == b.live; }),
        claims.end());
    auto there = claims;
    std::erase_if(there, [&](const Claim& claim) { return is_gone(input.inventory, *claim.live); });
    if (there.size() > 1) {
      m_all.emplace(address, std::move(there));
      m_flows.insert(address.flow);
    }
  }
  hold_back();
  m_flows.erase(""); // what is shared by name has no flow: each stands for itself
}

// What may not move stays where it is, so that nothing can come there either.
void Duplicates::hold_back()
{
  std::vector<Address> taken;
  for (const auto& [address, claims] : m_all) {
    taken.push_back(address);
  }
  while (!taken.empty()) {
    const auto address = taken.back();
    taken.pop_back();
    for (const auto& claim : m_claims[address]) {
      if (claim.known_as == address || is_gone(m_input.inventory, *claim.live) ||
          !m_held.insert(claim.known_as).second) {
        continue;
      }
      if (m_input.desired.find(claim.known_as) != nullptr) {
        m_flows.insert(claim.known_as.flow);
        taken.push_back(claim.known_as);
      }
    }
  }
}

bool Duplicates::leave_alone(const Address& address) const
{
  return m_all.contains(address) || m_held.contains(address) || m_flows.contains(address.flow);
}

void Duplicates::report(const Address& address, const Location& where, Diagnostics& diagnostics) const
{
  const auto& claims = m_all.at(address);
  if (std::any_of(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.known_as != address; })) {
    report_move(address, where, diagnostics);
    return;
  }
  const auto record = m_input.state.records.find(address);
  std::vector<std::string> names;
  bool any_unmarked = false;
  std::transform(claims.begin(), claims.end(), std::back_inserter(names), [&](const Claim& claim) {
    const auto* const live = claim.live;
    const bool bound = record != m_input.state.records.end() && record->second.id == live->id;
    const bool unmarked = find_marks(live->description).empty();
    any_unmarked = any_unmarked || unmarked;
    return fmt::format("{} \"{}\"{}", live->id, printable(live->name),
                       !bound     ? ""
                       : unmarked ? " (recorded, but without its mark)"
                                  : " (recorded)");
  });
  auto hint = std::string("delete in Nexla the one that is not the original, or take the line with the mark out of its "
                          "description");
  if (any_unmarked) {
    hint += fmt::format("; if the marked one is right, `flowsync state rm {}`", address.text());
  }
  const auto alone = address.flow.empty() ? std::string("it is left alone until then")
                                          : fmt::format("the flow {} is left alone until then", address.flow);
  diagnostics.refuse("duplicate-mark",
                     fmt::format("{} resources {} {}: {} {}", claims.size(),
                                 any_unmarked ? "stand for" : "carry the mark of", address.text(),
                                 type_name(claims.front().live->type), join_words(names)),
                     where, fmt::format("{}; {}", hint, alone));
}

void Duplicates::report_move(const Address& address, const Location& where, Diagnostics& diagnostics) const
{
  const auto& claims = m_all.at(address);
  const auto named = [](const Claim& claim) {
    return fmt::format("{} {} \"{}\"", type_name(claim.live->type), claim.live->id, printable(claim.live->name));
  };
  const auto mover =
      std::find_if(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.known_as != address; });
  const auto other =
      std::find_if(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.live != mover->live; });
  const bool stays =
      std::any_of(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.known_as == address; });
  const auto holder =
      stays ? std::find_if(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.known_as == address; })
            : other;
  const auto origin = m_moves.origin(mover->known_as);
  diagnostics.refuse(
      "moved-onto",
      stays ? fmt::format("{} cannot become {}: {} would have to take the place of {}, which stays there",
                          mover->known_as.text(), address.text(), named(*mover), named(*holder))
            : fmt::format("{} and {} cannot both become {}: they are {} and {}", mover->known_as.text(),
                          holder->known_as.text(), address.text(), named(*mover), named(*holder)),
      origin.known() ? location(origin) : where,
      fmt::format("give it another new address, or say with an entry of its own where {} {} goes, or let go of that "
                  "one with `flowsync state rm {}`; if this entry was applied before, delete it{}",
                  type_name(holder->live->type), holder->live->id, holder->known_as.text(),
                  address.flow.empty() ? "; nothing is changed there until then"
                                       : fmt::format("; the flow {} is left alone until then", address.flow)));
}

} // namespace flowsync::plan
