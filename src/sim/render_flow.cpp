#include "sim/render.hpp"

#include "sim/runs.hpp"

#include "sim/connectors.hpp"
#include "sim/tree.hpp"

#include <algorithm>
#include <set>

namespace flowsync::sim {

using nlohmann::json;

namespace {

json node_ids(const Object& object)
{
  return {{"id", object.node_id},
          {"parent_node_id", shown_id(object.parent_node_id)},
          {"origin_node_id", object.origin_node_id},
          {"data_source_id", object.kind == Kind::source ? json(object.id) : json(nullptr)},
          {"data_set_id", object.kind == Kind::set ? json(object.id) : json(nullptr)},
          {"data_sink_id", object.kind == Kind::sink ? json(object.id) : json(nullptr)}};
}

// Collects the elements of trees once each.
class Elements
{
public:
  explicit Elements(const Context& context) : m_context(context) {}

  json tree(const Object& object)
  {
    m_found[static_cast<std::size_t>(object.kind)].push_back(m_context.world.find(object.kind, object.id));
    m_credentials.insert(object.credential_id);
    m_containers.insert(object.container_id);
    m_projects.insert(object.project_id);
    m_users.insert(object.owner_id);
    m_orgs.insert(object.org_id);
    json node = node_ids(object);
    node["children"] = json::array();
    for (const auto& child : children_of(m_context.world, object)) {
      node["children"].push_back(tree(*child));
    }
    return node;
  }

  // A nexset of somebody else that the caller may use.
  void share(const ObjectPtr& set)
  {
    const auto known = [&](const ObjectPtr& other) { return other->id == set->id; };
    if (set && role_of(m_context, *set) != Role::none && set->owner_id != m_context.caller->id &&
        std::none_of(m_shared.begin(), m_shared.end(), known)) {
      m_shared.push_back(set);
    }
  }

  void write(json& reply) const
  {
    reply["data_sources"] = list(Kind::source);
    reply["data_sets"] = list(Kind::set);
    reply["data_sinks"] = list(Kind::sink);
    reply["data_credentials"] = credentials();
    reply["code_containers"] = containers();
    reply["projects"] = projects();
    reply["shared_data_sets"] = json::array();
    for (const auto& set : m_shared) {
      reply["shared_data_sets"].push_back(element(*set));
    }
    reply["users"] = json::array();
    for (const auto id : m_users) {
      if (const auto* user = m_context.people.user(id)) {
        reply["users"].push_back({{"id", user->id}, {"full_name", user->full_name}, {"email", user->email}});
      }
    }
    reply["orgs"] = json::array();
    for (const auto id : m_orgs) {
      if (const auto* org = m_context.people.org(id)) {
        reply["orgs"].push_back({{"id", org->id}, {"name", org->name}, {"email_domain", org->email_domain}});
      }
    }
    for (const auto* name : {"triggered_flows", "triggering_flows", "linked_flows", "dependent_data_sources",
                             "origin_data_sinks", "docs"}) {
      reply[name] = json::array();
    }
  }

private:
  json list(Kind kind) const
  {
    json result = json::array();
    for (const auto& object : m_found[static_cast<std::size_t>(kind)]) {
      result.push_back(element(*object));
    }
    return result;
  }

  json element(const Object& object) const
  {
    json entry{{"id", object.id},
               {"flow_node_id", object.node_id},
               {"origin_node_id", object.origin_node_id},
               {"name", shown_name(m_context, object)},
               {"description", object.description ? json(*object.description) : json(nullptr)},
               {"status", shown_status(m_context, object)},
               {"managed", false},
               {"tags", tags_of(object)},
               {"copied_from_id", shown_copied_from(m_context, object)},
               {"access_roles", access_roles(m_context, object)}};
    add_owner_ids(m_context, entry, object);
    add_dates(m_context, entry, object);
    if (object.kind == Kind::set) {
      add_set(entry, object);
      return entry;
    }
    const bool source = object.kind == Kind::source;
    const auto type = object.text(source ? "source_type" : "sink_type");
    entry[source ? "source_type" : "sink_type"] = type;
    entry["connector_type"] = type;
    entry["connection_type"] = family_name(type);
    entry["template_config"] = object.field("template_config");
    entry["data_credentials_id"] = shown_id(object.credential_id);
    if (source) {
      entry["data_sink_id"] = shown_id(object.sink_id);
      entry["auto_generated"] = object.sink_id != 0;
    } else {
      entry["data_set_id"] = shown_id(object.set_id);
      const auto& generated = m_context.world.sources_of_sink(object.id);
      entry["data_source_id"] = generated.empty() ? json(nullptr) : json(*generated.begin());
    }
    return entry;
  }

  void add_set(json& entry, const Object& set) const
  {
    entry["data_source_id"] = shown_id(set.source_id);
    entry["parent_data_set_id"] = shown_id(set.set_id);
    entry["code_container_id"] = shown_id(set.container_id);
    entry["data_sink_ids"] = m_context.world.sinks_of_set(set.id);
    entry["public"] = false;
  }

  json credentials() const
  {
    json result = json::array();
    for (const auto id : m_credentials) {
      if (const auto credential = m_context.world.find(Kind::credential, id)) {
        result.push_back({{"id", id},
                          {"name", shown_name(m_context, *credential)},
                          {"description", credential->description ? json(*credential->description) : json(nullptr)},
                          {"credentials_type", credential->field("credentials_type")},
                          {"verified_status", credential->field("verified_status")},
                          {"managed", false},
                          {"template_config", credential->field("template_config")},
                          {"tags", tags_of(*credential)}});
      }
    }
    return result;
  }

  json containers() const
  {
    json result = json::array();
    for (const auto id : m_containers) {
      if (const auto container = m_context.world.find(Kind::container, id)) {
        json entry{{"id", id},
                   {"name", shown_name(m_context, *container)},
                   {"public", container->field("public") == true},
                   {"tags", tags_of(*container)}};
        for (const auto* name : {"reusable", "resource_type", "output_type", "code_type", "code_encoding"}) {
          entry[name] = container->field(name);
        }
        entry["data_credentials_id"] = shown_id(container->credential_id);
        result.push_back(std::move(entry));
      }
    }
    return result;
  }

  json projects() const
  {
    json result = json::array();
    for (const auto id : m_projects) {
      if (const auto project = m_context.world.find(Kind::project, id)) {
        json entry{{"id", id},
                   {"name", shown_name(m_context, *project)},
                   {"description", project->description ? json(*project->description) : json(nullptr)}};
        add_owner_ids(m_context, entry, *project);
        result.push_back(std::move(entry));
      }
    }
    return result;
  }

  const Context& m_context;
  std::array<std::vector<ObjectPtr>, k_kind_count> m_found;
  std::vector<ObjectPtr> m_shared;
  std::set<Id> m_credentials;
  std::set<Id> m_containers;
  std::set<Id> m_projects;
  std::set<Id> m_users;
  std::set<Id> m_orgs;
};

json origin_node(const Context& context, const Object& object, json node)
{
  node["shared_origin_node_id"] = object.field("shared_origin_node_id");
  node["status"] = shown_status(context, object);
  node["project_id"] = shown_id(object.project_id);
  node["flow_type"] = object.kind == Kind::source ? object.field("flow_type") : json("streaming");
  node["ingestion_mode"] = object.field("ingestion_mode");
  node["name"] = shown_name(context, object);
  node["description"] = object.description ? json(*object.description) : json(nullptr);
  return node;
}

// The bare array of a newer guide page, which contradicts the contract (API notes B5, G10).
json as_guide_array(const Context& context, const std::vector<Id>& origins)
{
  json result = json::array();
  for (const auto id : origins) {
    const auto object = context.world.at_node(id);
    result.push_back({{"id", "flow_" + std::to_string(id)},
                      {"name", shown_name(context, *object)},
                      {"status", shown_status(context, *object)},
                      {"data_source", {{"id", object->id}, {"name", shown_name(context, *object)}}},
                      {"data_set", nullptr},
                      {"data_sink", nullptr}});
  }
  return result;
}

} // namespace

json render_flows(const Context& context, const std::vector<Id>& origins, bool flows_only, bool metrics,
                  bool all_shared)
{
  if (context.switches.at<"flows_shape">() == "array") {
    return as_guide_array(context, origins);
  }
  Elements elements(context);
  json reply{{"flows", json::array()}};
  for (const auto id : origins) {
    const auto object = context.world.at_node(id);
    reply["flows"].push_back(origin_node(context, *object, elements.tree(*object)));
    if (object->kind == Kind::set && object->set_id != 0) {
      elements.share(context.world.find(Kind::set, object->set_id));
    }
  }
  if (all_shared) {
    for (const auto id : context.world.granted_sets()) {
      elements.share(context.world.find(Kind::set, id));
    }
  }
  if (!flows_only) {
    elements.write(reply);
  }
  if (metrics && context.switches.at<"run_metrics">() != "off") {
    reply["metrics"] = flow_metrics(context, origins);
  }
  return reply;
}

json render_membership(const Context& context, Id origin_node)
{
  const auto object = context.world.at_node(origin_node);
  json entry{{"id", origin_node},
             {"project_id", shown_id(object->project_id)},
             {"data_source_id", object->kind == Kind::source ? json(object->id) : json(nullptr)},
             {"data_set_id", object->kind == Kind::set ? json(object->id) : json(nullptr)}};
  add_dates(context, entry, *object);
  return entry;
}

json render_project(const Context& context, const Object& object, View view)
{
  json reply = common_fields(context, object);
  reply["description"] = object.description.value_or(""); // text, never null (API notes J1)
  reply["tags"] = tags_of(object);
  const auto& origins = context.world.origins_of_project(object.id);
  reply["flows_count"] = origins.size();
  reply["client_identifier"] = object.field("client_identifier");
  reply["client_url"] = object.field("client_url");
  if (view == View::list && context.switches.at<"project_flows_in_lists">() != "on") {
    return reply;
  }
  reply["flows"] = json::array();
  reply["data_flows"] = json::array();
  for (const auto id : origins) {
    const auto entry = render_membership(context, id);
    reply["flows"].push_back(entry);
    reply["data_flows"].push_back(entry);
  }
  return reply;
}

} // namespace flowsync::sim
