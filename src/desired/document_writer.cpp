#include "desired/document_writer.hpp"

#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "model/sensitive_keys.hpp"
#include "model/template_text.hpp"

namespace flowsync::desired {

void DocumentWriter::put(const std::string& field, const Node& value)
{
  m_resource.document[field] = convert(value, pointer_below("", field), value.sensitive || is_sensitive_key(field));
}

void DocumentWriter::put(const std::string& field, nlohmann::json value, const Node& from)
{
  m_resource.document[field] = std::move(value);
  note_origin(pointer_below("", field), from);
}

void DocumentWriter::put_reference(const std::string& field, const Address& address, const Node& name)
{
  put(field, "${ref." + address.text() + ".id}", name);
  m_resource.deferred.insert(pointer_below("", field));
  point_at(address, name);
}

void DocumentWriter::point_at(const Address& address, const Node& name)
{
  m_references.push_back({address.text(), name.text(), &name});
}

void DocumentWriter::note_origin(const std::string& path, const Node& from)
{
  m_origins.emplace_back(path, origin_of(from));
}

void DocumentWriter::note_origin(const std::string& path, Position at)
{
  m_origins.emplace_back(path, FieldOrigin{m_files.origin(at), {}, {}, false});
}

void DocumentWriter::note_text(const std::string& path, const Node& text)
{
  convert(text, path, text.sensitive);
}

nlohmann::json DocumentWriter::convert(const Node& node, const std::string& path, bool sensitive)
{
  m_origins.emplace_back(path, origin_of(node));
  if (node.is_map()) {
    return convert_map(node, path, sensitive);
  }
  if (node.is_list()) {
    auto list = nlohmann::json::array();
    for (const auto& item : node.items()) {
      list.push_back(convert(*item, pointer_below(path, std::to_string(list.size())), sensitive || item->sensitive));
    }
    return list;
  }
  if (sensitive) {
    m_origins.back().second.sensitive = true;
    m_resource.sensitive.insert(path);
  }
  if (node.deferred) {
    m_resource.deferred.insert(path);
    for (const auto& piece : parse_template(node.text())) {
      if (piece.kind == PieceKind::resource) {
        m_references.push_back({piece.text, piece.written, &node});
      }
    }
  }
  return to_json(node);
}

nlohmann::json DocumentWriter::convert_map(const Node& node, const std::string& path, bool sensitive)
{
  auto map = nlohmann::json::object();
  for (const auto& entry : node.entries()) {
    const auto below = pointer_below(path, entry.key);
    if (entry.value->tombstone) {
      m_tombstones.emplace_back(below, origin_of(*entry.value));
    } else {
      const bool by_name = !is_in_part(path) && is_sensitive_key(entry.key);
      map[entry.key] = convert(*entry.value, below, sensitive || entry.value->sensitive || by_name);
    }
  }
  return map;
}

void DocumentWriter::hand_over()
{
  m_resource.origins = PathMap<FieldOrigin>(std::move(m_origins));
  m_resource.tombstones = PathMap<FieldOrigin>(std::move(m_tombstones));
}

FieldOrigin DocumentWriter::origin_of(const Node& node) const
{
  FieldOrigin result{m_files.origin(node.at), {}, {}, node.sensitive};
  if (!node.provenance) {
    return result;
  }
  for (const auto& variable : node.provenance->variables) {
    result.variables.emplace_back(variable.name, m_files.origin(variable.at));
  }
  for (const Node* replaced = node.provenance->overrides.get(); replaced != nullptr;
       replaced = replaced->provenance ? replaced->provenance->overrides.get() : nullptr) {
    result.overrides.push_back(m_files.origin(replaced->at));
  }
  return result;
}

} // namespace flowsync::desired
