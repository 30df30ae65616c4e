#include "plan/mark_to_write.hpp"

#include "base/printable.hpp"
#include "plan/place.hpp"

#include <fmt/format.h>

namespace flowsync::plan {

Mark mark_to_write(const Desired& desired, const Moves& moves, const Address& address, const LiveResource* live)
{
  Mark mark{desired.project, desired.environment.name, address, {}};
  if (live != nullptr) {
    for (const auto& there : find_marks(live->description)) {
      if (there.project == desired.project) {
        mark.tokens = there.tokens;
      }
    }
    if (live->copied_from_id) { // a copy may be adopted, but not by its mark alone, which may name another copy
      mark.set_token("id", std::to_string(live->id));
    }
  }
  if (const auto there = mark.token(k_past_token); there.empty() || there != moves.token(address)) {
    mark.set_token(k_past_token, moves.token_to_write(address));
  }
  return mark;
}

void block_long_marks(const BindingInput& input, const Moves& moves, std::map<Address, Binding>& bindings,
                      Diagnostics& diagnostics)
{
  for (auto& [address, binding] : bindings) {
    if (binding.verdict != Binding::Verdict::bound) {
      continue;
    }
    const auto* const live = input.inventory.find(address.kind, binding.id);
    const auto text = mark_to_write(input.desired, moves, address, live).text();
    if (parse_mark(text)) {
      continue;
    }
    const auto* const wanted = input.desired.find(address);
    diagnostics.refuse("mark-too-long",
                       fmt::format("the mark of {} {} would have {} bytes, and 200 are the most that a mark may have: "
                                   "{}",
                                   type_name(address.kind), binding.id, text.size(), printable(text)),
                       wanted != nullptr ? location(wanted->defined_at) : Location{},
                       "give the flow or the key a shorter name, with a `moved` entry for it; it is left alone until "
                       "then");
    binding = {};
  }
}

} // namespace flowsync::plan
