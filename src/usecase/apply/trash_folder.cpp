#include "usecase/apply/trash_folder.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"
#include "base/secret.hpp"
#include "base/secret_shapes.hpp"
#include "base/withheld.hpp"
#include "exporter/chosen_resources.hpp"
#include "exporter/secret_references.hpp"
#include "exporter/shared_documents.hpp"
#include "model/mark.hpp"
#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "model/sensitive_keys.hpp"
#include "plan/credentials.hpp"
#include "plan/fields.hpp"
#include "plan/known_resources.hpp"
#include "spec/yaml_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::usecase {

namespace {

using nlohmann::json;

// Fields of the API that a spec can set, for resources of which nothing was recorded.
constexpr std::array k_fields{"source_config",
                              "sink_config",
                              "transform",
                              "output_validation_schema",
                              "output_schema_validation_enabled",
                              "output_schema_annotations",
                              "tags"};

// What was applied, with the values that are live now; secrets and references stay as they were written.
json with_live_values(const json& applied, const json& live, const std::string& path, const PathSet& templates)
{
  if (templates.contains(path) || applied == k_sensitive_text) {
    return applied;
  }
  if (applied.is_object() && live.is_object()) {
    auto result = json::object();
    for (const auto& [key, value] : applied.items()) {
      if (const auto found = live.find(key); found != live.end() || value.is_string()) {
        result[key] =
            with_live_values(value, found != live.end() ? *found : value, pointer_below(path, key), templates);
      }
    }
    return result;
  }
  return has_within(templates, path) || live.is_null() ? applied : live;
}

json fields_of(const LiveResource& live, const Record* record)
{
  auto document = json::object();
  if (record != nullptr && record->applied.is_object()) {
    for (const auto& [field, value] : record->applied.items()) {
      if (field == plan::k_project_field) {
        continue; // a word of the flow
      }
      const auto shown = live.body.find(field);
      document[field] = shown == live.body.end()
                            ? value
                            : with_live_values(value, *shown, pointer_below("", field), record->deferred);
    }
    return document;
  }
  for (const auto* const field : k_fields) {
    if (const auto shown = live.body.find(field); shown != live.body.end() && !shown->is_null()) {
      document[field] = *shown;
    }
  }
  return document;
}

std::string head_text(std::string_view place, bool with_file)
{
  return fmt::format("# Deleted by flowsync. To bring it back, copy this file{} into the `{}` folder of the "
                     "environment.\n",
                     with_file ? " and the one that it names" : "", place);
}

// What the service tells of other resources inside this one: nobody knows here which places of theirs are sensitive.
void drop_descriptions_of_others(json& value, bool nested = false)
{
  if (nested && value.is_object() && value.contains("id")) {
    value.erase("description");
  }
  if (value.is_structured()) {
    for (auto& item : value) {
      drop_descriptions_of_others(item, true);
    }
  }
}

} // namespace

// Durable, and without any secret that the documents above did not know.
void TrashFolder::write(const std::filesystem::path& file, const std::string& text)
{
  write_file_atomically(file, without_secret_shapes(withheld().conceal(text)), Durable::yes);
}

SecretPlaces TrashFolder::places_of(const Address& address, const LiveResource& live) const
{
  const auto found = m_state.records.find(address);
  return found != m_state.records.end() && found->second.id == live.id ? SecretPlaces(found->second) : SecretPlaces();
}

// What was made from secrets stays where this run knows them all, since references take their place; otherwise it is
// hidden.
LiveResource TrashFolder::without_lost_secrets(const Address& address, const LiveResource& live) const
{
  auto result = live;
  const auto places = places_of(address, live);
  const auto known = places.names();
  if (!std::all_of(known.begin(), known.end(), [&](const auto& name) { return m_secrets.contains(name); })) {
    result.body = places.masked(std::move(result.body), "");
    result.description = places.masked(result.description, "/description").get<std::string>();
  }
  return result;
}

TrashFolder::TrashFolder(std::filesystem::path folder, const TrashedRun& run, std::map<std::string, Secret> secrets)
    : m_folder(std::move(folder)),
      m_project(run.project),
      m_desired(run.desired),
      m_inventory(run.inventory),
      m_state(run.state),
      m_secrets(std::move(secrets)),
      m_tree(run.inventory)
{
  const auto& [project, desired, plan, inventory, state] = run;
  m_aliases = plan::aliases_by_id(desired, inventory.credentials);
  Diagnostics unused; // the plan told of them
  m_known = plan::known_resources(plan.bindings.ids, desired, state, inventory, {desired, inventory, unused}).bound;
  for (const auto& [address, id] : plan.bindings.ids) {
    m_addresses.emplace(plan::LiveKey{address.kind, id}, address);
  }
  for (const auto& change : plan.changes) {
    if (change.id) {
      m_addresses.emplace(plan::LiveKey{change.type, *change.id}, change.address);
    }
  }
}

exporter::Captured TrashFolder::capture(const Address& address, const LiveResource& live) const
{
  exporter::Captured captured;
  captured.address = address;
  captured.name = exporter::without_decoration(m_desired.environment, live.name);
  captured.description =
      exporter::text_without_secrets(strip_marks(live.description), "/description", m_secrets, captured.templates);
  captured.type = live.kind;
  // The run may have stopped it already.
  const auto* const before = m_inventory.find(live.type, live.id);
  captured.runs = running(before != nullptr ? before->status : live.status) == Running::yes;
  if (live.credential_id) {
    const auto alias = m_aliases.find(*live.credential_id);
    captured.credential = alias != m_aliases.end() ? alias->second : fmt::format("credential-{}", *live.credential_id);
  }
  if (live.parent_set_id) {
    const auto parent = m_addresses.find({ResourceKind::nexset, *live.parent_set_id});
    if (parent != m_addresses.end()) {
      captured.parent = parent->second;
    }
  } else if (live.type == ResourceKind::nexset && live.source_id) {
    std::size_t rank = 0;
    for (const auto* const set : m_tree.detected_sets(*live.source_id)) {
      ++rank;
      captured.index = set->id == live.id ? rank : captured.index;
    }
  }
  const auto found = m_state.records.find(address);
  const auto* const record = found != m_state.records.end() && found->second.id == live.id ? &found->second : nullptr;
  captured.document = fields_of(live, record);
  if (captured.index && !captured.document.contains("description")) {
    captured.description.clear(); // Nexla's own
  }
  if (record != nullptr) {
    captured.templates.insert(record->deferred.begin(), record->deferred.end());
    if (record->deferred.contains("/description") && record->applied.contains("description")) {
      captured.description = record->applied.at("description").get<std::string>();
    }
  }
  exporter::refer_to_secrets(captured.document, "", m_secrets, captured.templates);
  const bool begins =
      live.type == ResourceKind::source || (live.type == ResourceKind::nexset && !captured.parent && !live.source_id);
  if (begins && before != nullptr) {
    take_project(captured, *before);
  }
  return captured;
}

// Of what begins a flow: the project that the flow is in.
void TrashFolder::take_project(exporter::Captured& captured, const LiveResource& live) const
{
  if (const auto* const project = exporter::project_of(live, m_inventory)) {
    const auto own = m_addresses.find({ResourceKind::project, project->id});
    (own != m_addresses.end() ? captured.project_document : captured.nexla_project) =
        own != m_addresses.end() ? own->second.key : project->name;
  }
}

// A fresh reply shows no parts of it (API notes J3): those that were looked at in this run, or else applied last.
LiveResource TrashFolder::with_parts(const Address& address, LiveResource live) const
{
  const auto* const before = m_inventory.find(live.type, live.id);
  const auto record = m_state.records.find(address);
  for (const auto part : parts_of(live.type)) {
    const std::string field(part);
    if (before != nullptr && before->body.contains(field)) {
      live.body[field] = before->body.at(field);
      live.irremovable = before->irremovable;
    } else if (record != m_state.records.end() && record->second.id == live.id &&
               record->second.applied.contains(field)) {
      live.body[field] = record->second.applied.at(field);
    }
  }
  return live;
}

void TrashFolder::keep(const Address& address, const LiveResource& live)
{
  auto shown = places_of(address, live).masked(live.body, "");
  drop_descriptions_of_others(shown);
  mask_sensitive_fields(shown);
  std::set<std::string> unused;
  exporter::refer_to_secrets(shown, "", m_secrets, unused);
  const std::lock_guard lock(m_mutex);
  if (address.flow.empty()) {
    keep_shared(address, live, shown);
  } else {
    keep_in_flow(address, live, shown);
  }
}

void TrashFolder::keep_in_flow(const Address& address, const LiveResource& live, const json& shown)
{
  auto& flow = m_flows[address.flow];
  flow.resources.push_back(capture(address, live));
  flow.live[address.text()] = shown;
  const auto document = exporter::flow_document(address.flow, flow.resources);
  auto head = head_text("flows", false);
  for (const auto& secret : document.secrets) {
    head += fmt::format("# The environment must give the secret `{}` under `secrets:`.\n", secret);
  }
  write(m_folder / (address.flow + ".yaml"), head + spec::write_yaml(*document.document));
  write(m_folder / (address.flow + ".live.json"), flow.live.dump(2) + "\n");
}

// Lookups, transforms and code: a folder for each kind, the document beside the file that holds entries or code.
void TrashFolder::keep_shared(const Address& address, const LiveResource& live, const json& shown)
{
  const exporter::Target target{m_project, m_desired.environment, [](const std::string&) { return false; }, m_secrets,
                                m_known};
  exporter::Names names(target, m_inventory);
  const auto kept = exporter::shared_document(target, m_inventory, names, address,
                                              with_parts(address, without_lost_secrets(address, live)));
  if (kept.document == nullptr) {
    throw Fatal(kept.notes.empty() ? std::string("it cannot be read") : kept.notes.front().text);
  }
  const auto folder = m_folder / std::string(kind_word(address.kind));
  for (const auto& file : kept.files) {
    write(folder / std::filesystem::path(file.path).filename(), file.text);
  }
  write(folder / (address.key + ".yaml"),
        head_text(facts(address.kind).folder, !kept.files.empty()) + spec::write_yaml(*kept.document));
  write(folder / (address.key + ".live.json"), shown.dump(2) + "\n");
  m_kept_shared = true;
}

} // namespace flowsync::usecase
