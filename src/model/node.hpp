#pragma once

#include "model/position.hpp"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace flowsync {

enum class NodeKind : std::uint8_t
{
  null,
  boolean,
  integer,
  real,
  string,
  list,
  map
};

struct Node;
using NodePtr = std::shared_ptr<const Node>;

// One key of a map, in the order it was written.
struct Entry
{
  std::string key;
  Position key_at;
  NodePtr value;
};

// What a value owes to other places. Most values have none.
struct Provenance
{
  struct Variable
  {
    std::string name; // "var.bucket"
    Position at;      // where the variable's value is written
  };

  NodePtr overrides;               // the value of an earlier layer that this one replaced (its own chain goes on)
  std::vector<Variable> variables; // variables that were put into this value
};

// A value of a specification with its place. Trees are immutable once built and share unchanged parts between layers.
struct Node
{
  NodeKind kind = NodeKind::null;
  bool sensitive = false; // touched by ${secret.…}: never shown, never stored
  // A string that still holds ${secret.…} or ${ref.…} and, for literal text, `$${`: resolved when a request is built.
  bool deferred = false;
  bool tombstone = false; // rendered trees only: a key removed by `null`, which must be absent live
  bool no_secret = false; // rendered trees only: written as {$value: …}, so it is meant as it stands
  Position at;            // first character of the value
  std::variant<std::string, std::vector<NodePtr>, std::vector<Entry>> content; // scalar text | items | entries
  std::shared_ptr<const Provenance> provenance;

  bool is_map() const { return kind == NodeKind::map; }
  bool is_list() const { return kind == NodeKind::list; }
  bool is_scalar() const { return !is_map() && !is_list(); }
  bool is_string() const { return kind == NodeKind::string; }

  // Text of a scalar as it was meant ("true", "42", "null" for typed ones); "" for lists and maps.
  const std::string& text() const;
  // Items of a list; none for other kinds.
  const std::vector<NodePtr>& items() const;
  // Entries of a map; none for other kinds.
  const std::vector<Entry>& entries() const;

  // The entry of a map with this key, or nullptr. Linear for small maps, which nearly all are.
  const Entry* find(std::string_view key) const;
  // The value of that entry, or nullptr.
  const Node* get(std::string_view key) const;
};

NodePtr make_scalar(NodeKind kind, std::string text, Position at = {});
NodePtr make_list(std::vector<NodePtr> items, Position at = {});
NodePtr make_map(std::vector<Entry> entries, Position at = {});

// The kind a plain (unquoted) scalar has by YAML 1.2's core rules as flowsync reads them: only true, false, null, ~,
// the empty text and JSON numbers are typed; "yes", "0010" and dates are strings.
NodeKind plain_scalar_kind(std::string_view text);

// What a person calls this kind: "a map", "a list", "text", "a whole number", ...
std::string_view describe(NodeKind kind);

// The value as JSON; integers exact to 64 bits; tombstones are left out. Positions and provenance are lost.
nlohmann::json to_json(const Node& node);

// The tree of a JSON value, without places. What `templates` names (RFC 6901 paths from this value on) is text in the
// syntax of specs: it becomes deferred.
NodePtr from_json(const nlohmann::json& json, const std::set<std::string>& templates = {});

// The same value in every scalar, item, key and order of items (places do not count; order of keys does not count).
bool same_value(const Node& a, const Node& b);

} // namespace flowsync
