#include "sim/copy.hpp"

#include "sim/fields.hpp"
#include "sim/generated_source.hpp"
#include "sim/maps.hpp"
#include "sim/own_code.hpp"
#include "sim/tree.hpp"
#include "sim/writes.hpp"

#include <map>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_copied_fields = std::to_array<FieldRule>({
    {"reuse_data_credentials", FieldType::boolean, k_on_update},
    {"copy_access_controls", FieldType::boolean, k_on_update},
    {"copy_dependent_data_flows", FieldType::boolean, k_on_update},
    {"owner_id", FieldType::integer, k_on_update},
    {"org_id", FieldType::integer, k_on_update},
});

// The resource that this one hangs below, or null.
ObjectPtr parent_of(const World& world, const Object& object)
{
  if (object.set_id != 0) {
    return world.find(Kind::set, object.set_id);
  }
  return object.kind == Kind::set && object.source_id != 0 ? world.find(Kind::source, object.source_id) : nullptr;
}

// The copies of one request, so that a credential used twice is cloned once.
class Copier
{
public:
  Copier(Context& context, json body) : m_context(context), m_body(std::move(body))
  {
    check_fields(context, m_body, k_copied_fields, k_on_update);
    if (const auto owner = id_field(m_body, "owner_id"); owner != 0 && m_context.people.user(owner) == nullptr) {
      throw invalid("owner_id was not found", "owner_id");
    }
  }

  // A copy below `parent` (null for an origin), in the world.
  ObjectPtr copy(const Object& original, const Object* parent)
  {
    Object object = clone(original);
    object.node_id = m_context.world.next_node_id();
    object.origin_node_id = object.node_id;
    object.parent_node_id = 0;
    object.status = "INIT";
    object.sink_id = 0;
    object.project_id = 0;
    for (const auto* const past : {"run_ids", "runs", "run_log"}) {
      object.fields.erase(past);
    }
    if (parent != nullptr && parent->kind == Kind::source) {
      object.source_id = parent->id;
      object.parent_node_id = parent->node_id;
      object.origin_node_id = parent->origin_node_id;
    } else if (parent != nullptr && original.node_id != original.origin_node_id) {
      hang_below(m_context, object, *parent);
    }
    if (original.credential_id != 0 && !m_body.value("reuse_data_credentials", false)) {
      object.credential_id = cloned_credential(original.credential_id);
    }
    if (original.kind == Kind::source) {
      object.fields.erase("detected_count");
    }
    copy_code(original, object);
    if (object.kind == Kind::sink) {
      copy_sink_map(m_context, original, object);
      copy_generated(object);
    }
    const Ref ref{object.kind, object.id};
    m_context.world.put(std::move(object));
    return m_context.world.find(ref);
  }

  // A copy of code stands by itself: it belongs to no set.
  ObjectPtr copy_container(const Object& original)
  {
    Object object = clone(original);
    for (const auto* name : {"owner_node_id", "data_set_id", "public"}) {
      object.fields.erase(name);
    }
    const Ref ref{object.kind, object.id};
    m_context.world.put(std::move(object));
    return m_context.world.find(ref);
  }

private:
  Object clone(const Object& original)
  {
    Object object = original;
    const Object fresh = make_object(m_context, original.kind);
    object.id = fresh.id;
    object.created_ms = fresh.created_ms;
    object.updated_ms = fresh.updated_ms;
    object.copied_from_id = original.id;
    const auto owner = id_field(m_body, "owner_id");
    object.owner_id = owner != 0 ? owner : m_context.caller->id;
    object.org_id = m_context.people.user(object.owner_id)->org_id;
    if (!m_body.value("copy_access_controls", false)) {
      object.grants.clear();
      object.flow_grants.clear();
    }
    if (original.name) {
      object.name =
          m_context.switches.at<"copy_name">() == "prefix" ? "Copy of " + *original.name : *original.name + " (Copy)";
    }
    return object;
  }

  Id cloned_credential(Id id)
  {
    auto& copy = m_credentials[id];
    if (const auto original = m_context.world.find(Kind::credential, id); copy == 0 && original) {
      Object object = clone(*original);
      copy = object.id;
      m_context.world.put(std::move(object));
    }
    return copy;
  }

  // Flows behind a sink are left out unless they are asked for (API notes C5).
  void copy_generated(Object& sink)
  {
    auto& config = sink.fields["sink_config"];
    if (!config.is_object() || config.erase("ingest.datasource.id") == 0) {
      return;
    }
    if (m_body.value("copy_dependent_data_flows", false)) {
      generate_source(m_context, sink);
    }
  }

  // Inline code belongs to its owner, so a copy has its own.
  void copy_code(const Object& original, Object& object)
  {
    const auto container =
        original.container_id == 0 ? nullptr : m_context.world.find(Kind::container, original.container_id);
    if (!container || container->field("reusable") == true) {
      return;
    }
    if (object.fields.contains("transform")) {
      object.container_id = 0;
      store_transform(m_context, object, json(object.fields["transform"]));
    } else {
      json code = container->fields;
      object.container_id = 0;
      store_code(m_context, object, code);
    }
  }

  Context& m_context;
  json m_body;
  std::map<Id, Id> m_credentials;
};

} // namespace

ObjectPtr copy_resource(Context& context, const Object& object, json body)
{
  Copier copier(context, std::move(body));
  if (object.kind == Kind::container) {
    return copier.copy_container(object);
  }
  return copier.copy(object, parent_of(context.world, object).get());
}

ObjectPtr copy_flow(Context& context, const ObjectPtr& object, json body)
{
  Copier copier(context, std::move(body));
  std::map<Id, ObjectPtr> copies; // by node of the original
  ObjectPtr first;
  for (const auto& original : downstream(context.world, object)) {
    const auto parent = copies.find(original->parent_node_id);
    const bool root = parent == copies.end();
    auto copy = copier.copy(*original, (root ? parent_of(context.world, *original) : parent->second).get());
    if (original->kind == Kind::set && original->source_id != 0 && !root) { // its number goes on counting
      Object source = *context.world.find(Kind::source, copy->source_id);
      source.fields["detected_count"] = context.world.sets_of_source(source.id).size();
      context.world.put(std::move(source));
    }
    if (!first) {
      first = copy;
    }
    copies[original->node_id] = std::move(copy);
  }
  return context.world.at_node(first->node_id);
}

} // namespace flowsync::sim
