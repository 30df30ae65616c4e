#pragma once

#include "desired/resource_builder.hpp"

namespace flowsync::desired {

// `output`, `type` and `file` or `code` of a document of kind Transform or Code as the fields that carry code (API
// notes B8, B9): record code in a language travels as one custom operation, other code in a language as base64, Jolt as
// a list of operations, everything else as it is.
void set_code_fields(ResourceBuilder& builder, std::string_view default_output);

// `code:` of a script source or sink: `{ref: NAME}` as code_container_id, `{file, type}` as a code container of its own
// (API notes B2). `resource_type` is "source" or "sink".
void set_own_code(ResourceBuilder& builder, std::string_view resource_type);

} // namespace flowsync::desired
