#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "http/url.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace flowsync::forge {

// The pull or merge request that a CI job runs for.
struct Place
{
  enum class Forge
  {
    github,
    gitlab
  };
  Forge forge = Forge::github;
  http::Url api;           // of its REST API
  std::string project;     // "owner/name"; of GitLab its number or path
  std::int64_t number = 0; // of the request
  Secret token;
  bool from_fork = false; // the change comes from another repository

  // "pull request 12 of acme/flows".
  std::string words() const;
};

struct NoPlace
{
  std::string text; // in one sentence
  std::string hint;
};

// Finds it from the variables that GitHub Actions (GITHUB_REPOSITORY, GITHUB_EVENT_PATH, GITHUB_REF, GITHUB_API_URL,
// GITHUB_TOKEN) or GitLab CI (CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, GITLAB_TOKEN) set. The API must be
// reached by https, or be on this machine. `read`: the text of a file, nothing when there is none.
Result<Place, NoPlace> find_place(const std::function<std::optional<std::string>(const std::string&)>& variable,
                                  const std::function<std::optional<std::string>(const std::string&)>& read);

} // namespace flowsync::forge
