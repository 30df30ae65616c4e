#include "view/validation.hpp"

#include "base/text.hpp"
#include "base/version.hpp"
#include "view/diagnostics_json.hpp"
#include "view/diagnostics_markdown.hpp"
#include "view/diagnostics_text.hpp"
#include "view/markdown_text.hpp"
#include "view/plan_markdown.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

std::size_t count_severity(const Diagnostics& diagnostics, Severity severity)
{
  const auto& items = diagnostics.items();
  return static_cast<std::size_t>(
      std::count_if(items.begin(), items.end(), [&](const auto& item) { return item.severity == severity; }));
}

// ": 2 errors, 1 warning; looked at dev and prod."
std::string validation_rest(const Diagnostics& diagnostics, const std::vector<std::string>& environments)
{
  const auto names = join_words(environments);
  // Not each of the environments need have some of the errors.
  const auto* const link = diagnostics.has_errors() ? "; looked at " : " in ";
  return fmt::format(": {}{}.", count_problems(diagnostics), names.empty() ? "" : link + names);
}

} // namespace

std::string validation_text(const Diagnostics& diagnostics, const std::vector<std::string>& environments,
                            const Paint& paint)
{
  auto text = diagnostics_text(diagnostics, paint);
  text += text.empty() ? "" : "\n";
  return text + (diagnostics.has_errors() ? paint.bold_red("Not valid") : paint.green("Valid")) +
         validation_rest(diagnostics, environments) + "\n";
}

nlohmann::ordered_json validation_json(const Diagnostics& diagnostics, const std::vector<std::string>& environments)
{
  nlohmann::ordered_json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["valid"] = !diagnostics.has_errors();
  document["environments"] = environments;
  document["error_count"] = count_severity(diagnostics, Severity::error);
  document["warning_count"] = count_severity(diagnostics, Severity::warning);
  document["diagnostics"] = diagnostics_json(diagnostics);
  return document;
}

std::string validation_markdown(const Diagnostics& diagnostics, const std::vector<std::string>& environments)
{
  const auto head =
      fmt::format("### flowsync validate\n\n**{}**{}\n\n", diagnostics.has_errors() ? "Not valid" : "Valid",
                  markdown_escape(validation_rest(diagnostics, environments)));
  return head + diagnostics_markdown(diagnostics, k_markdown_limit - std::min(head.size(), k_markdown_limit));
}

} // namespace flowsync::view
