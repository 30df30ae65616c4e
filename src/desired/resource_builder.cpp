#include "desired/resource_builder.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "model/template_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace flowsync::desired {

std::optional<RunState> parse_state(std::string_view word)
{
  if (word == "active") {
    return RunState::active;
  }
  if (word == "paused") {
    return RunState::paused;
  }
  return word == "unmanaged" ? std::optional(RunState::unmanaged) : std::nullopt;
}

void read_labels(const Node& document, FlowContext& flow)
{
  const auto* const metadata = document.get("metadata");
  const auto* const labels = metadata != nullptr ? metadata->get("labels") : nullptr;
  for (const auto& entry : labels != nullptr ? labels->entries() : std::vector<Entry>{}) {
    flow.labels[entry.key] = entry.value->text();
  }
}

ResourceBuilder::ResourceBuilder(const FlowContext& flow, Address address, const Node& part, Position defined_at)
    : m_flow(flow),
      m_part(part),
      m_writer(m_built.resource, flow.build.files)
{
  auto& resource = m_built.resource;
  resource.type = address.kind;
  resource.address = std::move(address);
  resource.labels = flow.labels;
  resource.defined_at = flow.build.files.origin(defined_at);
}

void ResourceBuilder::set_name(const std::string& fallback, Position fallback_at, bool decorated)
{
  const auto* const name = get("name");
  const bool given = name != nullptr && name->is_scalar() && name->kind != NodeKind::null;
  auto text = given ? name->text() : fallback;
  if (given) {
    m_writer.put("name", *name);
  } else {
    m_writer.note_origin("/name", fallback_at);
  }
  if (decorated) {
    const auto& environment = m_flow.build.environment;
    const auto fixed = [&](const std::string& part) { return given && name->deferred ? escape_template(part) : part; };
    text = fixed(environment.name_prefix) + text + fixed(environment.name_suffix);
  }
  m_built.resource.name = text;
  m_built.resource.document["name"] = text;
}

void ResourceBuilder::set_description()
{
  set_plain("description", "description");
}

void ResourceBuilder::set_tags()
{
  std::vector<NodePtr> tags;
  const Node* said_by = nullptr;
  for (const auto* const map : {m_flow.spec, &m_part}) {
    const auto* const list = map != nullptr ? map->get("tags") : nullptr;
    if (list == nullptr || !list->is_list()) {
      continue;
    }
    said_by = list;
    for (const auto& tag : list->items()) {
      const bool known = std::any_of(tags.begin(), tags.end(), [&](const NodePtr& other) {
        return other->text() == tag->text() && other->deferred == tag->deferred;
      });
      if (tag->is_string() && !known) {
        tags.push_back(tag);
      }
    }
  }
  if (said_by != nullptr) {
    m_writer.put("tags", *make_list(std::move(tags), said_by->at));
  }
}

void ResourceBuilder::set_plain(const char* word, const char* field)
{
  if (const auto* const value = get(word); value != nullptr && value->kind != NodeKind::null) {
    m_writer.put(field, *value);
  }
}

void ResourceBuilder::set_config(const char* word, const char* field)
{
  const auto* const value = get(word);
  if (value != nullptr && value->is_map()) {
    m_writer.put(field, *value);
  } else {
    m_built.resource.document[field] = nlohmann::json::object(); // the API requires it
  }
}

void ResourceBuilder::set_api()
{
  const auto* const api = get("api");
  for (const auto& entry : api != nullptr ? api->entries() : std::vector<Entry>{}) {
    if (!m_built.resource.document.contains(entry.key)) { // validation refuses fields that have a word of their own
      m_writer.put(entry.key, *entry.value);
    }
  }
}

void ResourceBuilder::set_state()
{
  auto& state = m_built.resource.state;
  state = m_flow.state;
  m_writer.note_origin("/status", *m_flow.state_from);
  if (const auto own = word("state")) {
    state = parse_state(*own).value_or(state);
    m_writer.note_origin("/status", *get("state"));
  }
  const auto& environment = m_flow.build.environment;
  if (environment.paused && state != RunState::paused) {
    state = RunState::paused;
    m_built.resource.suspended = true;
    m_writer.note_origin("/status", environment.paused_at);
  }
}

void ResourceBuilder::set_credential()
{
  const auto alias = word("credential");
  if (!alias) {
    return;
  }
  const auto& known = m_flow.build.environment.credentials;
  m_built.resource.credential_alias = *alias;
  m_writer.note_origin("/data_credentials_id", *get("credential"));
  if (known.contains(*alias)) {
    return;
  }
  std::vector<std::string> names;
  for (const auto& [name, selector] : known) {
    names.push_back(name);
  }
  const auto& environment = m_flow.build.environment.name;
  const auto meant = nearest(*alias, names);
  const auto add = fmt::format(
      "add it under `credentials:` in environments/{0}/environment.yaml; `flowsync credentials -e {0}` lists "
      "those of the account",
      environment);
  m_flow.diagnostics.error(
      "unknown-credential",
      fmt::format("there is no credential for the alias `{}` in environment {}", *alias, environment),
      m_flow.build.files.locate(get("credential")->at, *alias),
      meant ? fmt::format("did you mean `{}`? Otherwise {}", *meant, add) : add);
}

void ResourceBuilder::set_flags()
{
  const auto* const flag = get("allow_duplicate_name");
  m_built.resource.allow_duplicate_name = flag != nullptr && flag->kind == NodeKind::boolean && flag->text() == "true";
}

void ResourceBuilder::set_verify()
{
  const auto* const verify = get("verify");
  if (verify == nullptr || !verify->is_map()) {
    return;
  }
  auto& wanted = m_built.resource.verify.emplace();
  wanted.origin = m_flow.build.files.origin(verify->at);
  const auto known = [&](const char* key) -> const Node* {
    const auto* const node = verify->get(key);
    if (node != nullptr && node->deferred) {
      m_flow.diagnostics.error("reference-not-allowed", fmt::format("`{}` must be known before anything is sent", key),
                               m_flow.build.files.locate(node->at));
      return nullptr;
    }
    return node;
  };
  const auto* const has = known("has");
  for (const auto& attribute : has != nullptr ? has->items() : std::vector<NodePtr>{}) {
    if (attribute->is_string()) {
      wanted.has.push_back(attribute->text());
    }
  }
  if (const auto* const records = known("records"); records != nullptr && records->kind == NodeKind::integer) {
    const auto& text = records->text();
    std::from_chars(text.data(), text.data() + text.size(), wanted.records);
  }
  if (const auto* const within = known("within"); within != nullptr && within->is_string()) {
    wanted.within = parse_duration(within->text()).value_or(wanted.within);
  }
  const auto* const failure = known("on_failure");
  wanted.pauses = failure != nullptr && failure->text() == "pause";
}

void ResourceBuilder::set_reference(const char* field, ResourceKind kind, const Node& name)
{
  if (const auto address = shared_address(kind, name)) {
    m_writer.put_reference(field, *address, name);
  }
}

void ResourceBuilder::set_own_project(const Node& name)
{
  if (const auto address = name.is_string() ? shared_address(ResourceKind::project, name) : std::nullopt) {
    m_built.resource.own_project = *address;
    m_writer.note_origin("/project_id", name);
    m_writer.point_at(*address, name);
  }
}

std::optional<Address> ResourceBuilder::shared_address(ResourceKind kind, const Node& name)
{
  if (is_name(name.text(), k_longest_flow)) {
    return Address{kind, "", name.text()};
  }
  m_flow.diagnostics.error("unknown-resource", fmt::format("`{}` is not a name of a {} ", name.text(), kind_word(kind)),
                           m_flow.build.files.locate(name.at, name.text()),
                           "names are lower-case letters, digits and hyphens");
  return std::nullopt;
}

void ResourceBuilder::set_parent(const Address& parent, const char* path, Position at)
{
  m_built.resource.parent = parent;
  m_writer.note_origin(path, at);
}

void ResourceBuilder::set_parent_elsewhere(const Address& parent, const Node& name)
{
  set_parent(parent, "/parent_data_set_id", name.at);
  m_writer.point_at(parent, name);
}

std::optional<std::string> ResourceBuilder::word(const char* key)
{
  const auto* const value = get(key);
  if (value == nullptr || !value->is_string()) {
    return std::nullopt;
  }
  if (value->deferred) {
    m_flow.diagnostics.error(
        "reference-not-allowed",
        fmt::format("`{}` must be known before anything is sent: no secret, no id of a resource", key),
        m_flow.build.files.locate(value->at));
    return std::nullopt;
  }
  return value->text();
}

BuiltResource ResourceBuilder::take()
{
  m_writer.hand_over();
  m_built.references = m_writer.take_references();
  return std::move(m_built);
}

} // namespace flowsync::desired
