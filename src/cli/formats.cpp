#include "cli/formats.hpp"

#include <map>

namespace flowsync::cli {

const std::vector<std::string>& formats_of(std::string_view command)
{
  static const std::vector<std::string> k_none;
  static const std::vector<std::string> k_both{"text", "json"};
  static const std::map<std::string, std::vector<std::string>, std::less<>> k_formats{
      {"adopt", {"text"}},
      {"apply", k_both},
      {"compare", {"text", "json", "markdown"}},
      {"credentials", k_both},
      {"destroy", k_both},
      {"doctor", k_both},
      {"drift", k_both},
      {"export", k_both},
      {"fmt", k_both},
      {"graph", {"text", "mermaid", "dot", "json"}},
      {"history", k_both},
      {"import", {"text"}},
      {"init", {"text"}},
      {"plan", {"text", "json", "markdown", "html"}},
      {"promote", {"text"}},
      {"render", {"yaml", "json"}},
      {"schema", {"json", "markdown"}},
      {"show", {"text", "json", "markdown", "html"}},
      {"sim", {"text"}},
      {"state list", k_both},
      {"state migrate", {"text"}},
      {"state mv", k_both},
      {"state pull", {"json"}},
      {"state push", {"text"}},
      {"state rebuild", k_both},
      {"state rm", k_both},
      {"state show", k_both},
      {"state unlock", k_both},
      {"validate", {"text", "json", "sarif", "github"}},
      {"version", k_both}};
  const auto found = k_formats.find(command);
  return found != k_formats.end() ? found->second : k_none;
}

} // namespace flowsync::cli
