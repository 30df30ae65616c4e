#include "cli/formats.hpp"

#include "cli/report_formats.hpp"

#include <map>

namespace flowsync::cli {

const std::vector<std::string>& formats_of(std::string_view command)
{
  static const std::vector<std::string> k_none;
  static const std::vector<std::string> k_both{"text", "json"};
  static const std::map<std::string, std::vector<std::string>, std::less<>> k_formats{
      {"accept", {"text"}},
      {"adopt", {"text"}},
      {"affected", k_both},
      {"apply", k_both},
      {"compare", {"text", "json", "markdown"}},
      {"comment", {"text"}},
      {"credentials", k_both},
      {"destroy", k_both},
      {"doctor", k_both},
      {"drift", report_formats_of("drift")},
      {"env add", {"text"}},
      {"export", k_both},
      {"fmt", k_both},
      {"graph", {"text", "mermaid", "dot", "json"}},
      {"history", k_both},
      {"import", {"text"}},
      {"init", {"text"}},
      {"issue", {"text"}},
      {"plan", report_formats_of("plan")},
      {"promote", {"text"}},
      {"reconcile", {"text"}},
      {"render", {"yaml", "json"}},
      {"reviewed", {"text"}},
      {"run", k_both},
      {"schema", {"json", "markdown"}},
      {"show", report_formats_of("show")},
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
      {"status", k_both},
      {"unmanaged", k_both},
      {"validate", report_formats_of("validate")},
      {"version", k_both}};
  const auto found = k_formats.find(command);
  return found != k_formats.end() ? found->second : k_none;
}

} // namespace flowsync::cli
