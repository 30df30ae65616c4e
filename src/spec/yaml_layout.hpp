#pragma once

#include "model/position.hpp"
#include "spec/yaml_extents.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::spec {

struct YamlMember;

// Where and how a value stands in its text, as byte offsets.
struct YamlLayout
{
  YamlStyle style = YamlStyle::plain;
  bool is_map = false;     // of flow and block ones; else they are lists
  std::size_t first = 0;   // anchor and tag included
  std::size_t content = 0; // behind anchor and tag
  std::size_t last = 0;    // behind the last byte, before a line break; `first` for a value that is not written
  std::string anchor;      // its own, or the one that an alias names
  std::vector<YamlMember> members;

  bool is_collection() const { return style == YamlStyle::flow || style == YamlStyle::block; }
  bool is_written() const { return last > first; }
};

// An entry of a map (merge keys too) or an element of a list.
struct YamlMember
{
  std::size_t first = 0;  // of the key, its `?`, or the `-`
  std::size_t behind = 0; // behind the `:` or `-`: where a value may begin
  // The rest is of maps only.
  Position key_at;           // as Entry::key_at, file 0
  std::size_t key_first = 0; // anchor and tag included
  std::size_t key_content = 0;
  std::size_t key_last = 0;
  YamlStyle key_style = YamlStyle::plain;

  YamlLayout value;

  std::size_t last() const { return value.is_written() ? value.last : behind; }
};

// One document of a text.
struct YamlDocumentLayout
{
  YamlLayout root;
  std::set<std::string> aliased; // anchors that some alias names
};

// The layouts of the documents that read_yaml() finds in a text (without a byte order mark) which it read completely,
// in the same order. Nothing when the text has something that this cannot place.
std::optional<std::vector<YamlDocumentLayout>> read_layout(std::string_view text);

} // namespace flowsync::spec
