#include "view/drift_issue.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "base/version.hpp"
#include "view/drift_text.hpp"
#include "view/job_link.hpp"
#include "view/markdown_text.hpp"
#include "view/text_html.hpp"

#include <fmt/format.h>

namespace flowsync::view {

std::string drift_issue_beginning(std::string_view project, std::string_view environment)
{
  return fmt::format("<!-- flowsync:drift v1 project={} environment={} -->\n", project, environment);
}

std::string drift_issue_title(const plan::Plan& plan)
{
  return fmt::format("Nexla differs from git in {} of {}", plan.environment, plan.project);
}

std::string drift_issue(const plan::Plan& plan, const std::string& job, const PlanTextOptions& options)
{
  auto text = drift_issue_beginning(plan.project, plan.environment);
  if (plan.summary.drifted == 0) {
    text += fmt::format("Nexla is as it was last applied in {}.\n", markdown_code(plan.environment));
  } else {
    text += fmt::format("{} changed in Nexla since the last apply to {}.\n\n"
                        "- To undo that, apply: what the specs say comes back.\n"
                        "- To keep it, write it into the specs by a pull request.\n\n",
                        count_of(plan.summary.drifted, "resource"), markdown_code(plan.environment));
    text += text_markdown("flowsync drift", plan.environment, drift_text(plan, options));
    text += "\nThis issue closes by itself when nothing differs any more.\n";
  }
  const auto link = job_link(job);
  return text + fmt::format("\n<sub>looked at {}{}{} · flowsync {}</sub>\n", format_timestamp(plan.time),
                            link.empty() ? "" : " · ", link, program_version());
}

} // namespace flowsync::view
