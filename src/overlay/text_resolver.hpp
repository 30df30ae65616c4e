#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"
#include "model/template_text.hpp"
#include "overlay/scope.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace flowsync::overlay {

// Finds the variable that `piece` of the scalar `use` names; nullptr when there is none.
using FindVariable = std::function<const Variable*(const TemplatePiece& piece, const Node& use)>;

struct TextRules
{
  bool deferred = true; // whether ${secret.…} and ${ref.…} may stand here
};

// Puts values into single scalars. The result of ${var.…} alone keeps the variable's type, also maps and lists. Secrets
// and ids of resources stay in the text: such a string is `deferred` and keeps template syntax, one with a secret is
// `sensitive`. Each problem is reported at the reference itself; the scalar then stays as it is.
class TextResolver
{
public:
  // Problems of the process environment go to `unset`, all others to `diagnostics` (they may be the same).
  TextResolver(const Scope& scope, const SourceFiles& files, FindVariable find, Diagnostics& diagnostics,
               Diagnostics& unset);

  // `node` is a string. The same pointer comes back when it holds no reference and no escape.
  NodePtr resolve(const NodePtr& node, TextRules rules = {});

private:
  struct Assembly;
  void add(const TemplatePiece& piece, const Node& node, TextRules rules, Assembly& assembly);
  void add_variable(const TemplatePiece& piece, const Node& node, TextRules rules, Assembly& assembly);
  void add_process(const TemplatePiece& piece, const Node& node, Assembly& assembly);
  void add_deferred(const TemplatePiece& piece, const Node& node, TextRules rules, Assembly& assembly);
  const Node* value_of(const TemplatePiece& piece, const Node& node);
  bool allow_deferred(const Node& value, const TemplatePiece& piece, const Node& node, TextRules rules);
  void warn_of_lookalikes(const Node& node);
  Location place(const Node& node, std::string_view written) const;

  const Scope& m_scope;
  const SourceFiles& m_files;
  FindVariable m_find;
  Diagnostics& m_diagnostics;
  Diagnostics& m_unset;
  std::size_t m_inserted = 0; // weight of the variables put in so far
};

// The place of a reference inside a scalar: where `written` is found in the file behind the scalar's first character,
// or that character when it is not found.
Location locate_reference(const SourceFiles& files, const Node& scalar, std::string_view written);

} // namespace flowsync::overlay
