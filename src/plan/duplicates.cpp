#include "plan/duplicates.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "plan/desired_tree.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::plan {

namespace {

// The address that a mark or record of `address` stands for by now.
Address current(const Desired& desired, const Moves& moves, const Address& address)
{
  if (desired.moves.empty() || desired.find(address) != nullptr) {
    return address;
  }
  const auto to = moves.to(address);
  return to && desired.find(*to) != nullptr ? *to : address;
}

// A record counts where no mark says something else of its resource.
const LiveResource* recorded(const BindingInput& input, const MarkIndex& marks, const Address& address)
{
  const auto record = input.state.records.find(address);
  if (record == input.state.records.end()) {
    return nullptr;
  }
  const auto* const live = input.inventory.find(record->second.type, record->second.id);
  return live != nullptr && marks.read(*live).kind == MarkIndex::Kind::none ? live : nullptr;
}

} // namespace

bool is_gone(const Inventory& inventory, const LiveResource& live)
{
  const auto missing = inventory.missing.find({live.type, live.id});
  return missing != inventory.missing.end() && missing->second == Inventory::Missing::absent;
}

Duplicates::Duplicates(const BindingInput& input, const MarkIndex& marks) : m_input(input)
{
  const Moves moves(input.desired);
  std::map<Address, std::vector<const LiveResource*>> moved; // marks that stand for another address by now
  for (const auto& [address, found] : marks.all()) {
    if (const auto to = current(input.desired, moves, address); to != address) {
      auto& claims = moved[to];
      claims.insert(claims.end(), found.begin(), found.end());
    }
  }
  const auto look_at = [&](const Address& address, std::vector<const LiveResource*> claims) {
    if (const auto* const live = recorded(input, marks, address); live != nullptr && !claims.empty()) {
      claims.push_back(live);
    }
    if (claims.size() > 1) {
      std::erase_if(claims, [&](const LiveResource* live) { return is_gone(input.inventory, *live); });
      std::sort(claims.begin(), claims.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
      claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
    }
    if (claims.size() > 1) {
      m_all.emplace(address, std::move(claims));
      m_flows.insert(address.flow);
    }
  };
  for (const auto& [address, found] : marks.all()) {
    if (current(input.desired, moves, address) == address && !moved.contains(address)) {
      look_at(address, found);
    }
  }
  for (auto& [address, claims] : moved) {
    const auto& own = marks.marked(address);
    claims.insert(claims.end(), own.begin(), own.end());
    look_at(address, std::move(claims));
  }
  m_flows.erase(""); // what is shared by name has no flow: each stands for itself
}

bool Duplicates::leave_alone(const Address& address) const
{
  return m_all.contains(address) || m_flows.contains(address.flow);
}

void Duplicates::report(const Address& address, const Location& where, Diagnostics& diagnostics) const
{
  const auto& claims = m_all.at(address);
  const auto record = m_input.state.records.find(address);
  std::vector<std::string> names;
  bool any_unmarked = false;
  std::transform(claims.begin(), claims.end(), std::back_inserter(names), [&](const LiveResource* live) {
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
                                 type_name(claims.front()->type), join_words(names)),
                     where, fmt::format("{}; {}", hint, alone));
}

} // namespace flowsync::plan
