#include "desired/build_flow.hpp"

#include "base/printable.hpp"
#include "desired/code_fields.hpp"
#include "desired/nexset_fields.hpp"
#include "desired/part_fields.hpp"
#include "desired/resource_builder.hpp"
#include "model/connectors.hpp"

#include <fmt/format.h>

#include <charconv>

namespace flowsync::desired {

namespace {

std::optional<std::int64_t> read_id(const Node& node)
{
  std::int64_t id = 0;
  const auto& text = node.text();
  const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool whole = node.kind == NodeKind::integer && read.ec == std::errc{} && read.ptr == text.data() + text.size();
  return whole ? std::optional(id) : std::nullopt;
}

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
    m_context.spec = spec;
    read_state(*spec);
    read_origin(*spec);
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
    read_labels(m_document, m_context);
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
    ResourceBuilder builder(m_context, {ResourceKind::source, m_context.flow, ""}, *source.value, source.key_at);
    builder.set_name(m_context.flow, m_name_at, true);
    builder.set_description();
    builder.set_tags();
    set_parts(builder);
    if (const auto type = builder.word("type")) {
      builder.set_plain("type", "source_type");
      builder.resource().waits_for_data = waits_for_data(*type);
    }
    builder.set_credential();
    builder.set_config("config", "source_config");
    set_own_code(builder, "source");
    builder.set_api();
    builder.set_state();
    builder.set_flags();
    builder.set_verify();
    join_project(builder, spec);
    m_built.resources.push_back(builder.take());
  }

  // The resource that begins a flow in the service joins its project.
  void join_project(ResourceBuilder& builder, const Node& spec)
  {
    const auto* const project = spec.get("nexla_project");
    if (const auto* const name = project != nullptr && project->is_map() ? project->get("ref") : nullptr) {
      builder.set_own_project(*name);
      return;
    }
    const auto* const id = project != nullptr && project->is_map() ? project->get("id") : nullptr;
    const auto* const said = id != nullptr ? id : project;
    if (said == nullptr || !said->is_scalar() || said->kind == NodeKind::null) {
      return;
    }
    if (said->deferred) {
      m_context.diagnostics.error("reference-not-allowed", "`nexla_project` must be known before anything is sent",
                                  m_context.build.files.locate(said->at));
    } else if (id == nullptr) {
      builder.resource().nexla_project = said->text();
    } else if (const auto number = read_id(*id)) {
      builder.resource().nexla_project_id = *number;
    } else if (id->kind == NodeKind::integer) { // of other kinds the schema tells
      m_context.diagnostics.error("bad-value", fmt::format("`{}` is not the id of a project", printable(id->text())),
                                  m_context.build.files.locate(id->at), "an id is a whole number");
    }
    builder.writer().note_origin("/project_id", *said);
  }

  void read_origin(const Node& spec)
  {
    const auto* const origin = spec.get("origin");
    if (origin != nullptr && origin->is_map()) {
      m_origin = origin;
      m_spec = &spec;
    }
  }

  // What comes from nothing in its flow comes from the flow's origin.
  void set_origin(ResourceBuilder& builder)
  {
    const auto* const nexset = m_origin->get("nexset");
    const auto* const flow = m_origin->get("flow");
    if (nexset == nullptr) {
      return;
    }
    if (flow != nullptr && flow->is_string() && nexset->is_string()) {
      builder.set_parent_elsewhere({ResourceKind::nexset, flow->text(), nexset->text()}, *nexset);
      return;
    }
    if (const auto* const id = nexset->get("id"); id != nullptr && id->is_scalar()) {
      builder.writer().put("parent_data_set_id", *id);
    } else if (const auto* const name = nexset->get("name"); name != nullptr && name->is_string()) {
      builder.resource().parent_name = name->text();
      builder.writer().note_origin("/parent_data_set_id", *name);
    }
    join_project(builder, *m_spec); // it begins a flow of its own in the service (API notes B3)
  }

  void build_nexset(const Node& part, const Node& key)
  {
    ResourceBuilder builder(m_context, {ResourceKind::nexset, m_context.flow, key.text()}, part, key.at);
    const auto* const detected = part.get("detected");
    if (detected != nullptr && detected->is_map()) {
      builder.resource().detected = true;
      builder.resource().selector = read_selector(*detected);
      builder.set_parent({ResourceKind::source, m_context.flow, ""}, "/data_source_id", detected->at);
      if (part.get("name") != nullptr) {
        builder.set_name("", {}, false);
      }
    } else {
      if (part.get("from") == nullptr && m_origin != nullptr) {
        set_origin(builder);
      } else {
        set_from(builder, "/parent_data_set_id");
      }
      builder.set_name(key.text(), key.at, true);
      set_transform(builder);
    }
    builder.set_description();
    builder.set_tags();
    set_parts(builder, m_first_nexset);
    m_first_nexset = false;
    set_validation(builder);
    set_annotations(builder);
    builder.set_api();
    builder.set_state();
    builder.set_flags();
    builder.set_verify();
    m_built.resources.push_back(builder.take());
  }

  void build_sink(const Node& part, const Node& key)
  {
    ResourceBuilder builder(m_context, {ResourceKind::sink, m_context.flow, key.text()}, part, key.at);
    set_from(builder, "/data_set_id");
    builder.set_name(key.text(), key.at, true);
    builder.set_description();
    builder.set_tags();
    set_parts(builder);
    if (builder.word("type")) {
      builder.set_plain("type", "sink_type");
    }
    builder.set_credential();
    builder.set_config("config", "sink_config");
    builder.set_plain("create_destination", "create_destination");
    set_filled_lookup(builder);
    set_own_code(builder, "sink");
    builder.set_api();
    builder.set_state();
    builder.set_flags();
    builder.set_verify();
    m_built.resources.push_back(builder.take());
  }

  // The lookup that a sink of type data_map fills is a part of the sink (API notes B4).
  static void set_filled_lookup(ResourceBuilder& builder)
  {
    const auto* const lookup = builder.get("lookup");
    if (lookup == nullptr || !lookup->is_map()) {
      return;
    }
    const auto* const name = lookup->get("name");
    const auto* const defaults = lookup->get("defaults");
    std::vector<Entry> entries{{"name", lookup->at,
                                name != nullptr ? lookup->find("name")->value
                                                : make_scalar(NodeKind::string, builder.resource().name, lookup->at)}};
    if (const auto* const key = lookup->find("primary_key"); key != nullptr) {
      entries.push_back({"map_primary_key", key->key_at, key->value});
    }
    const bool has_defaults = defaults != nullptr && defaults->is_map() && !defaults->entries().empty();
    const auto* const emit = lookup->find("emit_defaults");
    const bool is_said = emit != nullptr && emit->value->kind == NodeKind::boolean;
    entries.push_back(
        {"emit_data_default", lookup->at,
         is_said ? emit->value : make_scalar(NodeKind::boolean, has_defaults ? "true" : "false", lookup->at)});
    if (has_defaults) {
      entries.push_back({"data_defaults", lookup->find("defaults")->key_at, lookup->find("defaults")->value});
    }
    builder.writer().put("data_map", *make_map(std::move(entries), lookup->at));
  }

  void set_from(ResourceBuilder& builder, const char* path)
  {
    if (const auto from = builder.word("from")) {
      builder.set_parent({ResourceKind::nexset, m_context.flow, *from}, path, builder.get("from")->at);
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
      const bool nowhere = to->kind == NodeKind::null;
      const auto origin = m_context.build.files.origin(from->at);
      const auto old_address = Address::parse(from->text());
      const auto new_address = Address::parse(to->text());
      if (old_address && (new_address || nowhere)) {
        m_built.moves.push_back({*old_address, new_address, origin});
      } else if (is_flow_name(from->text()) && (nowhere || is_flow_name(to->text()))) {
        m_built.flow_moves.push_back(
            {std::string(from->text()), nowhere ? std::nullopt : std::optional(std::string(to->text())), origin});
      }
    }
  }

  const Node& m_document;
  Position m_name_at;
  bool m_first_nexset = true;
  const Node* m_spec = nullptr;   // with m_origin
  const Node* m_origin = nullptr; // the flow's `origin:`; null when it has a source
  BuiltFlow m_built;
  FlowContext m_context;
};

} // namespace

BuiltFlow build_flow(const std::string& name, const Node& document, const BuildContext& context)
{
  return FlowBuilder(name, document, context).build();
}

} // namespace flowsync::desired
