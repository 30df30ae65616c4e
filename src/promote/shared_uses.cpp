#include "promote/shared_uses.hpp"

#include "model/address.hpp"
#include "model/template_text.hpp"
#include "spec/document.hpp"
#include "spec/flow_parts.hpp"

#include <functional>

namespace flowsync::promote {

namespace {

using Documents = std::set<std::pair<spec::Kind, std::string>>;

void for_each_text(const Node& node, const std::function<void(const Node&)>& visit)
{
  if (node.is_string()) {
    visit(node);
  }
  for (const auto& entry : node.entries()) {
    for_each_text(*entry.value, visit);
  }
  for (const auto& item : node.items()) {
    for_each_text(*item, visit);
  }
}

// `transform: {ref: NAME}`, `code: {ref: NAME}` and, of a flow, `nexla_project: {ref: NAME}`.
void collect_named(const Node& node, Documents& found)
{
  for (const auto& [word, kind] : {std::pair{"transform", spec::Kind::transform}, std::pair{"code", spec::Kind::code},
                                   std::pair{"nexla_project", spec::Kind::nexla_project}}) {
    const auto* const owner = node.get(word);
    const auto* const name = owner != nullptr ? owner->get("ref") : nullptr;
    if (name != nullptr && name->is_string()) {
      found.emplace(kind, name->text());
    }
  }
}

void collect(const Node& document, Documents& found)
{
  for (const auto& part : spec::flow_parts(document)) {
    collect_named(*part.node, found);
  }
  if (const auto* const spec = document.get("spec")) {
    collect_named(*spec, found);
  }
  for_each_text(document, [&](const Node& text) {
    for (const auto& piece : parse_template(text.text())) {
      const auto address = piece.kind == PieceKind::resource ? Address::parse(piece.text) : std::nullopt;
      const auto kind = address ? spec::document_of(address->kind) : std::nullopt;
      if (kind) {
        found.emplace(*kind, address->key);
      }
    }
  });
}

} // namespace

Documents shared_uses(const DraftedProject& drafted, const std::string& environment, const std::string& flow)
{
  Documents all;
  Documents open{{spec::Kind::flow, flow}};
  while (!open.empty()) {
    const auto key = *open.begin();
    open.erase(open.begin());
    const auto* const document = drafted.find(environment, key.first, key.second);
    Documents found;
    if (document != nullptr) {
      collect(*document->document, found);
    }
    for (const auto& one : found) {
      if (all.insert(one).second) {
        open.insert(one);
      }
    }
  }
  return all;
}

UsedNames names_in(const Node& written)
{
  UsedNames names;
  for_each_text(written, [&](const Node& text) {
    for (const auto& piece : parse_template(text.text())) {
      if (piece.kind == PieceKind::variable) {
        names.variables.insert(piece.text);
      } else if (piece.kind == PieceKind::secret) {
        names.secrets.insert(piece.text);
      }
    }
  });
  return names;
}

UsedNames used_names(const DraftedProject& drafted, const std::string& environment, spec::Kind kind,
                     const std::string& name)
{
  UsedNames names;
  for (const auto* const layer : drafted.layers.at(environment)) {
    if (const auto* const document = layer->find(kind, name)) {
      auto more = names_in(*document->root);
      names.variables.merge(more.variables);
      names.secrets.merge(more.secrets);
    }
  }
  return names;
}

} // namespace flowsync::promote
