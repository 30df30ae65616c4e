#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "http/url.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace flowsync::forge {

// The repository that a CI job runs for, and its pull or merge request.
struct ReviewPlace
{
  enum class Forge
  {
    github,
    gitlab
  };
  Forge forge = Forge::github;
  http::Url api;           // of its REST API
  std::string project;     // "owner/name"; of GitLab its number or path
  std::int64_t number = 0; // of the request; 0 = only the repository is meant
  Secret token;
  bool from_fork = false; // the change comes from another repository

  // "pull request 12 of acme/flows", or "acme/flows".
  std::string words() const;
};

struct NoPlace
{
  std::string text; // in one sentence
  std::string hint;
};

// Finds the repository from the variables that GitHub Actions (GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_TOKEN) or
// GitLab CI (CI_PROJECT_ID, CI_API_V4_URL, GITLAB_TOKEN) set; number is 0. The API must be reached by https, or be on
// this machine.
Result<ReviewPlace, NoPlace>
find_repository(const std::function<std::optional<std::string>(const std::string&)>& variable);

// Finds repository and request, which the variables GITHUB_EVENT_PATH and GITHUB_REF, or CI_MERGE_REQUEST_IID, name.
// `read`: the text of a file, nothing when there is none.
Result<ReviewPlace, NoPlace> find_place(const std::function<std::optional<std::string>(const std::string&)>& variable,
                                        const std::function<std::optional<std::string>(const std::string&)>& read);

} // namespace flowsync::forge
