#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"
#include "model/position.hpp"

#include <string_view>

namespace flowsync::schema {

// Checks the shape of documents against schemas/KIND.schema.json, which is the only description of it. `kind` is the
// word of `kind:` ("Flow"); it must be one of those in schema_texts(). Codes of the problems: unknown-key, wrong-type,
// missing-key, bad-value, not-supported-yet. At most k_most_problems are reported for one document. Safe to call for
// different documents at once.
inline constexpr std::size_t k_most_problems = 100;

// One document as a file holds it. An overlay may leave out everything but its name, `null` may stand where a key is
// removed, a reference may stand for a value of another type, and keys beginning with `$` are left to the merge.
void validate_written(const Node& document, std::string_view kind, const SourceFiles& files, Diagnostics& diagnostics);

// A document after merging and substitution: required keys (`required` and `x-required`) must be there, tombstones
// count as absent. Texts that still hold ${secret.…} or ${ref.…} (Node::deferred) fit every scalar type.
void validate_rendered(const Node& document, std::string_view kind, const SourceFiles& files, Diagnostics& diagnostics);

} // namespace flowsync::schema
