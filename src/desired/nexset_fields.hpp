#pragma once

#include "desired/resource_builder.hpp"

namespace flowsync::desired {

// The selector of `detected:`.
DetectedSelector read_selector(const Node& detected);

// Inline transform or the one from a file, validation and annotations of a nexset as API fields (API notes B3, B8).
// A derived set says has_custom_transform false, with or without an inline transform.
void set_transform(ResourceBuilder& builder);
void set_validation(ResourceBuilder& builder);
void set_annotations(ResourceBuilder& builder);

} // namespace flowsync::desired
