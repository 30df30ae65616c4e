#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"
#include "model/position.hpp"

#include <string_view>

namespace flowsync::schema {

// Checks what a shape cannot say about one rendered document: names and keys that must be unique or must exist, cycles,
// what excludes what, schedules, connector names, secrets written out, texts that look like marks. `kind` is the word
// of `kind:`; kind Project has nothing to check. Parts whose shape is wrong are skipped, so
// call validate_rendered as well. Whether aliases, variables and other documents exist is not checked here.
//
// Codes: duplicate-key, unknown-nexset, cycle, conflict, missing-key, unknown-connector (a warning), bad-cron,
// mark-in-text, literal-secret, misplaced-key, bad-address, bad-url, bad-value, not-supported-yet.
void check_semantics(const Node& document, std::string_view kind, const SourceFiles& files, Diagnostics& diagnostics);

} // namespace flowsync::schema
