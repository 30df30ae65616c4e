#include "promote/needs.hpp"

#include "base/natural_order.hpp"
#include "base/text.hpp"
#include "compare/missing_aliases.hpp"
#include "model/template_text.hpp"
#include "promote/shared_uses.hpp"
#include "spec/flow_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace flowsync::promote {

namespace {

// What a person is told of a credential in another environment: "6027", "`Nexla GCS`".
std::string describe(const CredentialSelector& selector)
{
  return selector.id ? fmt::format("id {}", *selector.id) : fmt::format("`{}`", selector.name);
}

void collect_type(const Node& connector, const std::string& alias, std::set<std::string>& types)
{
  const auto* const used = connector.get("credential");
  const auto* const type = connector.get("type");
  if (used != nullptr && used->text() == alias && type != nullptr) {
    types.insert(type->text());
  }
}

std::set<std::string> types_of(const std::vector<overlay::RenderedDocument>& flows, const std::string& alias)
{
  std::set<std::string> types;
  for (const auto& flow : flows) {
    for (const auto& part : spec::flow_parts(*flow.document)) {
      collect_type(*part.node, alias, types);
    }
  }
  return types;
}

bool is_letter_or_digit(char c)
{
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// The text with the target's name in the names of the machine's variables.
std::string with_process_names(const std::string& text, const Promotion& request)
{
  std::string result;
  for (const auto& piece : parse_template(text)) {
    result += piece.kind == PieceKind::process
                  ? fmt::format("${{env.{}}}", with_environment(piece.text, request.from, request.to))
                  : write_piece(piece);
  }
  return result;
}

// The value of a variable as the other environment's files write it, references and all: what it comes to there may
// hold what only that environment's machine knows.
NodePtr written_variable(const DraftedProject& drafted, const Promotion& request, const std::string& name)
{
  NodePtr found;
  for (const auto* const layer : drafted.layers.at(request.from)) {
    const auto* const spec = layer->environment ? layer->environment->root->get("spec") : nullptr;
    const auto* const variables = spec != nullptr ? spec->get("variables") : nullptr;
    const auto* const entry = variables != nullptr ? variables->find(name) : nullptr;
    found = entry != nullptr ? entry->value : found;
  }
  if (found != nullptr && found->is_string() && has_template_syntax(found->text())) {
    found = make_scalar(NodeKind::string, with_process_names(found->text(), request), found->at);
  }
  return found;
}

// The flows that a flow waits for, or whose nexset it begins from.
std::set<std::string> flows_named(const Node& document)
{
  std::set<std::string> names;
  const auto* const spec = document.get("spec");
  const auto* const origin = spec != nullptr ? spec->get("origin") : nullptr;
  const auto* const flow = origin != nullptr ? origin->get("flow") : nullptr;
  if (flow != nullptr && flow->is_string()) {
    names.insert(flow->text());
  }
  const auto* const triggers = spec != nullptr ? spec->get("triggers") : nullptr;
  for (const auto& row : triggers != nullptr ? triggers->items() : std::vector<NodePtr>{}) {
    const auto* const after = row->get("after");
    if (after != nullptr && after->is_string()) {
      names.insert(after->text().substr(0, after->text().find('/')));
    }
  }
  return names;
}

} // namespace

std::string with_environment(const std::string& text, const std::string& from, const std::string& to)
{
  const auto same_letters = [](std::string word) {
    std::replace(word.begin(), word.end(), '-', '_');
    return lower(word);
  };
  const auto wanted = same_letters(from);
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const bool begins = at == 0 || !is_letter_or_digit(text[at - 1]);
    const auto behind = at + from.size();
    const bool ends = behind >= text.size() || !is_letter_or_digit(text[behind]);
    const auto word = text.substr(at, from.size());
    if (!from.empty() && begins && ends && same_letters(word) == wanted) {
      const bool shouts = std::none_of(word.begin(), word.end(), [](unsigned char c) { return std::islower(c) != 0; });
      auto name = to;
      if (shouts) {
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
      }
      result += name;
      at = behind;
    } else {
      result += text[at++];
    }
  }
  return result;
}

Needs find_needs(const DraftedProject& drafted, const Promotion& request, const std::vector<std::string>& flows)
{
  const auto& target = drafted.of(request.to);
  const auto other = drafted.rendered.find(request.from);
  const auto* const source = other != drafted.rendered.end() ? &other->second.environment : nullptr;
  overlay::Rendered part;
  part.environment = target.environment;
  std::set<std::pair<spec::Kind, std::string>> documents;
  for (const auto& flow : flows) {
    documents.emplace(spec::Kind::flow, flow);
    documents.merge(shared_uses(drafted, request.to, flow));
  }
  UsedNames names;
  for (const auto& [kind, name] : documents) {
    if (const auto* const document = drafted.find(request.to, kind, name)) {
      (kind == spec::Kind::flow ? part.flows : part.shared).push_back(*document);
    }
    auto used = used_names(drafted, request.to, kind, name);
    names.variables.merge(used.variables);
    names.secrets.merge(used.secrets);
  }
  Needs needs;
  std::set<std::string> named;
  for (const auto& flow : part.flows) {
    named.merge(flows_named(*flow.document));
  }
  std::copy_if(named.begin(), named.end(), std::back_inserter(needs.flows),
               [&](const std::string& flow) { return drafted.find(request.to, spec::Kind::flow, flow) == nullptr; });
  for (const auto& missing : compare::missing_aliases(part, *drafted.project.files)) {
    NeededCredential needed{missing.alias, types_of(part.flows, missing.alias), missing.used_at, {}};
    if (source != nullptr && source->credentials.contains(missing.alias)) {
      needed.elsewhere = describe(source->credentials.at(missing.alias));
    }
    needs.credentials.push_back(std::move(needed));
  }
  const auto& environment = target.environment;
  for (auto open = names.variables; !open.empty();) {
    const auto name = *open.begin();
    open.erase(open.begin());
    if (environment.variables.contains(name)) {
      continue;
    }
    auto value = source != nullptr ? written_variable(drafted, request, name) : nullptr;
    if (value != nullptr) {
      auto more = names_in(*value);
      names.secrets.merge(more.secrets);
      for (const auto& variable : more.variables) {
        if (names.variables.insert(variable).second) {
          open.insert(variable);
        }
      }
    }
    const auto at = value != nullptr ? drafted.project.files->locate(value->at, value->text()) : Location{};
    needs.variables.push_back({name, std::move(value), at});
  }
  std::sort(needs.variables.begin(), needs.variables.end(),
            [](const auto& a, const auto& b) { return NaturalLess()(a.name, b.name); });
  for (const auto& name : names.secrets) {
    if (!environment.secrets.contains(name)) {
      NeededSecret needed{name, {}};
      if (source != nullptr && source->secrets.contains(name)) {
        needed.source = source->secrets.at(name);
        needed.source.env = with_environment(needed.source.env, request.from, request.to);
        needed.source.file = with_environment(needed.source.file, request.from, request.to);
      }
      needs.secrets.push_back(std::move(needed));
    }
  }
  std::sort(needs.secrets.begin(), needs.secrets.end(),
            [](const auto& a, const auto& b) { return NaturalLess()(a.name, b.name); });
  return needs;
}

} // namespace flowsync::promote
