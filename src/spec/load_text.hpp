#pragma once

#include "base/diagnostic.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace flowsync::spec {

// Bigger files than this are refused.
inline constexpr std::uintmax_t k_biggest_file = std::uintmax_t{16} * 1024 * 1024;

// The text of a specification file, without a byte order mark. Nothing, with the reason among the diagnostics, when it
// is missing, no regular file (it never waits for a named pipe), too big or cannot be read. `shown_path` is what
// messages call it.
std::optional<std::string> load_text(const std::filesystem::path& path, const std::string& shown_path,
                                     Diagnostics& diagnostics);

// The same for a text that was read elsewhere.
std::optional<std::string> accept_text(std::string text, const std::string& shown_path, Diagnostics& diagnostics);

} // namespace flowsync::spec
