#pragma once

#include "model/node.hpp"
#include "spec/problem_log.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::spec {

// "!!int" for YAML's own tags, others as they are written in the event.
std::string short_tag(std::string_view tag);

// Whether a key may carry this tag ("" = none): keys are text.
bool is_tag_for_key(std::string_view tag);

// The kind of a scalar from its tag ("" = none), its text and whether it was plain. Reports tags that are not
// supported or do not fit the text, and numbers that would lose digits.
NodeKind scalar_kind(std::string_view tag, std::string_view text, bool plain, Position at, ProblemLog& problems);

} // namespace flowsync::spec
