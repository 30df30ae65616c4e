#include "cli/failure_document.hpp"

#include "base/version.hpp"
#include "usecase/plan/plan_output.hpp"
#include "usecase/project/workspace.hpp"
#include "view/apply_report.hpp"
#include "view/diagnostics_json.hpp"
#include "view/plan_json.hpp"
#include "view/validation.hpp"

namespace flowsync::cli {

namespace {

using Json = nlohmann::ordered_json;

// One function for each kind of document; the last one is for commands whose document has a form of its own.
class DocumentOf
{
public:
  DocumentOf(const usecase::Failure& failure, const usecase::CommandContext& context)
      : m_failure(failure),
        m_context(context)
  {
  }

  Json operator()(const PlanOptions& /*options*/) const { return view::plan_json(plan()); }
  Json operator()(const ShowOptions& /*options*/) const { return view::plan_json(plan()); }
  Json operator()(const DriftOptions& /*options*/) const { return view::plan_json(plan(), view::PlanDocument::drift); }
  Json operator()(const ApplyOptions& /*options*/) const { return nothing_applied(); }
  Json operator()(const DestroyOptions& /*options*/) const { return nothing_applied(); }
  Json operator()(const ValidateOptions& /*options*/) const
  {
    return view::validation_json(m_failure.diagnostics, m_context.global.environments);
  }
  template <typename Options>
  Json operator()(const Options& /*options*/) const
  {
    return failure_document(m_failure);
  }

private:
  plan::Plan plan() const { return usecase::unmade_plan(usecase::named_environment(m_context), m_failure, m_context); }
  Json nothing_applied() const { return view::apply_json(plan(), nullptr, m_failure.exit, m_failure.diagnostics); }

  const usecase::Failure& m_failure;
  const usecase::CommandContext& m_context;
};

} // namespace

Json failure_document(const CommandOptions& command, const usecase::Failure& failure,
                      const usecase::CommandContext& context)
{
  return std::visit(DocumentOf(failure, context), command);
}

Json failure_document(const usecase::Failure& failure)
{
  Json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["complete"] = false;
  document["exit_code"] = static_cast<int>(failure.exit);
  document["diagnostics"] = view::diagnostics_json(failure.diagnostics);
  return document;
}

} // namespace flowsync::cli
