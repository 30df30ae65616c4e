#pragma once

#include "model/node.hpp"

#include <string>
#include <string_view>

namespace flowsync::schema {

// Where a check is inside a document: a chain on the stack, made into words only when there is something to say.
struct DocumentPlace
{
  const DocumentPlace* above = nullptr; // nullptr: the document itself
  std::string_view key;                 // of the map entry; empty for an item of a list
  const Node* item = nullptr;           // the item of a list
  std::size_t index = 0;                // its index there

  // "spec.sinks.warehouse.config": items are named by their `key`, others by their number from 1 ("moved[2]"). "the
  // document" at the top.
  std::string path() const;
  // The last step in words: "`config`", "item 2 of `moved`", "the document".
  std::string words() const;
};

} // namespace flowsync::schema
