#pragma once

#include "model/node.hpp"
#include "schema/pattern.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::schema {

// A set of node kinds, as bits.
using Kinds = unsigned;

constexpr Kinds bit(NodeKind kind)
{
  return 1U << static_cast<unsigned>(kind);
}

inline constexpr Kinds k_any_kind = 0x7FU;

// A JSON Schema (draft-07) in the form in which it is applied to trees. Understood are: $ref to definitions, type,
// enum and const of texts, properties, patternProperties with a literal prefix, additionalProperties, propertyNames,
// required, items, minItems, minLength, maxLength, pattern, minimum, anyOf of alternatives with different types; and
// our own x-required (checked in rendered documents only), x-not-supported-yet (true, or a list of values), x-null
// (null is a value here, not the removal of a key), x-expects (the pattern in people's words) and x-elsewhere (where
// keys belong that people look for here).
struct Rule
{
  struct Property
  {
    std::string name;
    std::shared_ptr<const Rule> rule;
  };

  Kinds kinds = k_any_kind;
  bool allows_reference = false; // a reference may stand for the whole value
  bool null_is_value = false;
  bool not_supported_yet = false;
  std::vector<std::string> values_not_supported_yet;
  std::vector<std::shared_ptr<const Rule>> alternatives; // of anyOf; then nothing else is set but the above

  // of maps
  std::vector<Property> properties;       // sorted by name
  std::vector<std::string> free_prefixes; // keys beginning like this may hold anything
  bool allows_other_keys = true;
  std::shared_ptr<const Rule> other_keys;       // what they hold; nullptr: anything
  std::shared_ptr<const Rule> key_rule;         // of propertyNames
  std::map<std::string, std::string> elsewhere; // what to do instead, by key
  std::vector<std::string> required;
  std::vector<std::string> required_rendered;

  // of lists
  std::shared_ptr<const Rule> items;
  std::size_t min_items = 0;

  // of scalars
  std::vector<std::string> values; // of enum or const; empty: any
  std::size_t min_length = 0;
  std::optional<std::size_t> max_length;
  std::optional<Pattern> pattern;
  std::string expects;
  std::optional<double> minimum;

  const Rule* property(std::string_view name) const;
  bool is_free_key(std::string_view name) const;
  std::vector<std::string> property_names() const;
};

// The rule of a kind ("Flow"); compiled once. Throws std::logic_error for a kind without a schema, and for a schema
// that uses more than is understood.
const Rule& rule_of(std::string_view kind);

} // namespace flowsync::schema
