#include "forge/github_author.hpp"

#include "forge/forges.hpp"

namespace flowsync::forge {

namespace {

using nlohmann::json;

std::string without_bot(std::string login)
{
  constexpr std::string_view k_end = "[bot]";
  if (login.ends_with(k_end)) {
    login.resize(login.size() - k_end.size());
  }
  return login;
}

json member(const json& value, const char* key)
{
  const auto found = value.is_object() ? value.find(key) : value.end();
  return found != value.end() ? *found : json();
}

} // namespace

std::optional<ForgeProblem> GithubAuthor::find(ForgeCaller& caller, const ReviewPlace& place)
{
  if (!m_login.empty()) {
    return std::nullopt;
  }
  const auto user = caller.call("GET", "/user");
  if (user) {
    m_login = text_in(user->body, "login");
  } else if (user.error().kind == ForgeProblem::Kind::forbidden) {
    constexpr std::string_view k_enterprise = "/api/v3"; // of GitHub Enterprise Server; github.com has no such part
    const bool enterprise = place.api.path.starts_with(k_enterprise);
    const auto viewer =
        caller.call("POST", enterprise ? "/api/graphql" : "/graphql", {{"query", "query { viewer { login } }"}}, true);
    if (!viewer) {
      return viewer.error();
    }
    m_login = without_bot(text_in(member(member(viewer->body, "data"), "viewer"), "login"));
    m_is_app = true;
  } else {
    return user.error();
  }
  return m_login.empty()
             ? std::optional(ForgeProblem{ForgeProblem::Kind::rejected, "it does not say whose the token is"})
             : std::nullopt;
}

bool GithubAuthor::wrote(const json& note) const
{
  const auto author = member(note, "user");
  const auto login = text_in(author, "login");
  return m_is_app ? text_in(author, "type") == "Bot" && without_bot(login) == m_login : login == m_login;
}

std::string github_repository(const ReviewPlace& place)
{
  return "/repos/" + encoded_path(place.project);
}

} // namespace flowsync::forge
