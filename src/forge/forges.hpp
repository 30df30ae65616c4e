#pragma once

#include "forge/caller.hpp"
#include "forge/discussion.hpp"
#include "forge/review_place.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <memory>
#include <string>

namespace flowsync::forge {

// The discussion of the request. `transport` and `clock` must outlive it. Contacts nobody yet.
std::unique_ptr<Discussion> open_discussion(const ReviewPlace& place, http::Transport& transport, Clock& clock,
                                            std::stop_token stop, std::function<void(const std::string&)> waiting);

// The open issues of the repository, for issues with this title. As above.
std::unique_ptr<Discussion> open_issues(const ReviewPlace& place, const std::string& title, http::Transport& transport,
                                        Clock& clock, std::stop_token stop,
                                        std::function<void(const std::string&)> waiting);

std::unique_ptr<Discussion> open_github(const ReviewPlace& place, ForgeCaller caller);
std::unique_ptr<Discussion> open_github_issues(const ReviewPlace& place, const std::string& title, ForgeCaller caller);
std::unique_ptr<Discussion> open_gitlab(const ReviewPlace& place, ForgeCaller caller);
std::unique_ptr<Discussion> open_gitlab_issues(const ReviewPlace& place, const std::string& title, ForgeCaller caller);

// What both forges do alike.

// Under which names a list of the API gives the text of a note and what it is called in a path.
struct NoteKeys
{
  const char* id = "id";
  const char* body = "body";
};

// All notes of all pages that `is_own` and that begin so, the oldest first. `path` ends with '?' or '&'.
Result<std::vector<Note>, ForgeProblem> walk_notes(ForgeCaller& caller, const std::string& path,
                                                   std::string_view beginning,
                                                   const std::function<bool(const nlohmann::json&)>& is_own,
                                                   const NoteKeys& keys = {});
std::int64_t id_in(const nlohmann::json& value, const char* key = "id");  // 0 when there is none
std::string text_in(const nlohmann::json& value, const std::string& key); // "" when there is none
Result<std::int64_t, ForgeProblem> created(const Result<ForgeCaller::Answer, ForgeProblem>& answer,
                                           const char* key = "id");
std::optional<ForgeProblem> problem_of(const Result<ForgeCaller::Answer, ForgeProblem>& answer);
std::optional<ForgeProblem> removed(const Result<ForgeCaller::Answer, ForgeProblem>& answer);
// "owner/name" with each part encoded.
std::string encoded_path(const std::string& path);

} // namespace flowsync::forge
