#include "forge/forges.hpp"

#include <fmt/format.h>

namespace flowsync::forge {

namespace {

using nlohmann::json;

// docs.gitlab.com/api/notes: the notes of a merge request.
class GitlabDiscussion final : public Discussion
{
public:
  GitlabDiscussion(const Place& place, Caller caller) : m_place(place), m_caller(std::move(caller)) {}

  Result<std::vector<Note>, ForgeProblem> own_notes(std::string_view beginning) override
  {
    if (m_user == 0) {
      const auto user = m_caller.call("GET", "/user");
      if (!user) {
        return user.error();
      }
      m_user = id_in(user->body);
      if (m_user == 0) {
        return ForgeProblem{ForgeProblem::Kind::rejected, "it does not say whose the token is"};
      }
    }
    return walk_notes(m_caller, notes() + "?sort=asc&order_by=created_at&", beginning, [this](const json& note) {
      return id_in(note.value("author", json::object())) == m_user && !note.value("system", false);
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
    return fmt::format("/projects/{}/merge_requests/{}/notes", http::percent_encode(m_place.project), m_place.number);
  }

  const Place m_place;
  Caller m_caller;
  std::int64_t m_user = 0;
};

} // namespace

std::unique_ptr<Discussion> open_gitlab(const Place& place, Caller caller)
{
  return std::make_unique<GitlabDiscussion>(place, std::move(caller));
}

} // namespace flowsync::forge
