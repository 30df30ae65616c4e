#include "desired/build_shared.hpp"

#include "desired/code_fields.hpp"
#include "desired/lookup_entries.hpp"
#include "desired/part_fields.hpp"

namespace flowsync::desired {

namespace {

void set_lookup_fields(ResourceBuilder& builder)
{
  auto& document = builder.resource().document;
  document["data_type"] = "string"; // the service wants it, whatever it means (API notes G25)
  const auto key = builder.word("primary_key");
  if (key) {
    builder.set_plain("primary_key", "map_primary_key");
  }
  const auto* const defaults = builder.get("defaults");
  const bool has_defaults = defaults != nullptr && defaults->is_map() && !defaults->entries().empty();
  if (defaults != nullptr && defaults->is_map()) {
    builder.writer().put("data_defaults", *defaults);
  }
  if (!document.contains("emit_data_default")) { // clients disagree on its default, so it is always said (G26)
    document["emit_data_default"] = has_defaults;
  }
  if (key) {
    set_entries(builder, *key);
  }
}

} // namespace

BuiltFlow build_shared(const overlay::RenderedDocument& rendered, const BuildContext& context)
{
  BuiltFlow built;
  const auto* const spec = rendered.document->get("spec");
  const auto defined = spec::resource_of(rendered.kind);
  if (!defined || spec == nullptr || !spec->is_map()) {
    return built;
  }
  const auto kind = *defined;
  FlowContext flow{context, "", {}, RunState::active, nullptr, built.diagnostics};
  read_labels(*rendered.document, flow);
  const auto* const metadata = rendered.document->get("metadata");
  const auto* const name = metadata != nullptr ? metadata->get("name") : nullptr;
  const auto name_at = name != nullptr ? name->at : rendered.document->at;
  ResourceBuilder builder(flow, {kind, "", rendered.name}, *spec, name_at);
  builder.set_name(rendered.name, name_at, facts(kind).decorated);
  builder.set_description();
  builder.set_tags();
  set_parts(builder);
  builder.set_api();
  switch (kind) { // what only it has
  case ResourceKind::lookup:
    set_lookup_fields(builder);
    break;
  case ResourceKind::transform:
    set_code_fields(builder, "record");
    break;
  case ResourceKind::code:
    set_code_fields(builder, "custom");
    break;
  case ResourceKind::project: // a name, a description, tags and access
  case ResourceKind::source:
  case ResourceKind::nexset:
  case ResourceKind::sink:
  case ResourceKind::credential:
    break;
  }
  built.resources.push_back(builder.take());
  return built;
}

} // namespace flowsync::desired
