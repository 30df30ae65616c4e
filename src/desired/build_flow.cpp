#include "desired/build_flow.hpp"

#include "desired/nexset_fields.hpp"
#include "desired/resource_builder.hpp"

#include <algorithm>
#include <array>

namespace flowsync::desired {

namespace {

class FlowBuilder
{
public:
  FlowBuilder(std::string name, const Node& document, const BuildContext& context)
      : m_document(document),
        m_context{context, std::move(name), {}, RunState::active, nullptr, m_built.diagnostics}
  {
  }

  BuiltFlow build()
  {
    read_metadata();
    build_moves();
    const auto* const spec = m_document.get("spec");
    if (spec == nullptr || !spec->is_map()) {
      return std::move(m_built);
    }
    read_state(*spec);
    if (const auto* const source = spec->find("source"); source != nullptr && source->value->is_map()) {
      build_source(*spec, *source);
    }
    for_each_part(*spec, "nexsets", [&](const Node& part, const Node& key) { build_nexset(part, key); });
    for_each_part(*spec, "sinks", [&](const Node& part, const Node& key) { build_sink(part, key); });
    return std::move(m_built);
  }

private:
  void read_metadata()
  {
    const auto* const metadata = m_document.get("metadata");
    const auto* const name = metadata != nullptr ? metadata->get("name") : nullptr;
    m_context.state_from = name != nullptr ? name : &m_document;
    m_name_at = m_context.state_from->at;
    const auto* const labels = metadata != nullptr ? metadata->get("labels") : nullptr;
    for (const auto& entry : labels != nullptr ? labels->entries() : std::vector<Entry>{}) {
      m_context.labels[entry.key] = entry.value->text();
    }
  }

  void read_state(const Node& spec)
  {
    const auto* const state = spec.get("state");
    const auto parsed = state != nullptr ? parse_state(state->text()) : std::nullopt;
    if (parsed) {
      m_context.state = *parsed;
      m_context.state_from = state;
    } else if (state != nullptr && state->deferred) {
      m_context.diagnostics.error("reference-not-allowed", "`state` must be known before anything is sent",
                                  m_context.build.files.locate(state->at));
    }
  }

  // Calls `build(part, key)` for every map with a key.
  template <typename Build>
  void for_each_part(const Node& spec, const char* list, const Build& build)
  {
    const auto* const parts = spec.get(list);
    for (const auto& part : parts != nullptr ? parts->items() : std::vector<NodePtr>{}) {
      const auto* const key = part->get("key");
      if (key != nullptr && key->is_scalar()) {
        build(*part, *key);
      }
    }
  }

  void build_source(const Node& spec, const Entry& source)
  {
    static constexpr std::array<std::string_view, 3> k_passive{"nexla_rest", "file_upload", "email"};
    ResourceBuilder builder(m_context, {Role::source, m_context.flow, ""}, *source.value, source.key_at);
    builder.set_name(m_context.flow, m_name_at, true);
    builder.set_description();
    if (const auto type = builder.word("type")) {
      builder.set_plain("type", "source_type");
      builder.resource().waits_for_data = std::find(k_passive.begin(), k_passive.end(), *type) != k_passive.end();
    }
    builder.set_credential();
    builder.set_config("config", "source_config");
    builder.set_api();
    builder.set_state();
    builder.set_flags();
    if (const auto* const project = spec.get("nexla_project"); project != nullptr && project->is_string()) {
      if (project->deferred) {
        m_context.diagnostics.error("reference-not-allowed", "`nexla_project` must be known before anything is sent",
                                    m_context.build.files.locate(project->at));
      }
      builder.resource().nexla_project = project->text();
      builder.writer().note_origin("/project_id", *project);
    }
    m_built.resources.push_back(builder.take());
  }

  void build_nexset(const Node& part, const Node& key)
  {
    ResourceBuilder builder(m_context, {Role::nexset, m_context.flow, key.text()}, part, key.at);
    const auto* const detected = part.get("detected");
    if (detected != nullptr && detected->is_map()) {
      builder.resource().detected = true;
      builder.resource().selector = read_selector(*detected);
      builder.set_parent({Role::source, m_context.flow, ""}, "/data_source_id", detected->at);
      if (part.get("name") != nullptr) {
        builder.set_name("", {}, false);
      }
    } else {
      set_from(builder, "/parent_data_set_id");
      builder.set_name(key.text(), key.at, true);
      set_transform(builder);
    }
    builder.set_description();
    set_validation(builder);
    set_annotations(builder);
    builder.set_api();
    builder.set_state();
    builder.set_flags();
    m_built.resources.push_back(builder.take());
  }

  void build_sink(const Node& part, const Node& key)
  {
    ResourceBuilder builder(m_context, {Role::sink, m_context.flow, key.text()}, part, key.at);
    set_from(builder, "/data_set_id");
    builder.set_name(key.text(), key.at, true);
    builder.set_description();
    if (builder.word("type")) {
      builder.set_plain("type", "sink_type");
    }
    builder.set_credential();
    builder.set_config("config", "sink_config");
    builder.set_plain("create_destination", "create_destination");
    builder.set_api();
    builder.set_state();
    builder.set_flags();
    m_built.resources.push_back(builder.take());
  }

  void set_from(ResourceBuilder& builder, const char* path)
  {
    if (const auto from = builder.word("from")) {
      builder.set_parent({Role::nexset, m_context.flow, *from}, path, builder.get("from")->at);
    }
  }

  void build_moves()
  {
    const auto* const moved = m_document.get("moved");
    for (const auto& item : moved != nullptr ? moved->items() : std::vector<NodePtr>{}) {
      const auto* const from = item->get("from");
      const auto* const to = item->get("to");
      if (from == nullptr || to == nullptr) {
        continue;
      }
      const auto old_address = Address::parse(from->text());
      const auto new_address = Address::parse(to->text());
      if (old_address && (new_address || to->kind == NodeKind::null)) {
        m_built.moves.push_back({*old_address, new_address, m_context.build.files.origin(from->at)});
      }
    }
  }

  const Node& m_document;
  Position m_name_at;
  BuiltFlow m_built;
  FlowContext m_context;
};

} // namespace

BuiltFlow build_flow(const std::string& name, const Node& document, const BuildContext& context)
{
  return FlowBuilder(name, document, context).build();
}

} // namespace flowsync::desired
