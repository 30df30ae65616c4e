#pragma once

#include "view/paint.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// Rows below a head line, columns aligned by what a terminal shows. Cells may be foreign text. Ends with a line break.
std::string table_text(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows,
                       const Paint& paint);

} // namespace flowsync::view
