#include "usecase/account/bound_resources.hpp"

#include "usecase/account/state_access.hpp"

#include "plan/binding.hpp"

namespace flowsync::usecase {

StateData recorded_state(const Settings& settings, const CommandContext& context)
{
  return read_state(state_place(settings.project, settings.environment, context), context.console);
}

plan::KnownResources bound_resources(const Settings& settings, const StateData& state, const Inventory& inventory,
                                     const Identity& identity, const CommandContext& context)
{
  auto wanted = desired::outline(settings.project, settings.environment.name, process_environment(context.around));
  if (!wanted) {
    wanted.emplace();
    wanted->project = settings.project.name;
    wanted->environment = settings.environment;
  }
  Diagnostics unused; // what is wrong with identity is for `plan` to say
  const plan::MarkIndex marks(*wanted, inventory, unused);
  const plan::LiveTree tree(inventory);
  std::map<Address, ResourceId> bound;
  for (const auto& [address, binding] : plan::bind_all({*wanted, inventory, tree, state, identity}, marks, unused)) {
    if (binding.verdict == plan::Binding::Verdict::bound) {
      bound.emplace(address, binding.id);
    }
  }
  return plan::known_resources(bound, *wanted, state, inventory, marks);
}

} // namespace flowsync::usecase
