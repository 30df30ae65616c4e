#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flowsync {

// What one part of a scalar is.
enum class PieceKind
{
  text,     // literal, with escapes already undone
  variable, // ${var.X}
  process,  // ${env.X}
  secret,   // ${secret.X}
  resource, // ${ref.ADDRESS.id}
  broken    // begins like one of these and cannot be read: no closing brace, no name, no ".id"
};

struct TemplatePiece
{
  PieceKind kind = PieceKind::text;
  std::string text;    // literal text; or X; or ADDRESS; of a broken one: what is wrong
  std::string written; // as it stands in the scalar ("${var.bucket}"); empty for text

  bool operator==(const TemplatePiece&) const = default;
};

// Whether a scalar holds anything that parse_template() would not return as it is. Cheap: most scalars have no "${".
bool has_template_syntax(std::string_view text);

// Splits a scalar into literal text and references. `$${var.` (and env, secret, ref, and what nearly is one of these)
// stands for a literal `${var.`; every other `${` is literal text. Neighbouring literal parts are joined; an empty
// scalar has no pieces.
std::vector<TemplatePiece> parse_template(std::string_view text);

// The scalar that parse_template() reads back as exactly this literal text.
std::string escape_template(std::string_view literal);

// Literal text that nearly is a reference: `${vars.x}`, `${Variables.x}`, `${ env.x }`, `${var:x}`, `$secret.x`.
struct NearReference
{
  PieceKind kind = PieceKind::variable;
  std::string name;    // x
  std::string written; // as it stands
};

// All of a scalar, in the order in which they stand; none of those that an escape makes literal.
std::vector<NearReference> near_references(std::string_view text);

// "${var.bucket}" and so on, from a piece's kind and text; the literal text, escaped, for text.
std::string write_piece(const TemplatePiece& piece);

} // namespace flowsync
