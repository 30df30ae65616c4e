#pragma once

#include "plan/plan.hpp"
#include "view/paint.hpp"
#include "view/resource_line.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace flowsync::view {

struct FieldStyle
{
  Paint paint;
  std::size_t columns = 80;   // lines are kept to this width
  bool wrap = false;          // break values that are longer; else they run on
  bool all_places = true;     // else only those which the head line of the resource does not tell
  bool marks_replace = false; // say which field is the reason of a replacement
  std::string indent = "      ";
  std::string owner; // whose field it is, before its path; "" when a head line says so
  const CredentialNames* credential_names = nullptr;
};

// One changed field: its sign, path and values, on one line where they have room and side by side below otherwise, and
// the place that sets the value with those that it overrides. No character that changes is left out. Ends with a line
// break.
//   ~ /source_config/path = "a" -> "b"
//       # environments/prod/flows/orders.yaml:12:13, overrides environments/base/flows/orders.yaml:9:13
std::string field_text(const plan::FieldChange& field, const FieldStyle& style);

// The same for a `diff` block of Markdown: '-' and '+' at the head of lines, places behind " #".
std::string field_diff(const plan::FieldChange& field, const FieldStyle& style);

// Both sides of a field in lines, for a view that puts them side by side: harmless, secrets masked, code decoded, and
// different wherever the values are. A side that is not there has no lines.
struct FieldSides
{
  std::vector<std::string> before;
  std::vector<std::string> after;
  std::string note; // origin_text(), as far as the style asks for it
};
FieldSides field_sides(const plan::FieldChange& field, const FieldStyle& style);

// What stands behind '#': cause, place, variables and overridden places; "" when there is nothing to say.
std::string origin_text(const plan::FieldChange& field);

// Whether the place of a value is more than a line of its file: a variable or an overlay decides it.
bool is_decided_elsewhere(const FieldOrigin& origin);

} // namespace flowsync::view
