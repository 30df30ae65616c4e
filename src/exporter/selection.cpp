#include "exporter/selection.hpp"

#include "base/printable.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exporter {

namespace {

std::string words_for(const LiveResource& live)
{
  return fmt::format("{} {}{}", kind_word(live.type), live.id,
                     live.name.empty() ? "" : fmt::format(" \"{}\"", printable(live.name)));
}

class Selecting
{
public:
  Selecting(const Inventory& inventory, const Names& names) : m_inventory(inventory), m_names(names) {}

  void add(const Pipeline& pipeline)
  {
    auto& flow = flow_of(pipeline.origin());
    std::vector<const LiveResource*> path;
    if (pipeline.source != nullptr) {
      path.push_back(pipeline.source);
    }
    path.insert(path.end(), pipeline.nexsets.begin(), pipeline.nexsets.end());
    if (pipeline.sink != nullptr) {
      path.push_back(pipeline.sink);
    }
    for (const auto* const resource : path) {
      if (m_left_out.contains(resource) || leave_out(*resource, flow)) {
        return;
      }
      if (m_taken.insert(resource).second) {
        flow.resources.push_back(resource);
      }
    }
  }

  Selection take()
  {
    std::erase_if(m_result.flows, [](const SelectedFlow& flow) { return flow.resources.empty(); });
    return std::move(m_result);
  }

private:
  SelectedFlow& flow_of(const LiveResource& origin)
  {
    if (m_result.flows.empty() || m_result.flows.back().origin != &origin) {
      m_result.flows.push_back({&origin, {}, {}});
    }
    return m_result.flows.back();
  }

  bool leave_out(const LiveResource& live, SelectedFlow& flow)
  {
    if (m_taken.contains(&live)) {
      return false;
    }
    const auto note = why_not(live);
    if (!note) {
      return false;
    }
    m_left_out.insert(&live);
    m_result.foreign += note->code == "foreign-mark" && &live == flow.origin ? 1U : 0U;
    flow.notes.push_back(*note);
    m_result.notes.push_back(*note);
    return true;
  }

  std::optional<ExportNote> why_not(const LiveResource& live) const
  {
    if (const auto owner = m_names.foreign_owner(live); !owner.empty()) {
      return ExportNote{"foreign-mark", fmt::format("{} belongs to {}; it is left out", words_for(live), owner),
                        "export it with that project and environment", false};
    }
    const auto missing = m_inventory.missing.find({live.type, live.id});
    if (missing != m_inventory.missing.end()) {
      const bool gone = missing->second == Inventory::Missing::absent;
      return ExportNote{"unreadable",
                        fmt::format("{} {}; it is left out with all below it", words_for(live),
                                    gone ? "is gone" : "may not be read with this key (403)"),
                        gone ? "" : "a key of its owner, or one with the role operator or higher, can read it", true};
    }
    if (live.credential_id && !m_inventory.credentials.contains(*live.credential_id)) {
      return ExportNote{"unreadable",
                        fmt::format("{} uses credential {}, which is not visible; it is left out with all below it",
                                    words_for(live), *live.credential_id),
                        "have the credential shared with this user", true};
    }
    if (!facts(live.type).type_field.empty() && live.kind.empty()) {
      return ExportNote{"unreadable",
                        fmt::format("Nexla does not say of what type {} is; it is left out", words_for(live)), "",
                        true};
    }
    return std::nullopt;
  }

  const Inventory& m_inventory;
  const Names& m_names;
  Selection m_result;
  std::set<const LiveResource*> m_left_out;
  std::set<const LiveResource*> m_taken;
};

} // namespace

Selection select(const std::vector<Pipeline>& chosen, const Inventory& inventory, const Names& names)
{
  Selecting selecting(inventory, names);
  for (const auto& pipeline : chosen) {
    selecting.add(pipeline);
  }
  return selecting.take();
}

} // namespace flowsync::exporter
