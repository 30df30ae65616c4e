#pragma once

#include "base/diagnostic.hpp"
#include "view/paint.hpp"

#include <string>

namespace flowsync::view {

// The source line with its number, and below it the place underlined:
//    12 |     credental: orders-s3
//       |     ^~~~~~~~~
// Tabs are kept and wide characters take their room, so that the caret stands below its character; a very long line is
// cut to what surrounds the place. Empty when the line is not known. Ends with a line break otherwise.
std::string source_excerpt(const Location& where, const Paint& paint);

} // namespace flowsync::view
