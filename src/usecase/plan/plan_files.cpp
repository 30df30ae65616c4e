#include "usecase/plan/plan_files.hpp"

#include "base/atomic_file.hpp"
#include "base/printable.hpp"
#include "model/parse_json.hpp"
#include "plan/saved_plan.hpp"
#include "usecase/plan/plan_document.hpp"
#include "view/plan_json.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

namespace {

std::string text_of(const std::string& file, const CommandContext& context, const char* hint)
{
  auto text = read_file(working_directory(context) / file);
  if (!text) {
    throw Fatal(fmt::format("there is no file {}", printable(file)), ExitCode::error, hint);
  }
  return std::move(*text);
}

// The command that wrote a document: "plan" or "drift"; "" when it does not say so.
std::string writer_of(const nlohmann::json& document)
{
  const auto report = document.is_object() ? document.value("report", nlohmann::json()) : nlohmann::json();
  return report.is_string() ? report.get<std::string>() : std::string();
}

const char* why_no_drift(const std::string& text, const nlohmann::json& document)
{
  const bool of_plan = writer_of(document) == view::plan_document_name(view::PlanDocument::plan) ||
                       (document.is_object() && document.contains("environments"));
  return plan::looks_like_saved_plan(text) ? "is a saved plan, which does not tell what drifted"
         : of_plan                         ? "is what `plan` wrote, which does not tell what drifted"
                                           : "is not what `drift --format json` of this version prints";
}

} // namespace

std::vector<plan::Plan> read_plan_file(const std::string& file, const CommandContext& context)
{
  const auto text = text_of(file, context, "plan with --write json=FILE, which is written for plans that fail too");
  if (plan::looks_like_saved_plan(text)) {
    auto saved = plan::parse_saved_plan(text);
    if (!saved) {
      throw Fatal(fmt::format("{} {}", printable(file), saved.error().text), ExitCode::error, saved.error().hint);
    }
    return {std::move(saved).value().plan};
  }
  const auto document = parse_json(text, NumberTexts::kept).value;
  if (writer_of(document) == view::plan_document_name(view::PlanDocument::drift)) {
    throw Fatal(fmt::format("{} is what `drift` wrote, which nobody is to apply", printable(file)), ExitCode::error,
                "plan with --out FILE or --write json=FILE; `flowsync issue FILE` tells of drift");
  }
  try {
    return decode_plan_document(document);
  } catch (const std::exception&) { // a member that is missing or of another kind
    throw Fatal(fmt::format("{} is neither a saved plan nor what `plan --format json` prints", printable(file)),
                ExitCode::error, "plan with --out FILE or --write json=FILE");
  }
}

std::vector<plan::Plan> read_drift_file(const std::string& file, const CommandContext& context)
{
  constexpr auto k_hint = "give what `flowsync drift -e ENV --write json=FILE` writes, also when it fails";
  const auto text = text_of(file, context, k_hint);
  const auto document =
      plan::looks_like_saved_plan(text) ? nlohmann::json() : parse_json(text, NumberTexts::kept).value;
  if (writer_of(document) == view::plan_document_name(view::PlanDocument::drift)) {
    try {
      return decode_plan_document(document);
    } catch (const std::exception&) { // a member that is missing or of another kind
      throw Fatal(fmt::format("{} is not whole", printable(file)), ExitCode::error, k_hint);
    }
  }
  throw Fatal(fmt::format("{} {}", printable(file), why_no_drift(text, document)), ExitCode::error, k_hint);
}

} // namespace flowsync::usecase
