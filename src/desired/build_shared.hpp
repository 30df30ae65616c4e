#pragma once

#include "desired/build_flow.hpp"
#include "overlay/render.hpp"

namespace flowsync::desired {

// Translates one rendered document of kind Lookup, Transform or Code into a resource in the words of the API (API notes
// B7-B9). What validation refuses is skipped without a word; reported here is what only this step sees: files, and the
// entries of lookups, whose keys must be there and differ.
BuiltFlow build_shared(const overlay::RenderedDocument& rendered, const BuildContext& context);

} // namespace flowsync::desired
