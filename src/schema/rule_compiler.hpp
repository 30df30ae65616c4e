#pragma once

#include "schema/rule.hpp"

#include <memory>
#include <string_view>

namespace flowsync::schema {

// Compiles the text of a JSON Schema. Throws std::logic_error, naming the keyword, when it uses what Rule does not
// know: a schema that would silently check less than it says is a mistake of ours.
std::shared_ptr<const Rule> compile_schema(std::string_view text);

} // namespace flowsync::schema
