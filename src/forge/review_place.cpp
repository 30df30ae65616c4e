#include "forge/review_place.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>

namespace flowsync::forge {

namespace {

using nlohmann::json;
using Variable = std::function<std::optional<std::string>(const std::string&)>;

constexpr auto k_no_request = "this job runs for no pull or merge request";

std::string value_of(const Variable& variable, const std::string& name)
{
  return variable(name).value_or("");
}

std::int64_t number_in(std::string_view text)
{
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && number > 0 ? number : 0;
}

// An address that a token may be sent to.
Result<http::Url, NoPlace> checked_api(const std::string& text, const std::string& name)
{
  const auto url = http::parse_url(text);
  const bool plain = url && !url->user_info && url->query.empty() && url->fragment.empty();
  if (!plain || (url->scheme != "https" && !http::is_loopback(url->host))) {
    return NoPlace{fmt::format("{} is not an address that a token may be sent to", name),
                   "it must begin with https:// and hold no user, query or fragment"};
  }
  return *url;
}

// The number of "refs/pull/12/merge"; 0 for any other.
std::int64_t number_of_reference(std::string_view reference)
{
  constexpr std::string_view k_beginning = "refs/pull/";
  if (!reference.starts_with(k_beginning)) {
    return 0;
  }
  reference.remove_prefix(k_beginning.size());
  return number_in(reference.substr(0, reference.find('/')));
}

json at(const json& value, const char* key)
{
  const auto found = value.is_object() ? value.find(key) : value.end();
  return found != value.end() ? *found : json();
}

Result<ReviewPlace, NoPlace> github_repository_of(const Variable& variable)
{
  ReviewPlace place;
  place.forge = ReviewPlace::Forge::github;
  place.project = value_of(variable, "GITHUB_REPOSITORY");
  const auto given = value_of(variable, "GITHUB_API_URL");
  auto api = checked_api(given.empty() ? "https://api.github.com" : given, "GITHUB_API_URL");
  if (!api) {
    return api.error();
  }
  place.api = *api;
  place.token = Secret(value_of(variable, "GITHUB_TOKEN"));
  if (place.token.empty()) {
    return NoPlace{"there is no token: GITHUB_TOKEN is not set",
                   "give the step `env: {GITHUB_TOKEN: ${{ github.token }}}`"};
  }
  return place;
}

Result<ReviewPlace, NoPlace> gitlab_project_of(const Variable& variable)
{
  ReviewPlace place;
  place.forge = ReviewPlace::Forge::gitlab;
  place.project = value_of(variable, "CI_PROJECT_ID");
  auto api = checked_api(value_of(variable, "CI_API_V4_URL"), "CI_API_V4_URL");
  if (!api) {
    return api.error();
  }
  place.api = *api;
  place.token = Secret(value_of(variable, "GITLAB_TOKEN"));
  if (place.token.empty()) {
    return NoPlace{"there is no token: GITLAB_TOKEN is not set",
                   "make a project access token with the scope `api`, and a masked CI variable GITLAB_TOKEN of it; the "
                   "job's own token may not write comments or issues"};
  }
  return place;
}

std::optional<NoPlace> add_github_request(const Variable& variable, const Variable& read, ReviewPlace& place)
{
  const auto path = value_of(variable, "GITHUB_EVENT_PATH");
  const auto text = path.empty() ? std::nullopt : read(path);
  const auto event = json::parse(text.value_or(""), nullptr, false);
  const auto request = at(event, "pull_request");
  const auto commented = at(at(event, "issue"), "pull_request").is_null() ? json() : at(event, "issue");
  for (const auto& number : {at(request, "number"), at(commented, "number")}) {
    if (place.number == 0 && number.is_number_integer()) {
      place.number = number.get<std::int64_t>();
    }
  }
  if (place.number == 0) {
    place.number = number_of_reference(value_of(variable, "GITHUB_REF"));
  }
  if (place.number <= 0) {
    return NoPlace{k_no_request, "run it in a workflow on: pull_request; --dry-run prints the comment"};
  }
  const auto head = at(at(at(request, "head"), "repo"), "full_name");
  place.from_fork = head.is_string() && head != place.project;
  return std::nullopt;
}

std::optional<NoPlace> add_gitlab_request(const Variable& variable, ReviewPlace& place)
{
  place.number = number_in(value_of(variable, "CI_MERGE_REQUEST_IID"));
  if (place.number == 0) {
    return NoPlace{k_no_request,
                   "run it in a job with `rules: [{if: $CI_PIPELINE_SOURCE == \"merge_request_event\"}]`; "
                   "--dry-run prints the comment"};
  }
  const auto source = value_of(variable, "CI_MERGE_REQUEST_SOURCE_PROJECT_ID");
  place.from_fork = !source.empty() && source != place.project;
  return std::nullopt;
}

} // namespace

std::string ReviewPlace::words() const
{
  const auto where = forge == Forge::github ? project : "project " + project;
  return number == 0 ? where
                     : fmt::format("{} request {} of {}", forge == Forge::github ? "pull" : "merge", number, where);
}

Result<ReviewPlace, NoPlace> find_repository(const Variable& variable)
{
  if (!value_of(variable, "GITHUB_REPOSITORY").empty()) {
    return github_repository_of(variable);
  }
  if (!value_of(variable, "CI_PROJECT_ID").empty()) {
    return gitlab_project_of(variable);
  }
  return NoPlace{"this job runs for no repository of GitHub or GitLab",
                 "it finds one by the variables of GitHub Actions or GitLab CI"};
}

Result<ReviewPlace, NoPlace> find_place(const Variable& variable, const Variable& read)
{
  if (value_of(variable, "GITHUB_REPOSITORY").empty() && value_of(variable, "CI_PROJECT_ID").empty()) {
    return NoPlace{k_no_request,
                   "it finds one by the variables of GitHub Actions or GitLab CI; --dry-run prints the comment"};
  }
  auto place = find_repository(variable);
  if (place) {
    auto none = place->forge == ReviewPlace::Forge::github ? add_github_request(variable, read, *place)
                                                           : add_gitlab_request(variable, *place);
    if (none) {
      return *std::move(none);
    }
  }
  return place;
}

} // namespace flowsync::forge
