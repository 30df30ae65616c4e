#pragma once

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "model/node.hpp"
#include "spec/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace flowsync::spec {

// A way down a document: a text names a key of a map, or the element of a list that has this `key:`; a number is the
// index of an element, from 0.
using YamlStep = std::variant<std::string, std::size_t>;
using YamlPath = std::vector<YamlStep>;

// The path as messages show it: `spec.adopt["orders/source"]`, `spec.sinks[0]`.
std::string describe_path(const YamlPath& path);

// One change of a document. Use the functions below.
struct YamlEdit
{
  enum class What : std::uint8_t
  {
    set,
    insert,
    remove,
    append
  };

  What what = What::set;
  YamlPath path;
  NodePtr value;                    // none for remove
  bool one_line = false;            // a new map or list as {…} or […], unless those beside it are written otherwise
  std::optional<std::string> after; // a new key stands behind this one
  bool at_end = false;              // a new key stands last
};

// Gives `path` this value; a value that is there is replaced, and of maps and lists only what differs. A new key stands
// behind `after`, or at the end, or, when neither is said, in its place among keys that are sorted (by bytes; a single
// key is sorted), else at the end. Maps that are missing on the way are added at the end, or take the place of a null.
YamlEdit set_value(YamlPath path, NodePtr value);
// The same for a key that must not be there yet.
YamlEdit insert_key(YamlPath path, NodePtr value);
// Removes a key or an element, with the comments that belong to it: behind it, below it when they are indented deeper,
// and those directly above it (no blank line between) at its own indentation. What is not there needs no removing. A
// map or list that loses its last entry becomes {} or [].
YamlEdit remove_at(YamlPath path);
// Adds an element to the end of the list at `path`, which is made when it is missing.
YamlEdit append_item(YamlPath path, NodePtr value);

// Which document of a file: its `kind` and, unless that is empty, its metadata.name.
struct YamlDocumentChoice
{
  Kind kind = Kind::environment;
  std::string name;
};

// The text of a YAML file with these edits applied, one after the other, to one of its documents: the one way in which
// flowsync changes YAML that a person wrote. Comments, order, quoting, indentation, line ends, byte order mark, blank
// lines and other documents stay byte for byte; what is new is written like what stands beside it. The result has been
// read again and is exactly the old tree with the edits applied. Otherwise, and when that would change a place that an
// alias stands for, an error in `shown_path` that says why, and what to write by hand. It works on all edits at once,
// so give many together.
Result<std::string, Diagnostics> edit_yaml(const std::string& text, const std::string& shown_path,
                                           const YamlDocumentChoice& document, const std::vector<YamlEdit>& edits);

} // namespace flowsync::spec
