#include "forge/forges.hpp"

#include <fmt/format.h>

namespace flowsync::forge {

namespace {

using nlohmann::json;

// Whose a token of GitLab is, and what that user wrote.
class GitlabAuthor
{
public:
  // Asks once.
  std::optional<ForgeProblem> find(ForgeCaller& caller)
  {
    if (m_user > 0) {
      return std::nullopt;
    }
    const auto user = caller.call("GET", "/user");
    if (!user) {
      return user.error();
    }
    m_user = id_in(user->body);
    return m_user > 0 ? std::nullopt
                      : std::optional(ForgeProblem{ForgeProblem::Kind::rejected, "it does not say whose the token is"});
  }
  // After find().
  bool wrote(const json& note) const { return id_in(note.value("author", json::object())) == m_user; }

private:
  std::int64_t m_user = 0;
};

std::string gitlab_project(const ReviewPlace& place)
{
  return "/projects/" + http::percent_encode(place.project);
}

// docs.gitlab.com/api/notes: the notes of a merge request.
class GitlabDiscussion final : public Discussion
{
public:
  GitlabDiscussion(const ReviewPlace& place, ForgeCaller caller) : m_place(place), m_caller(std::move(caller)) {}

  Result<std::vector<Note>, ForgeProblem> own_notes(std::string_view beginning) override
  {
    if (auto problem = m_author.find(m_caller)) {
      return *std::move(problem);
    }
    return walk_notes(m_caller, notes() + "?sort=asc&order_by=created_at&", beginning, [this](const json& note) {
      const auto is_system = note.find("system"); // what GitLab itself says of the request, such as a push
      return m_author.wrote(note) && (is_system == note.end() || *is_system != true);
    });
  }

  Result<std::int64_t, ForgeProblem> create(const std::string& body) override
  {
    return created(m_caller.call("POST", notes(), {{"body", body}}));
  }

  std::optional<ForgeProblem> update(std::int64_t id, const std::string& body) override
  {
    return problem_of(m_caller.call("PUT", fmt::format("{}/{}", notes(), id), {{"body", body}}));
  }

  std::optional<ForgeProblem> remove(std::int64_t id) override
  {
    return removed(m_caller.call("DELETE", fmt::format("{}/{}", notes(), id)));
  }

private:
  std::string notes() const
  {
    return fmt::format("{}/merge_requests/{}/notes", gitlab_project(m_place), m_place.number);
  }

  const ReviewPlace m_place;
  ForgeCaller m_caller;
  GitlabAuthor m_author;
};

// docs.gitlab.com/api/issues: an issue's number inside its project is called `iid`, its text `description`.
class GitlabIssues final : public Discussion
{
public:
  GitlabIssues(const ReviewPlace& place, std::string title, ForgeCaller caller)
      : m_place(place),
        m_title(std::move(title)),
        m_caller(std::move(caller))
  {
  }

  Result<std::vector<Note>, ForgeProblem> own_notes(std::string_view beginning) override
  {
    if (auto problem = m_author.find(m_caller)) {
      return *std::move(problem);
    }
    return walk_notes(m_caller, issues() + "?state=opened&scope=all&sort=asc&order_by=created_at&", beginning,
                      [this](const json& issue) { return m_author.wrote(issue); }, {"iid", "description"});
  }

  Result<std::int64_t, ForgeProblem> create(const std::string& body) override
  {
    return created(m_caller.call("POST", issues(), {{"title", m_title}, {"description", body}}), "iid");
  }

  std::optional<ForgeProblem> update(std::int64_t id, const std::string& body) override
  {
    return problem_of(m_caller.call("PUT", fmt::format("{}/{}", issues(), id), {{"description", body}}));
  }

  std::optional<ForgeProblem> remove(std::int64_t id) override
  {
    return removed(m_caller.call("PUT", fmt::format("{}/{}", issues(), id), {{"state_event", "close"}}));
  }

private:
  std::string issues() const { return gitlab_project(m_place) + "/issues"; }

  const ReviewPlace m_place;
  const std::string m_title;
  ForgeCaller m_caller;
  GitlabAuthor m_author;
};

} // namespace

std::unique_ptr<Discussion> open_gitlab(const ReviewPlace& place, ForgeCaller caller)
{
  return std::make_unique<GitlabDiscussion>(place, std::move(caller));
}

std::unique_ptr<Discussion> open_gitlab_issues(const ReviewPlace& place, const std::string& title, ForgeCaller caller)
{
  return std::make_unique<GitlabIssues>(place, title, std::move(caller));
}

} // namespace flowsync::forge
