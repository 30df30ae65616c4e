#include "overlay/shown_value.hpp"

#include "base/printable.hpp"
#include "base/secret.hpp"
#include "base/utf8.hpp"
#include "model/sensitive_keys.hpp"
#include "model/template_text.hpp"
#include "spec/yaml_writer.hpp"

#include <algorithm>

namespace flowsync::overlay {

namespace {

constexpr std::size_t k_longest_value = 72; // bytes

// Whether a text names a secret instead of holding one.
bool is_reference(const Node& node)
{
  const auto pieces = parse_template(node.text());
  return std::any_of(pieces.begin(), pieces.end(), [](const TemplatePiece& piece) {
    return piece.kind == PieceKind::secret || piece.kind == PieceKind::variable || piece.kind == PieceKind::process;
  });
}

bool is_hidden(const Node& node, bool sensitive)
{
  return (sensitive || node.sensitive) && !is_reference(node);
}

std::string shortened(std::string text)
{
  return text.size() <= k_longest_value ? text : std::string(cut_to_bytes(text, k_longest_value)) + "…";
}

} // namespace

std::string shown_line(const Node& node, bool sensitive)
{
  if (node.tombstone) {
    return "(removed)";
  }
  if (!node.is_scalar()) {
    const bool empty = node.items().empty() && node.entries().empty();
    return empty ? (node.is_map() ? "{}" : "[]") : std::string(describe(node.kind));
  }
  if (is_hidden(node, sensitive)) {
    return std::string(k_sensitive_text);
  }
  if (!node.is_string()) {
    return node.kind == NodeKind::null ? "null" : node.text();
  }
  return shortened(printable(spec::write_yaml_text(node.text())));
}

NodePtr shown_tree(const NodePtr& value, bool sensitive)
{
  if (value->is_map()) {
    auto entries = value->entries();
    for (auto& entry : entries) {
      entry.value = shown_tree(entry.value, sensitive || is_sensitive_key(entry.key));
    }
    return make_map(std::move(entries), value->at);
  }
  if (value->is_list()) {
    auto items = value->items();
    for (auto& item : items) {
      item = shown_tree(item, sensitive);
    }
    return make_list(std::move(items), value->at);
  }
  return is_hidden(*value, sensitive) ? make_scalar(NodeKind::string, std::string(k_sensitive_text), value->at) : value;
}

} // namespace flowsync::overlay
