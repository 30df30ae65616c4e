#include "exporter/capture.hpp"

#include "base/printable.hpp"
#include "exporter/chosen_resources.hpp"
#include "exporter/lookup_document.hpp"
#include "exporter/noise.hpp"
#include "exporter/part_words.hpp"
#include "exporter/secret_references.hpp"
#include "model/connectors.hpp"
#include "model/detected_name.hpp"
#include "model/mark.hpp"
#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "plan/equality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace flowsync::exporter {

namespace {

using nlohmann::json;

const json* readable(const LiveResource& live, const char* field)
{
  const auto found = live.body.find(field);
  return found != live.body.end() && !found->is_null() ? &*found : nullptr;
}

bool says_something(const json* value)
{
  return value != nullptr && *value != "" && !(value->is_structured() && value->empty());
}

// Whether descriptions by attribute hold all of it.
bool are_plain_annotations(const json& annotations)
{
  auto rebuilt = json::object();
  if (!annotations.is_object() || !annotations.contains("properties") || !annotations["properties"].is_object()) {
    return false;
  }
  for (const auto& [attribute, says] : annotations["properties"].items()) {
    if (!says.is_object() || !says.contains("description") || !says["description"].is_string()) {
      return false;
    }
    rebuilt[attribute] = {{"description", says["description"]}};
  }
  return plan::same_body(json{{"properties", rebuilt}}, annotations);
}

} // namespace

std::string without_decoration(const Environment& environment, const std::string& name)
{
  const auto& prefix = environment.name_prefix;
  const auto& suffix = environment.name_suffix;
  if (name.size() > prefix.size() + suffix.size() && name.starts_with(prefix) && name.ends_with(suffix)) {
    return name.substr(prefix.size(), name.size() - prefix.size() - suffix.size());
  }
  return name;
}

// Entries of triggers name what has an address by that; the rest cannot be written.
json Capturing::triggers(const Captured& captured, const json& entries)
{
  auto named = json::object();
  for (const auto& [key, state] : entries.items()) {
    const auto blank = std::min(key.find(' '), key.size());
    const auto type = parse_type(key.substr(0, blank));
    const auto id = std::string_view(key).substr(std::min(blank + 1, key.size()));
    ResourceId number = 0;
    const auto read = std::from_chars(id.data(), id.data() + id.size(), number);
    const bool whole = type && read.ec == std::errc{} && read.ptr == id.data() + id.size();
    if (const auto* const address = whole ? m_names.called(*type, number) : nullptr) {
      named[address->text()] = state;
    } else if (state == "active") {
      note(captured, "trigger-left-out",
           fmt::format("it runs after {}, which no flow of these specs has", printable(key)),
           "export that flow first, or add `triggers` by hand");
    }
  }
  return named;
}

Captured Capturing::common(const Address& address, const LiveResource& live)
{
  Captured captured;
  captured.address = address;
  captured.name = without_decoration(m_target.environment, live.name);
  captured.description =
      text_without_secrets(strip_marks(live.description), "/description", m_target.secrets, captured.templates);
  if (const auto* const tags = readable(live, "tags"); says_something(tags)) {
    put(captured, "tags", *tags);
  }
  for (const auto part : parts_of(live.type)) {
    auto entries = part_entries(live, part);
    for (auto& [key, text] : entries.items()) { // names and roles hold none
      if (part == k_docs_part) {
        text = text_without_secrets(text.get<std::string>(), pointer_below("/docs", key), m_target.secrets,
                                    captured.templates);
      }
    }
    if (part == k_triggers_part) {
      entries = triggers(captured, entries);
    }
    if (!entries.empty()) {
      captured.document[std::string(part)] = std::move(entries);
    }
  }
  captured.runs = running(live.status) != Running::no;
  const auto& environment = m_target.environment;
  const bool decorated = environment.name_prefix.empty() && environment.name_suffix.empty();
  if (!decorated && !live.name.empty() && captured.name == live.name) {
    note(captured, "undecorated-name",
         fmt::format("the name \"{}\" does not have the prefix or suffix of this environment", printable(live.name)),
         "the next plan renames it");
  }
  if (live.parent_set_id) {
    const auto parent = m_addresses.find({ResourceKind::nexset, *live.parent_set_id});
    if (parent != m_addresses.end()) {
      captured.parent = parent->second;
    }
  }
  return captured;
}

Captured Capturing::source(const Address& address, const LiveResource& live)
{
  auto captured = common(address, live);
  take_connector(captured, live, "source_config");
  if (const auto* const type = readable(live, "flow_type"); says_something(type) && *type != "streaming") {
    put(captured, "flow_type", *type);
  }
  if (const auto* const config = readable(live, "stream_config"); says_something(config)) {
    put(captured, "stream_config", *config);
  }
  take_code(captured, live);
  take_project(captured, live);
  return captured;
}

Captured Capturing::flow_words(const Address& address, const LiveResource& live)
{
  Captured captured;
  captured.address = address;
  if (auto entries = triggers(captured, part_entries(live, k_triggers_part)); !entries.empty()) {
    captured.document[std::string(k_triggers_part)] = std::move(entries);
  }
  take_project(captured, live);
  return captured;
}

Captured Capturing::sink(const Address& address, const LiveResource& live)
{
  auto captured = common(address, live);
  take_connector(captured, live, "sink_config");
  if (const auto* const made = readable(live, "create_destination"); made != nullptr && *made == true) {
    put(captured, "create_destination", true);
  }
  take_code(captured, live);
  take_lookup(captured, live);
  return captured;
}

Captured Capturing::nexset(const Address& address, const LiveResource& live)
{
  auto captured = common(address, live);
  if (!live.parent_set_id && live.source_id) {
    const auto sets = m_tree.detected_sets(*live.source_id);
    const auto own = std::find_if(sets.begin(), sets.end(), [&](const auto* set) { return set->id == live.id; });
    captured.detected = true;
    if (sets.size() > 1) {
      captured.index = static_cast<std::size_t>(own - sets.begin()) + 1;
    }
    // What Nexla writes by itself is not a wish of anybody.
    const auto parts = split_detected_name(live.name);
    captured.name = live.name;
    captured.keep_name = parts.number == 0;
    if (is_written_by_nexla(captured.description, parts)) {
      captured.description.clear();
    }
  } else {
    take_transform(captured, live);
  }
  take_validation(captured, live);
  if (const auto* const config = readable(live, "custom_config"); says_something(config)) {
    put(captured, "custom_config", *config);
  }
  return captured;
}

void Capturing::put(Captured& captured, const std::string& field, json value)
{
  m_configs.refine(value, field, captured.address, captured.templates, m_notes);
  captured.document[field] = std::move(value);
}

void Capturing::take_connector(Captured& captured, const LiveResource& live, const char* config)
{
  captured.type = live.kind;
  captured.credential = live.credential_id ? m_names.alias(*live.credential_id) : "";
  const auto* const shown = readable(live, config);
  if (shown != nullptr) {
    put(captured, config, without_noise(live.type, live.kind, *shown));
  }
  if (shown != nullptr && checks_hashes(*shown) && !shown->contains("hash_secret_key")) {
    note(captured, "hidden-secret", "Nexla does not show the secret /source_config/hash_secret_key",
         "add it to the config as ${secret.NAME} before anything else of the config changes");
  }
  const auto* const connector = readable(live, "template_config");
  if (!says_something(connector)) {
    return;
  }
  put(captured, "template_config", *connector);
  const auto* const endpoint = readable(live, "vendor_endpoint");
  if (const auto* const id = readable(live, "vendor_endpoint_id")) {
    put(captured, "vendor_endpoint_id", *id);
  } else if (endpoint != nullptr && endpoint->is_object() && endpoint->contains("id")) {
    captured.document["vendor_endpoint_id"] = endpoint->at("id");
  }
  if (const auto* const method = readable(live, "ingest_method"); says_something(method)) {
    put(captured, "ingest_method", *method);
  }
}

void Capturing::take_code(Captured& captured, const LiveResource& live)
{
  if (!live.code_container_id) {
    return;
  }
  const auto* const container = m_inventory.find(ResourceKind::code, *live.code_container_id);
  if (container != nullptr && container->body.value("reusable", json()) == true) {
    captured.code = CodeReference{m_names.shared(ResourceKind::code, *container).key, "", ""};
    return;
  }
  const auto script = container != nullptr ? spec::script_of_container(container->body, "custom") : std::nullopt;
  if (!script) {
    note(captured, "unreadable-code", fmt::format("its code (container {}) cannot be read", *live.code_container_id),
         "Nexla keeps it as it is; another account needs `code:` here");
    return;
  }
  captured.code = write_script(captured, *script, "code");
}

void Capturing::take_project(Captured& captured, const LiveResource& live)
{
  const auto* const project = project_of(live, m_inventory);
  if (project == nullptr) {
    return;
  }
  const auto* const listed = m_inventory.find(ResourceKind::project, project->id);
  const bool has_document = m_names.known(ResourceKind::project, project->id) != nullptr;
  if (listed != nullptr && (has_document || (m_target.projects && m_names.foreign_owner(*listed).empty()))) {
    captured.project_document = m_names.shared(ResourceKind::project, *listed).key;
    return;
  }
  const auto same = std::count_if(m_inventory.projects.begin(), m_inventory.projects.end(),
                                  [&](const LiveProject& other) { return other.name == project->name; });
  if (same > 1) {
    note(captured, "ambiguous-project",
         fmt::format("it is in the project \"{}\", and several have this name", printable(project->name)),
         "rename one of them in Nexla and add `nexla_project`, or export with `--projects`");
  } else {
    captured.nexla_project = project->name;
  }
}

void Capturing::take_transform(Captured& captured, const LiveResource& live)
{
  const auto* const named = readable(live, "transform_id");
  const auto id =
      named != nullptr && named->is_number_integer() ? std::optional(named->get<ResourceId>()) : std::nullopt;
  if (const auto* const transform = id ? m_inventory.find(ResourceKind::transform, *id) : nullptr) {
    captured.transform = CodeReference{m_names.shared(ResourceKind::transform, *transform).key, "", ""};
    return;
  }
  // Otherwise it is inline code, whose private container some servers name there as well (API notes J2), or one that
  // others keep to themselves.
  const auto* const container = id ? m_inventory.find(ResourceKind::code, *id) : nullptr;
  const bool inline_code = container != nullptr && container->body.value("reusable", json()) != true;
  const auto* const transform = readable(live, "transform");
  if (transform == nullptr || !transform->is_object()) {
    if (id || live.code_container_id) {
      note(captured, "unreadable-transform",
           id && !inline_code ? fmt::format("the reusable transform {} is not visible", *id)
                              : "its transform shows nowhere",
           "Nexla keeps it as it is; another account needs `transform:` here");
    }
    return;
  }
  if (live.borrowed.contains("transform")) {
    note_unshown({"unshown-parts", "Nexla does not show whether transforms have data_maps or custom_config here",
                  "what they have stays in Nexla until the transform changes; then, and in another account, they must "
                  "stand in `transform:`",
                  false});
  }
  if (const auto script = spec::script_of_transform(*transform)) {
    captured.transform = write_script(captured, *script, "transforms");
    return;
  }
  auto plain = spec::plain_transform(*transform);
  if (!plain["transforms"].empty() || !plain["data_maps"].empty()) {
    put(captured, "transform", std::move(plain));
  }
}

void Capturing::take_validation(Captured& captured, const LiveResource& live)
{
  if (!live.body.contains("output_schema_validation_enabled") && !live.body.contains("output_schema_annotations")) {
    note_unshown({"unshown-fields", "Nexla does not show whether nexsets have validation or annotations here",
                  "what they have stays in Nexla; another account needs `validation:` and `annotations:`", false});
  }
  const auto* const enabled = readable(live, "output_schema_validation_enabled");
  const auto* const schema = readable(live, "output_validation_schema");
  if (says_something(schema)) {
    put(captured, "output_validation_schema", *schema);
  }
  if (enabled != nullptr && *enabled == true) {
    captured.document["output_schema_validation_enabled"] = true;
  }
  const auto* const annotations = readable(live, "output_schema_annotations");
  const auto properties =
      annotations != nullptr && annotations->is_object() ? annotations->value("properties", json()) : json();
  if (!says_something(annotations) || !says_something(&properties)) {
    return;
  }
  if (are_plain_annotations(*annotations)) {
    captured.document["output_schema_annotations"] = *annotations;
  } else {
    note(captured, "odd-annotations", "its annotations hold more than descriptions of attributes",
         "they are left to Nexla");
  }
}

void Capturing::take_lookup(Captured& captured, const LiveResource& live)
{
  if (live.kind != "data_map") {
    return;
  }
  const auto map = lookup_of_sink(m_inventory, live);
  if (map == nullptr) {
    note(captured, "unreadable-lookup", "the lookup that it fills is not visible",
         "Nexla keeps it as it is; another account needs `lookup:` here");
    return;
  }
  captured.lookup = lookup_words(*map, [&](const std::string& key, Position) {
    const auto& defaults = map->body.at("data_defaults");
    const auto value = defaults.value(key, json());
    return m_names.secret(captured.address.flow, key, value.is_string() ? value.get<std::string>() : value.dump());
  });
}

CodeReference Capturing::write_script(const Captured& captured, const spec::ScriptText& script,
                                      const std::string& folder)
{
  const auto& address = captured.address;
  const auto name = address.kind == ResourceKind::source ? address.flow : address.flow + "-" + address.key;
  const auto path = m_names.file(fmt::format("{}/{}", folder_of(m_target.environment, folder), name), script.extension);
  m_files.push_back({path, script.text});
  return {"", std::filesystem::path(path).lexically_relative(m_folder).generic_string(), script.type};
}

void Capturing::note_unshown(ExportNote note)
{
  auto code = note.code;
  m_unshown.emplace(code, std::move(note));
}

void Capturing::note(const Captured& captured, DiagnosticCode code, const std::string& text, std::string hint)
{
  m_notes.push_back({code, captured.address.text() + ": " + text, std::move(hint)});
}

} // namespace flowsync::exporter
