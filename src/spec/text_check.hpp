#pragma once

#include "base/diagnostic.hpp"
#include "model/position.hpp"

#include <string_view>

namespace flowsync::spec {

// What some editors put before UTF-8 text.
inline constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

// Whether the text of a loaded file is clean UTF-8 that every YAML reader splits into the same lines. Refused, each
// with its place: UTF-16 and other encodings, NUL and control characters, lone carriage returns and the Unicode line
// separators (a YAML 1.1 reader breaks lines there, others do not). One problem per file is reported.
bool check_text(const SourceFiles& files, std::uint32_t file, Diagnostics& diagnostics);

} // namespace flowsync::spec
