#include "forge/forges.hpp"
#include "forge/github_author.hpp"

#include <fmt/format.h>

namespace flowsync::forge {

namespace {

using nlohmann::json;

// docs.github.com/rest/issues/comments: a pull request is an issue there.
class GithubDiscussion final : public Discussion
{
public:
  GithubDiscussion(const ReviewPlace& place, ForgeCaller caller) : m_place(place), m_caller(std::move(caller)) {}

  Result<std::vector<Note>, ForgeProblem> own_notes(std::string_view beginning) override
  {
    if (auto problem = m_author.find(m_caller, m_place)) {
      return *std::move(problem);
    }
    return walk_notes(m_caller, fmt::format("{}/issues/{}/comments?", github_repository(m_place), m_place.number),
                      beginning, [this](const json& note) { return m_author.wrote(note); });
  }

  Result<std::int64_t, ForgeProblem> create(const std::string& body) override
  {
    return created(m_caller.call(
        "POST", fmt::format("{}/issues/{}/comments", github_repository(m_place), m_place.number), {{"body", body}}));
  }

  std::optional<ForgeProblem> update(std::int64_t id, const std::string& body) override
  {
    return problem_of(m_caller.call("PATCH", comment(id), {{"body", body}}));
  }

  std::optional<ForgeProblem> remove(std::int64_t id) override { return removed(m_caller.call("DELETE", comment(id))); }

private:
  std::string comment(std::int64_t id) const
  {
    return fmt::format("{}/issues/comments/{}", github_repository(m_place), id);
  }

  const ReviewPlace m_place;
  ForgeCaller m_caller;
  GithubAuthor m_author;
};

// docs.github.com/rest/issues/issues: its lists hold pull requests as well.
class GithubIssues final : public Discussion
{
public:
  GithubIssues(const ReviewPlace& place, std::string title, ForgeCaller caller)
      : m_place(place),
        m_title(std::move(title)),
        m_caller(std::move(caller))
  {
  }

  Result<std::vector<Note>, ForgeProblem> own_notes(std::string_view beginning) override
  {
    if (auto problem = m_author.find(m_caller, m_place)) {
      return *std::move(problem);
    }
    return walk_notes(m_caller, issues() + "?state=open&sort=created&direction=asc&", beginning,
                      [this](const json& issue) { return !issue.contains("pull_request") && m_author.wrote(issue); },
                      {"number", "body"});
  }

  Result<std::int64_t, ForgeProblem> create(const std::string& body) override
  {
    return created(m_caller.call("POST", issues(), {{"title", m_title}, {"body", body}}), "number");
  }

  std::optional<ForgeProblem> update(std::int64_t id, const std::string& body) override
  {
    return problem_of(m_caller.call("PATCH", fmt::format("{}/{}", issues(), id), {{"body", body}}));
  }

  std::optional<ForgeProblem> remove(std::int64_t id) override
  {
    return removed(m_caller.call("PATCH", fmt::format("{}/{}", issues(), id),
                                 {{"state", "closed"}, {"state_reason", "completed"}}));
  }

private:
  std::string issues() const { return github_repository(m_place) + "/issues"; }

  const ReviewPlace m_place;
  const std::string m_title;
  ForgeCaller m_caller;
  GithubAuthor m_author;
};

} // namespace

std::unique_ptr<Discussion> open_github(const ReviewPlace& place, ForgeCaller caller)
{
  return std::make_unique<GithubDiscussion>(place, std::move(caller));
}

std::unique_ptr<Discussion> open_github_issues(const ReviewPlace& place, const std::string& title, ForgeCaller caller)
{
  return std::make_unique<GithubIssues>(place, title, std::move(caller));
}

} // namespace flowsync::forge
