#include "plan/former_names.hpp"

namespace flowsync::plan {

std::map<Address, std::set<Address>> former_names(const BindingInput& input, const MarkIndex& marks, const Moves& moves)
{
  std::map<Address, std::set<Address>> names;
  if (input.desired.moves.empty() && input.desired.flow_moves.empty()) {
    return names;
  }
  const auto note = [&](const Address& known_as, const std::string& token) {
    if (const auto to = moves.now(known_as, token); to != known_as) {
      names[to].insert(known_as);
    }
  };
  for (const auto& [address, record] : input.state.records) {
    note(address, record.moved_past);
  }
  for (const auto& [address, found] : marks.all()) {
    for (const auto* const live : found) {
      note(address, marks.read(*live).mark.token(k_past_token));
    }
  }
  return names;
}

} // namespace flowsync::plan
