#include "plan/renames.hpp"

#include "base/text.hpp"
#include "plan/document.hpp"
#include "plan/fields.hpp"
#include "plan/likeness.hpp"
#include "plan/place.hpp"
#include "plan/pointer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace flowsync::plan {

namespace {

using nlohmann::json;

bool holds_nothing(const json& value)
{
  return value.is_null() || value == "" || (value.is_structured() && value.empty());
}

// Of a live value what the wanted one speaks of; secrets, which nobody can compare, as wanted.
json as_far_as_wanted(const json& live, const json& wanted)
{
  if (wanted.is_string() && wanted.get_ref<const std::string&>().find("${secret.") != std::string::npos) {
    return wanted;
  }
  if (!wanted.is_object() || !live.is_object()) {
    return live;
  }
  auto part = json::object();
  for (const auto& [key, value] : wanted.items()) {
    if (const auto there = live.find(key); there != live.end()) {
      part[key] = as_far_as_wanted(*there, value);
    }
  }
  return part;
}

class RenameGuard
{
public:
  RenameGuard(const BindingInput& input, const Moves& moves, std::vector<ResourceChange>& removed, Plan& plan)
      : m_input(input),
        m_plan(plan)
  {
    for (auto& orphan : removed) {
      if (!moves.declares(orphan.address)) {
        m_orphans.push_back(&orphan);
      }
    }
  }

  void check()
  {
    if (m_orphans.empty()) {
      return;
    }
    for (const auto& change : m_plan.changes) {
      if (change.action != Action::create) {
        continue;
      }
      if (auto* const orphan = taken_for(change)) {
        m_pairs.emplace(change.address, orphan);
      }
    }
    for (const auto& [address, orphan] : m_pairs) {
      if (address.kind == ResourceKind::source) {
        report_flow(address, *orphan);
      }
    }
    for (const auto& [address, orphan] : m_pairs) {
      if (!m_plan.blocked.contains(address)) {
        report(address, *orphan);
      }
    }
    std::erase_if(m_plan.changes, [&](const ResourceChange& change) { return m_pairs.contains(change.address); });
  }

private:
  ResourceChange* taken_for(const ResourceChange& change) const
  {
    const auto* const wanted = m_input.desired.find(change.address);
    for (const auto test : {&RenameGuard::has_its_name, &RenameGuard::has_its_content, &RenameGuard::has_its_flow}) {
      const auto found = std::find_if(m_orphans.begin(), m_orphans.end(), [&](const ResourceChange* orphan) {
        return wanted != nullptr && orphan->type == change.type && (this->*test)(*wanted, *orphan);
      });
      if (found != m_orphans.end()) {
        return *found;
      }
    }
    return nullptr;
  }

  bool has_its_name(const DesiredResource& wanted, const ResourceChange& orphan) const
  {
    return wanted.name == orphan.name;
  }

  bool has_its_content(const DesiredResource& wanted, const ResourceChange& orphan) const
  {
    const auto& live = *m_input.inventory.find(orphan.type, orphan.id.value());
    if (!has_its_type(wanted, live) || !hangs_where(wanted, live)) {
      return false;
    }
    const auto found = m_input.state.records.find(orphan.address);
    const bool known =
        found != m_input.state.records.end() && found->second.id == live.id && found->second.applied.is_object();
    const auto document = recorded_document(wanted, full_document(wanted, m_plan.bindings));
    const auto shown = known ? json() : live_document(live);
    bool any = false;
    for (const auto field : content_fields()) {
      const auto* const value = member(&document, std::string(field));
      if (value == nullptr || holds_nothing(*value)) {
        continue;
      }
      const auto* const other = member(known ? &found->second.applied : &shown, std::string(field));
      if (other == nullptr || !looks_like(*value, known ? *other : as_far_as_wanted(*other, *value))) {
        return false;
      }
      any = true;
    }
    return any;
  }

  // Nothing of the flow was dropped, and the new one has it under the same keys or names.
  bool has_its_flow(const DesiredResource& wanted, const ResourceChange& orphan) const
  {
    if (wanted.address.kind != ResourceKind::source ||
        !has_its_type(wanted, *m_input.inventory.find(orphan.type, orphan.id.value()))) {
      return false;
    }
    bool any = false;
    for (const auto* const below : m_orphans) {
      const auto& live = *m_input.inventory.find(below->type, below->id.value());
      const bool made_by_us = below->address.kind == ResourceKind::sink || live.parent_set_id;
      if (below->address.flow != orphan.address.flow || below->address.kind == ResourceKind::source || !made_by_us) {
        continue;
      }
      any = true;
      const auto& all = m_input.desired.resources;
      const bool kept = std::any_of(all.begin(), all.end(), [&](const DesiredResource& other) {
        return other.address.flow == wanted.address.flow && other.address.kind == below->address.kind &&
               (other.address.key == below->address.key || other.name == below->name);
      });
      if (!kept) {
        return false;
      }
    }
    return any;
  }

  static bool has_its_type(const DesiredResource& wanted, const LiveResource& live)
  {
    const std::string field(facts(wanted.type).type_field);
    const auto type = field.empty() ? std::string() : wanted.document.value(field, "");
    return type.empty() || live.kind.empty() || lower(type) == lower(live.kind);
  }

  // Simple transforms are alike everywhere: only below the same parent they mean something.
  bool hangs_where(const DesiredResource& wanted, const LiveResource& live) const
  {
    if (wanted.type != ResourceKind::nexset || !wanted.parent) {
      return true;
    }
    const auto parent = m_plan.bindings.ids.find(*wanted.parent);
    return parent != m_plan.bindings.ids.end() && live.parent_set_id == parent->second;
  }

  void report_flow(const Address& source, ResourceChange& orphan)
  {
    const auto& from = orphan.address.flow;
    const auto& to = source.flow;
    std::vector<std::string> entries{fmt::format("{{from: {}, to: {}}}", from, to)};
    if (from == to) {
      return;
    }
    for (const auto& [address, other] : m_pairs) {
      if (address.flow == to && other->address.flow == from) {
        m_plan.blocked.insert(address);
        if (address.key != other->address.key) {
          entries.push_back(fmt::format("{{from: {}, to: {}}}", other->address.text(), address.text()));
        }
      }
    }
    refuse(source,
           fmt::format("{} would be created while {}, which is like it, is no longer in the specs: this looks like a "
                       "rename of the flow {} to {}",
                       source.text(), orphan.address.text(), from, to),
           join_entries(entries));
    for (auto* const other : m_orphans) {
      if (other->address.flow == from) {
        keep(*other);
      }
    }
  }

  void report(const Address& address, ResourceChange& orphan)
  {
    const auto* const wanted = m_input.desired.find(address);
    const bool by_name = wanted != nullptr && wanted->name == orphan.name;
    refuse(address,
           by_name ? fmt::format("{} would be created with the name of {}, which the specs no longer name: this looks "
                                 "like a rename",
                                 address.text(), orphan.address.text())
                   : fmt::format("{} would be created with the content of {}, which the specs no longer name: this "
                                 "looks like a rename",
                                 address.text(), orphan.address.text()),
           fmt::format("{{from: {}, to: {}}}", orphan.address.text(), address.text()));
    keep(orphan);
    m_plan.blocked.insert(address);
  }

  static std::string join_entries(const std::vector<std::string>& entries)
  {
    std::string text;
    for (const auto& entry : entries) {
      text += (text.empty() ? "" : ", ") + entry;
    }
    return text;
  }

  void refuse(const Address& address, std::string message, const std::string& entries)
  {
    const auto* const wanted = m_input.desired.find(address);
    m_plan.diagnostics.refuse(
        "moved-missing", std::move(message), wanted != nullptr ? location(wanted->defined_at) : Location{},
        fmt::format("add `moved: [{}]` to the flow; `to: null` if it really is another thing", entries));
  }

  static void keep(ResourceChange& orphan)
  {
    orphan.action = Action::no_op;
    orphan.fields.clear();
  }

  const BindingInput& m_input;
  Plan& m_plan;
  std::vector<ResourceChange*> m_orphans;
  std::map<Address, ResourceChange*> m_pairs; // by what would be created
};

} // namespace

void guard_renames(const BindingInput& input, const Moves& moves, std::vector<ResourceChange>& removed, Plan& plan)
{
  RenameGuard(input, moves, removed, plan).check();
}

} // namespace flowsync::plan
