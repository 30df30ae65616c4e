#include "desired/nexset_fields.hpp"

#include "desired/script.hpp"
#include "model/pointer.hpp"

#include <charconv>

namespace flowsync::desired {

DetectedSelector read_selector(const Node& detected)
{
  DetectedSelector selector;
  if (const auto* const index = detected.get("index"); index != nullptr && index->kind == NodeKind::integer) {
    std::size_t value = 0;
    const auto& text = index->text();
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{}) {
      selector.index = value;
    }
  }
  if (const auto* const name = detected.get("name"); name != nullptr && name->is_string()) {
    selector.name = name->text();
  }
  if (const auto* const has = detected.get("has"); has != nullptr) {
    for (const auto& item : has->items()) {
      selector.has.push_back(item->text());
    }
  }
  return selector;
}

void set_transform(ResourceBuilder& builder)
{
  auto& writer = builder.writer();
  builder.resource().document["has_custom_transform"] = false;
  const auto* const transform = builder.get("transform");
  if (transform == nullptr || !transform->is_map()) {
    return;
  }
  writer.note_origin("/has_custom_transform", *transform);
  if (const auto* const name = transform->get("ref"); name != nullptr && name->is_string()) {
    builder.resource().document["has_custom_transform"] = true; // of the four readings of the contract, its schema's
    builder.set_reference("transform_id", ResourceKind::transform, *name);
    return;
  }
  const auto* const file = transform->get("file");
  if (file == nullptr || !file->is_string()) {
    writer.put("transform", *transform);
    return;
  }
  const auto& build = builder.flow().build;
  auto json = transform_from_file(*transform, build.root, build.files, builder.flow().diagnostics);
  if (!json) {
    return;
  }
  writer.put("transform", std::move(*json), *file);
  if (const auto* const type = transform->get("type"); type != nullptr) {
    writer.note_origin("/transform/transforms/0/spec/language", *type);
    writer.note_origin("/transform/transforms/0/spec/script", *file);
  }
}

void set_validation(ResourceBuilder& builder)
{
  const auto* const validation = builder.get("validation");
  if (validation == nullptr) {
    return;
  }
  if (const auto* const enabled = validation->get("enabled"); enabled != nullptr) {
    builder.writer().put("output_schema_validation_enabled", *enabled);
  }
  if (const auto* const schema = validation->get("schema"); schema != nullptr) {
    builder.writer().put("output_validation_schema", *schema);
  }
}

void set_annotations(ResourceBuilder& builder)
{
  const auto* const annotations = builder.get("annotations");
  if (annotations == nullptr || !annotations->is_map()) {
    return;
  }
  // The API wants {properties: {attribute: {description: text}}}; each part comes from where the text is.
  std::vector<Entry> properties;
  for (const auto& entry : annotations->entries()) {
    if (!entry.value->tombstone) {
      properties.push_back(
          {entry.key, entry.key_at, make_map({{"description", entry.key_at, entry.value}}, entry.value->at)});
    }
  }
  const auto whole =
      make_map({{"properties", annotations->at, make_map(std::move(properties), annotations->at)}}, annotations->at);
  builder.writer().put("output_schema_annotations", *whole);
}

} // namespace flowsync::desired
