#pragma once

#include "model/node.hpp"
#include "spec/yaml_edit.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::spec {

struct DraftMember;

// A value of a document on its way to another one: what was read, until an edit opens or replaces it.
struct Draft
{
  NodePtr value;         // as it was read or set
  bool is_new = false;   // set by an edit
  bool one_line = false; // wish for how to write it
  bool is_open = false;  // `members` hold its content
  bool is_sorted = true; // the keys of an open map, by bytes
  std::vector<DraftMember> members;

  bool is_touched() const { return is_new || is_open; }
};

struct DraftMember
{
  std::string key;                  // of maps
  Position key_at;                  // where it was read; of maps
  std::optional<std::size_t> index; // among the elements of the list as it was read
  Draft draft;

  bool is_added() const { return !key_at.known() && !index; }
};

// Applies one edit; what is wrong with it otherwise, as a sentence without a full stop.
std::optional<std::string> apply_edit(Draft& root, const YamlEdit& edit);

// The tree with all edits applied; adds to `one_line` the maps and lists that are to be written so.
NodePtr finish(const Draft& draft, std::set<const Node*>& one_line);

} // namespace flowsync::spec
