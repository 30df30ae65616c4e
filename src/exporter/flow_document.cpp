#include "exporter/flow_document.hpp"

#include "exporter/part_words.hpp"
#include "exporter/secret_references.hpp"
#include "model/parts.hpp"
#include "spec/config_tree.hpp"
#include "spec/document.hpp"
#include "spec/map_builder.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <tuple>

namespace flowsync::exporter {

namespace {

using spec::MapBuilder;

// Fields of the API that have a word of their own in a spec, or are none of a spec's business; all others go under
// `api:`.
constexpr std::array<std::string_view, 15> k_known{"name",
                                                   "description",
                                                   "tags",
                                                   "source_type",
                                                   "sink_type",
                                                   "data_credentials_id",
                                                   "data_set_id",
                                                   "parent_data_set_id",
                                                   "status",
                                                   "has_custom_transform",
                                                   "source_config",
                                                   "sink_config",
                                                   "transform",
                                                   "output_schema_annotations",
                                                   "create_destination"};

class FlowWriter
{
public:
  FlowWriter(std::string flow, const FlowFrame& frame) : m_flow(std::move(flow)), m_frame(frame) {}

  FlowDocument write(std::vector<Captured> resources)
  {
    sort(resources);
    MapBuilder spec;
    m_paused = m_frame.paused.value_or(
        std::none_of(resources.begin(), resources.end(), [](const Captured& resource) { return resource.runs; }));
    if (m_paused && !resources.empty()) {
      spec.put("state", std::string("paused"));
    }
    for (const auto& resource : resources) {
      if (!resource.project_document.empty()) {
        spec.put("nexla_project", MapBuilder{}.put("ref", resource.project_document).build());
      } else if (!resource.nexla_project.empty()) {
        spec.put("nexla_project", spec::spec_text(resource.nexla_project));
      }
      if (const auto triggers = resource.document.find(k_triggers_part); triggers != resource.document.end()) {
        put_parts(spec, {{k_triggers_part, *triggers}}, {});
      }
    }
    if (m_frame.origin) {
      spec.put("origin", origin(*m_frame.origin));
    }
    for (const auto kind : kinds_in_flow()) {
      std::vector<NodePtr> parts;
      for (const auto& resource : resources) {
        if (resource.address.kind == kind) {
          parts.push_back(part(resource));
        }
      }
      const std::string place(facts(kind).place);
      if (facts(kind).written == SpecPlace::often_in_flow && !parts.empty()) {
        spec.put(place, make_list(std::move(parts)));
      } else if (!parts.empty()) {
        spec.put(place, parts.back());
      }
    }
    m_result.document = spec::make_document(spec::Kind::flow, m_flow, spec.build());
    return std::move(m_result);
  }

private:
  NodePtr part(const Captured& resource)
  {
    switch (resource.address.kind) {
    case ResourceKind::source:
      return source(resource);
    case ResourceKind::nexset:
      return nexset(resource);
    case ResourceKind::sink:
      return sink(resource);
    case ResourceKind::lookup:
    case ResourceKind::transform:
    case ResourceKind::code:
    case ResourceKind::project:
    case ResourceKind::credential:
      break;
    }
    throw std::logic_error(resource.address.text() + " is not a part of a flow");
  }

  // Source, nexsets with parents before children, sinks; otherwise by address.
  static void sort(std::vector<Captured>& resources)
  {
    std::map<Address, Address> parents;
    for (const auto& resource : resources) {
      if (resource.parent) {
        parents.emplace(resource.address, *resource.parent);
      }
    }
    const auto depth = [&](const Captured& resource) {
      std::size_t steps = 0;
      auto at = parents.find(resource.address);
      for (; resource.address.kind == ResourceKind::nexset && at != parents.end() && steps <= parents.size(); ++steps) {
        at = parents.find(at->second);
      }
      return steps;
    };
    std::stable_sort(resources.begin(), resources.end(), [&](const Captured& a, const Captured& b) {
      return std::tuple(facts(a.address.kind).rank, depth(a), a.address) <
             std::tuple(facts(b.address.kind).rank, depth(b), b.address);
    });
  }

  static NodePtr origin(std::int64_t nexset)
  {
    const auto id = make_scalar(NodeKind::integer, std::to_string(nexset));
    return MapBuilder{}.put("nexset", MapBuilder{}.put("id", id).build()).build();
  }

  NodePtr source(const Captured& resource)
  {
    MapBuilder map;
    put_names(map, resource, true);
    put_connector(map, resource, "source_config");
    put_code(map, "code", resource.code);
    put_rest(map, resource);
    return map.build();
  }

  NodePtr nexset(const Captured& resource)
  {
    MapBuilder map;
    map.put("key", resource.address.key);
    const bool detected = resource.detected || resource.index;
    if (detected) {
      MapBuilder selector;
      if (resource.index) {
        selector.put("index", make_scalar(NodeKind::integer, std::to_string(*resource.index)));
      }
      map.put("detected", selector.build());
    } else if (resource.parent) {
      map.put("from", resource.parent->key);
    }
    put_names(map, resource, !detected || resource.keep_name);
    put_code(map, "transform", resource.transform);
    put_config(map, resource, "transform", "transform");
    put_validation(map, resource);
    put_annotations(map, resource);
    put_rest(map, resource);
    return map.build();
  }

  NodePtr sink(const Captured& resource)
  {
    MapBuilder map;
    map.put("key", resource.address.key);
    if (resource.parent) {
      map.put("from", resource.parent->key);
    }
    put_names(map, resource, true);
    put_connector(map, resource, "sink_config");
    if (resource.lookup) {
      map.put("lookup", resource.lookup);
    }
    put_code(map, "code", resource.code);
    put_rest(map, resource);
    return map.build();
  }

  void put_names(MapBuilder& map, const Captured& resource, bool with_name)
  {
    if (with_name && !resource.name.empty()) {
      map.put("name", spec::spec_text(resource.name));
    }
    if (!resource.description.empty()) {
      map.put("description", resource.templates.contains("/description")
                                 ? from_json(nlohmann::json(resource.description), {""})
                                 : spec::spec_text(resource.description));
    }
    if (resource.document.contains("tags")) {
      map.put("tags", tree(resource, "tags"));
    }
    if (resource.runs == m_paused) {
      map.put("state", std::string(m_paused ? "active" : "paused"));
    }
  }

  static void put_code(MapBuilder& map, const char* word, const std::optional<CodeReference>& code)
  {
    if (!code) {
      return;
    }
    MapBuilder reference;
    if (!code->ref.empty()) {
      reference.put("ref", code->ref);
    } else {
      reference.put("file", code->file);
      reference.put("type", code->type);
    }
    map.put(word, reference.build());
  }

  void put_connector(MapBuilder& map, const Captured& resource, const std::string& config)
  {
    if (!resource.type.empty()) {
      map.put("type", resource.type);
    }
    if (!resource.credential.empty()) {
      map.put("credential", resource.credential);
    }
    put_config(map, resource, config, "config");
    if (const auto made = resource.document.find("create_destination"); made != resource.document.end()) {
      map.put("create_destination", from_json(*made));
    }
  }

  // The tree of one field, in the syntax of specs.
  NodePtr tree(const Captured& resource, const std::string& field)
  {
    std::set<std::string> templates;
    const auto prefix = "/" + field;
    for (const auto& path : resource.templates) {
      if (path.starts_with(prefix + "/")) {
        templates.insert(path.substr(prefix.size()));
      }
    }
    return spec::spec_config(*from_json(resource.document.at(field), templates),
                             [this](const std::string& key, Position) { return name_secret(key); });
  }

  std::string name_secret(const std::string& key)
  {
    const auto name = secret_name(m_flow, key);
    m_result.secrets.insert(name);
    return name;
  }

  void put_config(MapBuilder& map, const Captured& resource, const std::string& field, std::string word)
  {
    const auto found = resource.document.find(field);
    if (found != resource.document.end() && found->is_object() && !found->empty()) {
      map.put(std::move(word), tree(resource, field));
    }
  }

  void put_validation(MapBuilder& map, const Captured& resource)
  {
    MapBuilder validation;
    const auto enabled = resource.document.find("output_schema_validation_enabled");
    if (enabled != resource.document.end() && enabled->is_boolean()) {
      validation.put("enabled", from_json(*enabled));
    }
    put_config(validation, resource, "output_validation_schema", "schema");
    if (!validation.empty()) {
      map.put("validation", validation.build());
    }
  }

  static void put_annotations(MapBuilder& map, const Captured& resource)
  {
    const auto found = resource.document.find("output_schema_annotations");
    if (found == resource.document.end() || !found->is_object() || !found->contains("properties") ||
        !found->at("properties").is_object()) {
      return;
    }
    MapBuilder annotations;
    for (const auto& [attribute, says] : found->at("properties").items()) {
      if (says.is_object() && says.contains("description") && says.at("description").is_string()) {
        annotations.put(attribute, spec::spec_text(says.at("description").get<std::string>()));
      }
    }
    if (!annotations.empty()) {
      map.put("annotations", annotations.build());
    }
  }

  void put_rest(MapBuilder& map, const Captured& resource)
  {
    auto own = resource.document;
    own.erase(std::string(k_triggers_part)); // it is a word of the flow
    put_parts(map, own, resource.templates);
    MapBuilder rest;
    for (const auto& [field, value] : resource.document.items()) {
      const bool known = std::find(k_known.begin(), k_known.end(), field) != k_known.end() || is_part(field) ||
                         field == "output_schema_validation_enabled" || field == "output_validation_schema";
      if (!known && !value.is_null()) {
        rest.put(field, tree(resource, field));
      }
    }
    if (!rest.empty()) {
      map.put("api", rest.build());
    }
  }

  std::string m_flow;
  FlowFrame m_frame;
  bool m_paused = false;
  FlowDocument m_result;
};

} // namespace

FlowDocument flow_document(const std::string& flow, std::vector<Captured> resources, const FlowFrame& frame)
{
  return FlowWriter(flow, frame).write(std::move(resources));
}

} // namespace flowsync::exporter
