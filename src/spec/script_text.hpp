#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace flowsync::spec {

// Code as it stands in a file of its own.
struct ScriptText
{
  std::string text;
  std::string type;      // "python", "python3", "javascript", "jolt_standard", ...
  std::string extension; // ".py", ".js", ".json"
};

// Base64 and the wrapping as one custom operation undone (API notes B8): the script of an inline transform. Nothing for
// every other transform, and for a script that would not come back byte for byte.
std::optional<ScriptText> script_of_transform(const nlohmann::json& transform);

// The script that one custom operation in `operations` holds.
std::optional<ScriptText> script_of_operations(const nlohmann::json& operations);

// The code of a container (API notes B9) as a spec gives it; nothing when no reply shows it, and when a spec would send
// it in another encoding. `output` is what it works on: "record", "attribute", "custom".
std::optional<ScriptText> script_of_container(const nlohmann::json& container, const std::string& output);

// An inline transform in the one form that specs use, whichever reply it came from: version, data_maps, transforms, and
// what else it holds that is not empty.
nlohmann::json plain_transform(const nlohmann::json& transform);

} // namespace flowsync::spec
