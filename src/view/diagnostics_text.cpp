#include "view/diagnostics_text.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "view/source_excerpt.hpp"
#include "view/told_problems.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

std::string severity_text(Severity severity, const Paint& paint)
{
  switch (severity) {
  case Severity::error:
    return paint.bold_red("error:");
  case Severity::warning:
    return paint.bold_yellow("warning:");
  case Severity::note:
    break;
  }
  return paint.bold_cyan("note:");
}

std::string head(const Location& where, Severity severity, const std::string& message, const Paint& paint)
{
  const auto place = place_text(where);
  return fmt::format("{}{} {}", place.empty() ? "" : paint.bold(place + ":") + " ", severity_text(severity, paint),
                     paint.bold(printable(message)));
}

} // namespace

namespace {

// "  also at a.yaml:3:5, b.yaml:3:5 and 47 more places"; each place of a cause stands in the other formats.
std::string also_at(const ToldProblem& cause)
{
  constexpr std::size_t k_named = 3;
  std::vector<std::string> places;
  for (std::size_t i = 0; i < std::min(k_named, cause.others.size()); ++i) {
    places.push_back(place_text(cause.others[i]->where));
  }
  if (cause.others.size() > k_named) {
    places.push_back(count_of(cause.others.size() - k_named, "more place"));
  }
  return places.empty() ? std::string() : fmt::format("  also at {}\n", join_words(places));
}

std::size_t count_causes(const Diagnostics& diagnostics, Severity severity)
{
  const auto causes = told_problems(diagnostics);
  return static_cast<std::size_t>(std::count_if(
      causes.begin(), causes.end(), [&](const ToldProblem& cause) { return cause.first->severity == severity; }));
}

} // namespace

std::string place_text(const Location& where)
{
  if (where.file.empty()) {
    return {};
  }
  auto file = printable(where.file);
  if (constexpr std::string_view k_odd = ":# "; !file.empty() && k_odd.find(file.front()) != std::string_view::npos) {
    file.insert(0, "./"); // a line that begins with `::` or `##[` is a command to CI runners
  }
  if (where.line <= 0) {
    return file;
  }
  return where.column > 0 ? fmt::format("{}:{}:{}", file, where.line, where.column)
                          : fmt::format("{}:{}", file, where.line);
}

std::string diagnostic_text(const Diagnostic& diagnostic, const Paint& paint)
{
  auto text = head(diagnostic.where, diagnostic.severity, diagnostic.message, paint);
  text += diagnostic.code.empty() ? "" : paint.dim(fmt::format(" [{}]", diagnostic.code.text()));
  text += '\n';
  text += source_excerpt(diagnostic.where, paint);
  if (!diagnostic.hint.empty()) {
    text += fmt::format("  {} {}\n", paint.bold_cyan("help:"), printable(diagnostic.hint));
  }
  for (const auto& related : diagnostic.related) {
    text += head(related.where, Severity::note, related.message, paint) + '\n';
    text += source_excerpt(related.where, paint);
  }
  return text;
}

std::string diagnostics_text(const Diagnostics& diagnostics, const Paint& paint)
{
  std::string text;
  for (const auto& cause : told_problems(diagnostics)) {
    text += text.empty() ? "" : "\n";
    text += diagnostic_text(*cause.first, paint);
    text += also_at(cause);
  }
  return text;
}

std::string count_problems(const Diagnostics& diagnostics)
{
  const auto errors = count_causes(diagnostics, Severity::error);
  const auto warnings = count_causes(diagnostics, Severity::warning);
  if (errors == 0 && warnings == 0) {
    return "no problems";
  }
  if (warnings == 0) {
    return count_of(errors, "error");
  }
  return errors == 0 ? count_of(warnings, "warning")
                     : fmt::format("{}, {}", count_of(errors, "error"), count_of(warnings, "warning"));
}

} // namespace flowsync::view
