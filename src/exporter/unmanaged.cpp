#include "exporter/unmanaged.hpp"

#include "exporter/chosen_resources.hpp"
#include "exporter/pipelines.hpp"
#include "plan/elsewhere.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exporter {

namespace {

class Finder
{
public:
  Finder(const plan::BindingInput& input, const plan::MarkIndex& marks, const std::map<Address, plan::LiveKey>& bound)
      : m_input(input),
        m_marks(marks)
  {
    for (const auto& [address, key] : bound) {
      m_bound.emplace(key, address);
    }
  }

  std::vector<Unmanaged> find()
  {
    for (const auto kind : kinds_in_flow()) {
      const auto of_type = m_input.inventory.resources.find(kind);
      for (const auto& [id, live] : of_type != m_input.inventory.resources.end() ? of_type->second : k_none) {
        take(live);
      }
    }
    for (const auto* const live : shared_in(m_input.inventory)) {
      if (!is_owned(*live)) {
        m_found.push_back({live, "", 0, 0, words_of_shared(*live)});
      }
    }
    return std::move(m_found);
  }

private:
  static const std::map<ResourceId, LiveResource> k_none;

  static std::vector<std::string> words_of_shared(const LiveResource& live)
  {
    return live.type == ResourceKind::project ? std::vector<std::string>{"--all-sources", "--projects"}
                                              : std::vector<std::string>{"--all-sources"};
  }

  void take(const LiveResource& live)
  {
    const auto* const above = parent(live);
    const bool begins = is_origin(live, m_input.inventory) || above == nullptr;
    if (is_owned(live) || (!begins && !is_owned(*above))) {
      return; // somebody's, or told with what it hangs from
    }
    Unmanaged found{&live, begins ? "" : name_of(*above), 0, 0, {}};
    for (const auto* const part : m_input.tree.below(live.type, live.id)) {
      found.nexsets += part->type == ResourceKind::nexset ? 1U : 0U;
      found.sinks += part->type == ResourceKind::sink ? 1U : 0U;
    }
    found.take_in = export_words(live, begins, above);
    m_found.push_back(std::move(found));
  }

  std::vector<std::string> export_words(const LiveResource& live, bool begins, const LiveResource* above) const
  {
    if (begins) {
      return live.type == ResourceKind::source ? std::vector<std::string>{"--source", std::to_string(live.id), "--all"}
                                               : std::vector<std::string>{"--all-sources"};
    }
    if (!m_bound.contains({above->type, above->id})) {
      return {}; // below what another environment or project owns
    }
    const auto* origin = above;
    for (const auto* next = parent(*origin); next != nullptr; next = parent(*origin)) {
      origin = next;
    }
    if (origin->type != ResourceKind::source) {
      return {"--all-sources"};
    }
    std::vector<std::string> words{"--source", std::to_string(origin->id)};
    if (live.type == ResourceKind::sink) {
      words.insert(words.end(), {"--sink", std::to_string(live.id)});
    } else {
      words.emplace_back("--all");
    }
    return words;
  }

  // What a set, sink or generated source hangs from, as far as the account shows it.
  const LiveResource* parent(const LiveResource& live) const
  {
    const auto above = parent_of(live);
    return above ? m_input.inventory.find(above->first, above->second) : nullptr;
  }

  // By itself, or because Nexla made it for something that somebody owns.
  bool is_owned(const LiveResource& live) const
  {
    const auto seen = m_marks.read(live);
    const bool marked = !seen.says_nothing();
    if (marked || m_bound.contains({live.type, live.id}) ||
        plan::adopted_by_another(m_input.desired, live.type, live.id)) {
      return true;
    }
    if (is_origin(live, m_input.inventory)) { // adopted, and its mark comes with its first change
      return plan::owned_elsewhere(m_input, m_marks, live).has_value();
    }
    const auto* const above = is_detected(live) || is_generated(live) ? parent(live) : nullptr;
    return above != nullptr && is_owned(*above);
  }

  std::string name_of(const LiveResource& live) const
  {
    if (const auto bound = m_bound.find({live.type, live.id}); bound != m_bound.end()) {
      return bound->second.text();
    }
    const auto seen = m_marks.read(live);
    return seen.kind == plan::SeenMark::Kind::none
               ? fmt::format("{} {}", type_name(live.type), live.id)
               : fmt::format("{}/{} {}", seen.mark.project, seen.mark.environment, seen.mark.address.text());
  }

  const plan::BindingInput& m_input;
  const plan::MarkIndex& m_marks;
  std::map<plan::LiveKey, Address> m_bound;
  std::vector<Unmanaged> m_found;
};

const std::map<ResourceId, LiveResource> Finder::k_none;

} // namespace

std::vector<Unmanaged> unmanaged_in(const plan::BindingInput& input, const plan::MarkIndex& marks,
                                    const std::map<Address, plan::LiveKey>& bound)
{
  return Finder(input, marks, bound).find();
}

} // namespace flowsync::exporter
