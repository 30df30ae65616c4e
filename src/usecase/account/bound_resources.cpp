#include "usecase/account/bound_resources.hpp"

#include "usecase/account/state_access.hpp"

#include "plan/binding.hpp"

#include <fmt/format.h>

#include <set>

namespace flowsync::usecase {

namespace {

using plan::LiveKey;

class Binding
{
public:
  Binding(const Inventory& inventory, const Desired& identity, std::vector<std::string>& notes)
      : m_inventory(inventory),
        m_marks(identity, inventory, m_unused),
        m_notes(notes)
  {
  }

  void by_specs(const Desired& desired, const StateData& state, const Identity& identity)
  {
    const plan::LiveTree tree(m_inventory);
    const auto bindings = plan::bind_all({desired, m_inventory, tree, state, identity}, m_marks, m_unused);
    for (const auto& [address, binding] : bindings) {
      if (binding.verdict == plan::Binding::Verdict::bound) {
        bind(address, {type_of(address.role), binding.id});
      }
    }
  }

  void by_records(const StateData& state)
  {
    for (const auto& [address, record] : state.records) {
      const auto* const live = m_inventory.find(record.type, record.id);
      if (live == nullptr) {
        m_notes.push_back(fmt::format("{} (id {}) is recorded, and no list shows it", address.text(), record.id));
        continue;
      }
      const auto seen = m_marks.read(*live);
      const bool other = seen.kind == plan::MarkIndex::Kind::foreign ||
                         (seen.kind == plan::MarkIndex::Kind::ours && seen.mark.address != address);
      if (!other) {
        bind(address, {live->type, live->id});
      }
    }
  }

  void by_marks()
  {
    for (const auto& [address, marked] : m_marks.all()) {
      if (marked.size() == 1) {
        bind(address, {marked.front()->type, marked.front()->id});
      } else if (!m_bound.contains(address)) {
        m_notes.push_back(
            fmt::format("{} resources carry the mark of {}; it is left out", marked.size(), address.text()));
      }
    }
  }

  void by_adopt_entries(const Environment& environment)
  {
    for (const auto& [address, entry] : environment.adopt) {
      if (const auto* const live = m_inventory.find(type_of(address.role), entry.id); live != nullptr) {
        bind(address, {live->type, live->id});
      }
    }
  }

  std::map<Address, LiveKey> take() { return std::move(m_bound); }

private:
  void bind(const Address& address, const LiveKey& key)
  {
    if (!m_taken.contains(key) && m_bound.emplace(address, key).second) {
      m_taken.insert(key);
    }
  }

  const Inventory& m_inventory;
  Diagnostics m_unused; // what is wrong with identity is for `plan` to say
  plan::MarkIndex m_marks;
  std::vector<std::string>& m_notes;
  std::map<Address, LiveKey> m_bound;
  std::set<LiveKey> m_taken;
};

} // namespace

StateData recorded_state(const Settings& settings, const CommandContext& context)
{
  return read_state(state_place(settings.project, settings.environment, context), context.console);
}

std::map<Address, LiveKey> bound_resources(const Settings& settings, const StateData& state, const Inventory& inventory,
                                           const Identity& identity, const CommandContext& context,
                                           std::vector<std::string>& notes)
{
  auto wanted = desired::outline(settings.project, settings.environment.name, process_environment(context.around));
  if (!wanted) {
    wanted.emplace();
    wanted->project = settings.project.name;
    wanted->environment = settings.environment;
  }
  Binding binding(inventory, *wanted, notes);
  binding.by_specs(*wanted, state, identity);
  binding.by_records(state);
  binding.by_marks();
  binding.by_adopt_entries(settings.environment);
  return binding.take();
}

} // namespace flowsync::usecase
