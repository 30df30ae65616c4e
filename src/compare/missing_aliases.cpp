#include "compare/missing_aliases.hpp"

#include "base/natural_order.hpp"
#include "model/address.hpp"
#include "model/template_text.hpp"
#include "spec/flow_parts.hpp"

#include <algorithm>
#include <map>

namespace flowsync::compare {

namespace {

struct Use
{
  std::string alias;
  Position at;
};

void collect_referred(const Node& node, std::vector<Use>& uses)
{
  for (const auto& entry : node.entries()) {
    collect_referred(*entry.value, uses);
  }
  for (const auto& item : node.items()) {
    collect_referred(*item, uses);
  }
  if (!node.deferred) {
    return;
  }
  for (const auto& piece : parse_template(node.text())) {
    const auto address = piece.kind == PieceKind::resource ? Address::parse(piece.text) : std::nullopt;
    if (address && address->kind == ResourceKind::credential) {
      uses.push_back({address->key, node.at});
    }
  }
}

void collect_named(const Node& connector, std::vector<Use>& uses)
{
  const auto* const alias = connector.get("credential");
  if (alias != nullptr && alias->is_string()) {
    uses.push_back({alias->text(), alias->at});
  }
}

std::vector<Use> uses_of(const overlay::RenderedDocument& document)
{
  std::vector<Use> uses;
  if (document.kind == spec::Kind::flow) {
    for (const auto& part : spec::flow_parts(*document.document)) {
      collect_named(*part.node, uses);
    }
  }
  collect_referred(*document.document, uses);
  return uses;
}

} // namespace

std::vector<MissingAlias> missing_aliases(const overlay::Rendered& rendered, const SourceFiles& files)
{
  std::map<std::string, MissingAlias, NaturalLess> missing;
  const auto look = [&](const overlay::RenderedDocument& document) {
    for (const auto& use : uses_of(document)) {
      if (rendered.environment.credentials.contains(use.alias)) {
        continue;
      }
      auto& one = missing[use.alias];
      if (one.alias.empty()) {
        one.alias = use.alias;
        one.used_at = files.origin(use.at);
      }
      if (document.kind == spec::Kind::flow && (one.flows.empty() || one.flows.back() != document.name)) {
        one.flows.push_back(document.name);
      }
    }
  };
  std::for_each(rendered.flows.begin(), rendered.flows.end(), look);
  std::for_each(rendered.shared.begin(), rendered.shared.end(), look);
  std::vector<MissingAlias> result;
  for (auto& [alias, one] : missing) {
    result.push_back(std::move(one));
  }
  return result;
}

} // namespace flowsync::compare
