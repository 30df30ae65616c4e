#pragma once

#include "model/kinds.hpp"

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace flowsync {

// How a top-level API field compares and is written: one table for planner and apply.
enum class FieldComparison
{
  text,        // by the equality table
  description, // null and "" are one, marks left out
  config,      // key by key, the service's own keys left alone
  body,        // whole, less what the service adds
  transform,
  code,    // like body; text in base64 by what it stands for
  entries, // rows in any order
  set,
  type_name, // letter case does not count
  not_read,  // sent along with a sibling field, never compared by itself
};

// How hard a field is to change.
enum class FieldClass
{
  cosmetic, // plain PUT of that key, no pause
  runtime,  // pause, GET, PUT, GET, activate
  fixed,    // replace
  status,   // a verb
};

// Where a live resource (model/live.hpp) shows a field.
enum class ShownIn
{
  body, // as it is, in the body of a reply
  name,
  description, // with marks
  connector,   // one member for the types of all kinds
  credential,
  parent_set,
  container,
  project
};

// Kinds of resources together.
class KindSet
{
public:
  constexpr KindSet() = default;
  constexpr KindSet(std::initializer_list<ResourceKind> kinds)
  {
    for (const auto kind : kinds) {
      m_bits |= std::uint32_t{1} << static_cast<unsigned>(kind);
    }
  }
  constexpr bool has(ResourceKind kind) const { return ((m_bits >> static_cast<unsigned>(kind)) & 1U) != 0; }

private:
  std::uint32_t m_bits = 0;
};

// A top-level field of the API, as far as it is special.
struct FieldFacts
{
  std::string_view field{}; // of the API
  KindSet kinds{};          // those whose specs have a word for it, or of which flowsync sets it by itself
  std::string_view word{};  // that word: "config"; "" where it follows from the rest

  FieldComparison comparison = FieldComparison::text;
  FieldClass change = FieldClass::runtime;
  ShownIn shown_in = ShownIn::body;
  bool in_specs = false; // specs set it in some resource; replies hold many more
  bool part = false;     // kept by the service under a path of its own (model/parts.hpp)
  bool content = false;  // tells what a resource is apart from how it is called: two with the same are likely one

  // The field that says the same in another way: an inline transform and the id of a reusable one, code of its own and
  // the id of shared code. Setting one ends the other (API notes B2, B3).
  std::string_view alternative{};
  std::string_view together{}; // fields with the same word here are sent together (API notes B3)
};

// The row of a field, whichever kind it is of; a field without a row is compared as text and changed while paused.
const FieldFacts& field_facts(std::string_view field);
// The row by which specs of that kind have a word for the field, or flowsync sets it; null when `api:` may pass it on.
const FieldFacts* own_field(ResourceKind kind, std::string_view field);
// Fields that only Nexla sets (API notes B2-B4).
bool is_read_only_field(std::string_view field);

// All fields that tell what a resource is.
const std::vector<std::string_view>& content_fields();
// The groups of fields that are sent together.
const std::vector<std::vector<std::string_view>>& fields_together();

} // namespace flowsync
