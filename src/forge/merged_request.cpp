#include "forge/merged_request.hpp"

#include "forge/caller.hpp"
#include "forge/forges.hpp"
#include "forge/github_author.hpp"

#include <fmt/format.h>

namespace flowsync::forge {

namespace {

using nlohmann::json;

// Whether the request was merged, and whether this commit is what it became: a merge, a squashed commit or, when it was
// rebased, its last one.
struct Merge
{
  bool merged = false;
  bool into_this = false;
};

Merge merge_of(const json& request, const ReviewPlace& place, const std::string& commit)
{
  const bool merged = place.forge == ReviewPlace::Forge::github ? !text_in(request, "merged_at").empty()
                                                                : text_in(request, "state") == "merged";
  return {merged, text_in(request, "merge_commit_sha") == commit || text_in(request, "squash_commit_sha") == commit};
}

} // namespace

Result<std::int64_t, ForgeProblem> merged_request(const ReviewPlace& place, const std::string& commit,
                                                  http::Transport& transport, Clock& clock, std::stop_token stop,
                                                  std::function<void(const std::string&)> waiting)
{
  const bool github = place.forge == ReviewPlace::Forge::github;
  const auto path = github ? fmt::format("{}/commits/{}/pulls", github_repository(place), http::percent_encode(commit))
                           : fmt::format("/projects/{}/repository/commits/{}/merge_requests",
                                         http::percent_encode(place.project), http::percent_encode(commit));
  ForgeCaller caller(place, transport, clock, std::move(stop), std::move(waiting));
  const auto answer = caller.call("GET", path + "?per_page=100");
  if (!answer) {
    return answer.error();
  }
  if (!answer->body.is_array()) {
    return ForgeProblem{ForgeProblem::Kind::rejected, "its list of requests is not a list"};
  }
  std::int64_t found = 0;
  for (const auto& request : answer->body) {
    const auto number = id_in(request, github ? "number" : "iid");
    const auto merge = merge_of(request, place, commit);
    if (merge.merged && (merge.into_this || found == 0)) {
      found = number;
    }
    if (merge.merged && merge.into_this) {
      break;
    }
  }
  return found;
}

} // namespace flowsync::forge
