#pragma once

#include "forge/caller.hpp"
#include "forge/discussion.hpp"
#include "forge/review_place.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace flowsync::forge {

// Whose a token of GitHub is, and what that user wrote.
class GithubAuthor
{
public:
  // Asks once; a person's token answers who it is, that of a job or an app does so by GraphQL alone, as a bot.
  std::optional<ForgeProblem> find(ForgeCaller& caller, const ReviewPlace& place);
  // Whether this comment or issue is of that user; after find().
  bool wrote(const nlohmann::json& note) const;

private:
  std::string m_login;
  bool m_is_app = false;
};

// "/repos/owner/name".
std::string github_repository(const ReviewPlace& place);

} // namespace flowsync::forge
