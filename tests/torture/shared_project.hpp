#pragma once

#include <map>
#include <string>

namespace flowsync::torture {

inline constexpr const char* k_regions_file = "environments/base/lookups/regions.csv";
inline constexpr const char* k_clean_file = "environments/base/transforms/clean.py";
inline constexpr const char* k_reader_file = "environments/base/code/reader.py";
inline constexpr const char* k_shared_flows_file = "environments/base/flows/shared.yaml";

// Files, by path, of a lookup, transforms and code, and of flows that use them: a data_map sink, a script source, a
// source that names its code, a flow that begins from another one's nexset and one that begins from the demo's. They
// need the credential alias `files`.
std::map<std::string, std::string> shared_files();

} // namespace flowsync::torture
