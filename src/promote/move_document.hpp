#pragma once

#include "promote/bring.hpp"

namespace flowsync::promote {

// A document as one layer holds it.
struct WrittenDocument
{
  const spec::Layer* layer = nullptr;
  const spec::Document* document = nullptr;
};

// Versions of a document in layers of `environment` that `other` does not have, from the first to the last.
std::vector<WrittenDocument> own_versions(const DraftedProject& drafted, const std::string& environment,
                                          const std::string& other, spec::Kind kind, const std::string& name);

// Moves a document from a layer to `base`. Own values (own_values.hpp) of a flow stay behind as an overlay, and `to`
// gets an overlay with the same values unless it has a document of that name; false when an edit is refused.
bool move_document(const DraftedProject& drafted, const Promotion& request, const WrittenDocument& moved,
                   DraftEditor& editor, Brought& brought);

// How a path of a document is shown: "source.config.path", "sinks.warehouse".
std::string shown(const spec::YamlPath& path);
std::string names_of(const std::vector<spec::YamlPath>& paths);

} // namespace flowsync::promote
