#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace flowsync::desired {

inline constexpr std::size_t k_largest_script = 1U << 20U; // bytes

// The text of a file that a spec names. `name` is the scalar after `file:`; the path is relative to the document that
// holds it, and with symbolic links followed it must be a regular file inside `root`, at most k_largest_script bytes of
// UTF-8. Otherwise nothing, and the reason at the scalar; for what lies in the file but is not its text (a pointer of
// Git LFS, markers of a merge) at its line there. A byte order mark and carriage returns at line ends are left out.
std::optional<std::string> read_script(const Node& name, const std::filesystem::path& root, const SourceFiles& files,
                                       Diagnostics& diagnostics);

// The inline transform that `{file: clean.py, type: python}` stands for: one custom operation with the script in base64
// (API notes B8). A .json file holds the transform object itself. `node` is the map; nothing when the file or the type
// is wrong (reported).
std::optional<nlohmann::json> transform_from_file(const Node& node, const std::filesystem::path& root,
                                                  const SourceFiles& files, Diagnostics& diagnostics);

// Source text in a language as the one custom operation that carries it in a list of record operations (API notes B8).
nlohmann::json custom_operation(std::string_view language, std::string_view script);

// The JSON that a file's text holds, without keys that occur twice; nothing with the reason, to go after the file's
// name, in `problem`.
std::optional<nlohmann::json> parse_json_file(const std::string& text, std::string& problem);

} // namespace flowsync::desired
