#include "forge/keep_issue.hpp"

#include "forge/post.hpp"

namespace flowsync::forge {

namespace {

Result<KeptIssue, ForgeProblem> close_all(Discussion& issues, const OneIssue& issue)
{
  const auto open = issues.own_notes(issue.beginning);
  if (!open) {
    return open.error();
  }
  for (const auto& note : *open) {
    auto problem = note.body == issue.body ? std::nullopt : issues.update(note.id, issue.body);
    if (!problem) {
      problem = issues.remove(note.id);
    }
    if (problem && problem->kind != ForgeProblem::Kind::missing) { // somebody was faster
      return *std::move(problem);
    }
  }
  return open->empty() ? KeptIssue::nothing : KeptIssue::closed;
}

} // namespace

Result<KeptIssue, ForgeProblem> keep_issue(Discussion& issues, const OneIssue& issue)
{
  if (!issue.holds) {
    return close_all(issues, issue);
  }
  const auto posted = post(issues, {issue.beginning, issue.body, true, [](const std::string&) { return false; }});
  if (!posted) {
    return posted.error();
  }
  return *posted == Posted::created   ? KeptIssue::opened
         : *posted == Posted::updated ? KeptIssue::updated
                                      : KeptIssue::unchanged;
}

} // namespace flowsync::forge
