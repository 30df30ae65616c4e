#include "overlay/text_resolver.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "model/address.hpp"
#include "overlay/reposition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace flowsync::overlay {

namespace {

// Bounds what variables that repeat one another can make of a small file.
constexpr std::size_t k_most_inserted = 4U << 20U;

template <typename Map>
std::vector<std::string> names_in(const Map& map)
{
  std::vector<std::string> names;
  for (const auto& item : map) {
    if constexpr (requires { item.first; }) {
      names.push_back(item.first);
    } else {
      names.push_back(item);
    }
  }
  return names;
}

// "did you mean `${var.bucket}`?", or what to do when nothing is near.
std::string suggestion(const TemplatePiece& piece, const std::vector<std::string>& known, std::string otherwise)
{
  if (const auto meant = nearest(piece.text, known)) {
    const auto opening = piece.written.substr(0, piece.written.find('.') + 1);
    return fmt::format("did you mean `{}{}}}`?", opening, *meant);
  }
  return otherwise;
}

} // namespace

// The value of a scalar while it is put together.
struct TextResolver::Assembly
{
  std::vector<TemplatePiece> pieces; // only text, secret and resource
  std::vector<Provenance::Variable> variables;
  bool deferred = false;
  bool sensitive = false;
  bool no_secret = false;
  bool failed = false;

  std::string text() const
  {
    std::string result;
    for (const auto& piece : pieces) {
      result += deferred ? write_piece(piece) : piece.text;
    }
    return result;
  }

  // A literal `$` right before a reference would turn it into an escape when the text is read again.
  bool ambiguous() const
  {
    for (std::size_t i = 1; i < pieces.size(); ++i) {
      if (pieces[i].kind != PieceKind::text && pieces[i - 1].kind == PieceKind::text &&
          pieces[i - 1].text.ends_with('$')) {
        return true;
      }
    }
    return false;
  }
};

TextResolver::TextResolver(const Scope& scope, const SourceFiles& files, FindVariable find, Diagnostics& diagnostics,
                           Diagnostics& unset)
    : m_scope(scope),
      m_files(files),
      m_find(std::move(find)),
      m_diagnostics(diagnostics),
      m_unset(unset)
{
}

NodePtr TextResolver::resolve(const NodePtr& node, TextRules rules)
{
  if (node->text().find('$') != std::string::npos) {
    warn_of_lookalikes(*node);
  }
  if (!has_template_syntax(node->text())) {
    return node;
  }
  const auto pieces = parse_template(node->text());
  if (pieces.size() == 1 && pieces[0].kind == PieceKind::variable) {
    const auto* const value = value_of(pieces[0], *node);
    if (value == nullptr || !allow_deferred(*value, pieces[0], *node, rules)) {
      return node;
    }
    return place_variable(*value, "var." + pieces[0].text, *node);
  }
  Assembly assembly;
  for (const auto& piece : pieces) {
    add(piece, *node, rules, assembly);
  }
  if (!assembly.failed && assembly.deferred && assembly.ambiguous()) {
    m_diagnostics.error("bad-reference", "a `$` directly before a reference makes it literal text",
                        m_files.locate(node->at), "put the `$` into the secret, or something between the two");
    assembly.failed = true;
  }
  if (assembly.failed) {
    return node;
  }
  auto result = std::make_shared<Node>(*node);
  result->content = assembly.text();
  result->deferred = assembly.deferred;
  result->sensitive = assembly.sensitive;
  result->no_secret = node->no_secret || assembly.no_secret;
  if (!assembly.variables.empty()) {
    auto provenance =
        node->provenance ? std::make_shared<Provenance>(*node->provenance) : std::make_shared<Provenance>();
    provenance->variables = std::move(assembly.variables);
    result->provenance = std::move(provenance);
  }
  return result;
}

void TextResolver::add(const TemplatePiece& piece, const Node& node, TextRules rules, Assembly& assembly)
{
  switch (piece.kind) {
  case PieceKind::text:
    assembly.pieces.push_back(piece);
    break;
  case PieceKind::variable:
    add_variable(piece, node, rules, assembly);
    break;
  case PieceKind::process:
    add_process(piece, node, assembly);
    break;
  case PieceKind::secret:
  case PieceKind::resource:
    add_deferred(piece, node, rules, assembly);
    break;
  case PieceKind::broken:
    m_diagnostics.error("bad-reference", fmt::format("`{}` {}", piece.written, piece.text), place(node, piece.written),
                        "for literal text write two dollar signs: `$${`");
    assembly.failed = true;
    break;
  }
}

void TextResolver::add_variable(const TemplatePiece& piece, const Node& node, TextRules rules, Assembly& assembly)
{
  const auto* const value = value_of(piece, node);
  if (value == nullptr || !allow_deferred(*value, piece, node, rules)) {
    assembly.failed = true;
    return;
  }
  if (!value->is_scalar() || value->kind == NodeKind::null) {
    auto& error = m_diagnostics.error(
        "bad-reference", fmt::format("`{}` is {} and cannot be part of a text", piece.written, describe(value->kind)),
        place(node, piece.written), "a value of that kind must stand alone");
    error.related.push_back({"defined here", m_files.locate(value->at)});
    assembly.failed = true;
    return;
  }
  assembly.variables.push_back({"var." + piece.text, value->at});
  if (value->provenance) {
    const auto& inner = value->provenance->variables;
    assembly.variables.insert(assembly.variables.end(), inner.begin(), inner.end());
  }
  assembly.deferred = assembly.deferred || value->deferred;
  assembly.sensitive = assembly.sensitive || value->sensitive;
  assembly.no_secret = assembly.no_secret || value->no_secret;
  if (value->deferred) {
    const auto inner = parse_template(value->text());
    assembly.pieces.insert(assembly.pieces.end(), inner.begin(), inner.end());
  } else {
    assembly.pieces.push_back({PieceKind::text, value->text(), ""});
  }
}

void TextResolver::add_process(const TemplatePiece& piece, const Node& node, Assembly& assembly)
{
  const auto* const value = m_scope.process.find(piece.text);
  if (m_scope.auth_names.contains(piece.text)) {
    m_diagnostics.error("auth-variable-elsewhere",
                        fmt::format("`{}` opens a session (`auth:`) and may not be used anywhere else", piece.written),
                        place(node, piece.written), "keys must not end up in resources; use another variable");
  } else if (!m_scope.process.rules().is_value(piece.text)) {
    m_diagnostics.error("env-not-allowed",
                        fmt::format("values of specs may not read the environment variable {}", piece.text),
                        place(node, piece.written), renaming_hint(piece.text));
  } else if (value == nullptr) {
    m_unset.error("env-not-set", fmt::format("the environment variable {} is not set", piece.text),
                  place(node, piece.written), "set it where flowsync runs");
  } else if (!is_utf8(*value)) {
    m_unset.error("env-not-set", fmt::format("the environment variable {} is not UTF-8 text", piece.text),
                  place(node, piece.written));
  } else {
    assembly.pieces.push_back({PieceKind::text, *value, ""});
    return;
  }
  assembly.failed = true;
}

void TextResolver::add_deferred(const TemplatePiece& piece, const Node& node, TextRules rules, Assembly& assembly)
{
  const bool secret = piece.kind == PieceKind::secret;
  assembly.pieces.push_back(piece);
  assembly.deferred = true;
  assembly.sensitive = assembly.sensitive || secret;
  if (!rules.deferred) {
    m_diagnostics.error("reference-not-allowed", fmt::format("`{}` cannot be used here", piece.written),
                        place(node, piece.written),
                        "only ${var.…} and ${env.…} work in the settings of an environment");
    assembly.failed = true;
  } else if (secret && !m_scope.secrets.contains(piece.text)) {
    m_diagnostics.error(
        "unknown-secret", fmt::format("there is no secret `{}` in environment {}", piece.text, m_scope.environment),
        place(node, piece.written),
        suggestion(piece, names_in(m_scope.secrets),
                   fmt::format("add it under `secrets:` in environments/{}/environment.yaml", m_scope.environment)));
    assembly.failed = true;
  } else if (!secret && !Address::parse(piece.text)) {
    m_diagnostics.error("bad-reference", fmt::format("`{}` is not the address of a resource", piece.text),
                        place(node, piece.written), "for example ${ref.orders/nexset/clean.id}");
    assembly.failed = true;
  }
}

const Node* TextResolver::value_of(const TemplatePiece& piece, const Node& node)
{
  const auto* const variable = m_find(piece, node);
  if (variable == nullptr) {
    m_diagnostics.error(
        "unknown-variable", fmt::format("there is no variable `{}` in environment {}", piece.text, m_scope.environment),
        place(node, piece.written),
        suggestion(piece, names_in(m_scope.variables),
                   fmt::format("add it under `variables:` in environments/{}/environment.yaml", m_scope.environment)));
    return nullptr;
  }
  m_unset.append(variable->problems);
  m_inserted += variable->weight;
  if (m_inserted > k_most_inserted) {
    m_diagnostics.error("references-too-large",
                        fmt::format("variables add more than {} MB to one document", k_most_inserted >> 20U),
                        place(node, piece.written), "variables that repeat one another grow fast");
    return nullptr;
  }
  return variable->value.get();
}

bool TextResolver::allow_deferred(const Node& value, const TemplatePiece& piece, const Node& node, TextRules rules)
{
  if (rules.deferred || !value.deferred) {
    return true;
  }
  m_diagnostics.error("reference-not-allowed",
                      fmt::format("`{}` holds a secret or an id and cannot be used here", piece.written),
                      place(node, piece.written));
  return false;
}

// ${vars.bucket}, ${ secret.hook } or ${var:x} is passed through like any other text. Without braces it is a slip only
// when there is such a name.
void TextResolver::warn_of_lookalikes(const Node& node)
{
  for (const auto& near : near_references(node.text())) {
    const auto known = near.kind == PieceKind::variable ? names_in(m_scope.variables)
                       : near.kind == PieceKind::secret ? names_in(m_scope.secrets)
                                                        : std::vector<std::string>{};
    const bool exists = std::find(known.begin(), known.end(), near.name) != known.end();
    const bool in_braces = near.written.starts_with("${");
    const auto meant = exists ? std::optional(near.name) : in_braces ? nearest(near.name, known) : std::nullopt;
    if (!meant && !in_braces) {
      continue;
    }
    const auto word = near.kind == PieceKind::variable  ? "var"
                      : near.kind == PieceKind::process ? "env"
                      : near.kind == PieceKind::secret  ? "secret"
                                                        : "ref";
    m_diagnostics.warning("lookalike-reference",
                          fmt::format("`{}` is sent as it stands: it is not a reference", near.written),
                          place(node, near.written),
                          fmt::format("did you mean `${{{}.{}{}}}`? {}", word, meant.value_or(near.name),
                                      near.kind == PieceKind::resource && !near.name.ends_with(".id") ? ".id" : "",
                                      in_braces ? fmt::format("If this very text is meant, write `${}`", near.written)
                                                : "If this very text is meant, all is well"));
  }
}

Location TextResolver::place(const Node& node, std::string_view written) const
{
  return locate_reference(m_files, node, written);
}

} // namespace flowsync::overlay
