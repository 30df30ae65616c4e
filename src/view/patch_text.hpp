#pragma once

#include "view/paint.hpp"

#include <string>

namespace flowsync::view {

// What turns one text of a file into another, as `diff -u` writes it, three lines around each change; "" when they are
// equal. Control characters are shown, not written.
std::string patch_text(const std::string& file, const std::string& before, const std::string& after,
                       const Paint& paint);

} // namespace flowsync::view
