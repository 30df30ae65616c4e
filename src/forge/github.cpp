#include "forge/forges.hpp"

#include <fmt/format.h>

namespace flowsync::forge {

namespace {

using nlohmann::json;

std::string text_at(const json& value, const char* key)
{
  const auto found = value.is_object() ? value.find(key) : value.end();
  return found != value.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string without_bot(std::string login)
{
  constexpr std::string_view k_end = "[bot]";
  if (login.ends_with(k_end)) {
    login.resize(login.size() - k_end.size());
  }
  return login;
}

// docs.github.com/rest/issues/comments: a pull request is an issue there.
class GithubDiscussion final : public Discussion
{
public:
  GithubDiscussion(const Place& place, Caller caller) : m_place(place), m_caller(std::move(caller)) {}

  Result<std::vector<Note>, ForgeProblem> own_notes(std::string_view beginning) override
  {
    if (m_login.empty()) {
      if (auto problem = find_login()) {
        return *std::move(problem);
      }
    }
    return walk_notes(m_caller, fmt::format("{}/issues/{}/comments?", repository(), m_place.number), beginning,
                      [this](const json& note) {
                        const auto& author = note.value("user", json::object());
                        const auto login = text_at(author, "login");
                        return m_is_app ? text_at(author, "type") == "Bot" && without_bot(login) == m_login
                                        : login == m_login;
                      });
  }

  Result<std::int64_t, ForgeProblem> create(const std::string& body) override
  {
    return created(
        m_caller.call("POST", fmt::format("{}/issues/{}/comments", repository(), m_place.number), {{"body", body}}));
  }

  std::optional<ForgeProblem> update(std::int64_t id, const std::string& body) override
  {
    return problem_of(m_caller.call("PATCH", comment(id), {{"body", body}}));
  }

  std::optional<ForgeProblem> remove(std::int64_t id) override { return removed(m_caller.call("DELETE", comment(id))); }

private:
  std::string repository() const { return "/repos/" + encoded_path(m_place.project); }
  std::string comment(std::int64_t id) const { return fmt::format("{}/issues/comments/{}", repository(), id); }

  // A person's token answers who it is; that of a job or an app does so by GraphQL alone, as a bot.
  std::optional<ForgeProblem> find_login()
  {
    const auto user = m_caller.call("GET", "/user");
    if (user) {
      m_login = text_at(user->body, "login");
    } else if (user.error().kind == ForgeProblem::Kind::forbidden) {
      constexpr std::string_view k_enterprise = "/api/v3"; // of GitHub Enterprise Server; github.com has no such part
      const bool enterprise = m_place.api.path.starts_with(k_enterprise);
      const auto viewer = m_caller.call("POST", enterprise ? "/api/graphql" : "/graphql",
                                        {{"query", "query { viewer { login } }"}}, true);
      if (!viewer) {
        return viewer.error();
      }
      const auto data = viewer->body.is_object() ? viewer->body.value("data", json()) : json();
      m_login = without_bot(text_at(data.is_object() ? data.value("viewer", json()) : json(), "login"));
      m_is_app = true;
    } else {
      return user.error();
    }
    return m_login.empty()
               ? std::optional(ForgeProblem{ForgeProblem::Kind::rejected, "it does not say whose the token is"})
               : std::nullopt;
  }

  const Place m_place;
  Caller m_caller;
  std::string m_login;
  bool m_is_app = false;
};

} // namespace

std::unique_ptr<Discussion> open_github(const Place& place, Caller caller)
{
  return std::make_unique<GithubDiscussion>(place, std::move(caller));
}

} // namespace flowsync::forge
