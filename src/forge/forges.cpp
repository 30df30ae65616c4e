#include "forge/forges.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::forge {

using nlohmann::json;

std::unique_ptr<Discussion> open_discussion(const ReviewPlace& place, http::Transport& transport, Clock& clock,
                                            std::stop_token stop, std::function<void(const std::string&)> waiting)
{
  ForgeCaller caller(place, transport, clock, std::move(stop), std::move(waiting));
  return place.forge == ReviewPlace::Forge::github ? open_github(place, std::move(caller))
                                                   : open_gitlab(place, std::move(caller));
}

std::unique_ptr<Discussion> open_issues(const ReviewPlace& place, const std::string& title, http::Transport& transport,
                                        Clock& clock, std::stop_token stop,
                                        std::function<void(const std::string&)> waiting)
{
  ForgeCaller caller(place, transport, clock, std::move(stop), std::move(waiting));
  return place.forge == ReviewPlace::Forge::github ? open_github_issues(place, title, std::move(caller))
                                                   : open_gitlab_issues(place, title, std::move(caller));
}

std::int64_t id_in(const json& value, const char* key)
{
  const auto found = value.is_object() ? value.find(key) : value.end();
  return found != value.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::string text_in(const json& value, const std::string& key)
{
  const auto found = value.is_object() ? value.find(key) : value.end();
  return found != value.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<std::vector<Note>, ForgeProblem> walk_notes(ForgeCaller& caller, const std::string& path,
                                                   std::string_view beginning,
                                                   const std::function<bool(const json&)>& is_own, const NoteKeys& keys)
{
  constexpr int k_most_pages = 1000;
  std::vector<Note> notes;
  for (int page = 1; page <= k_most_pages; ++page) {
    const auto answer = caller.call("GET", fmt::format("{}per_page=100&page={}", path, page));
    if (!answer) {
      return answer.error();
    }
    if (!answer->body.is_array()) {
      return ForgeProblem{ForgeProblem::Kind::rejected, "what should be a list is not one"};
    }
    for (const auto& note : answer->body) {
      const auto body = text_in(note, keys.body);
      const auto id = id_in(note, keys.id);
      if (id > 0 && body.starts_with(beginning) && is_own(note)) {
        notes.push_back({id, body});
      }
    }
    if (answer->body.empty() || !answer->has_more) {
      break;
    }
  }
  std::sort(notes.begin(), notes.end(), [](const Note& a, const Note& b) { return a.id < b.id; });
  return notes;
}

Result<std::int64_t, ForgeProblem> created(const Result<ForgeCaller::Answer, ForgeProblem>& answer, const char* key)
{
  if (!answer) {
    return answer.error();
  }
  if (const auto id = id_in(answer->body, key); id > 0) {
    return id;
  }
  return ForgeProblem{ForgeProblem::Kind::uncertain, "it does not say what it made"};
}

std::optional<ForgeProblem> problem_of(const Result<ForgeCaller::Answer, ForgeProblem>& answer)
{
  return answer ? std::nullopt : std::optional(answer.error());
}

std::optional<ForgeProblem> removed(const Result<ForgeCaller::Answer, ForgeProblem>& answer)
{
  return answer || answer.error().kind == ForgeProblem::Kind::missing ? std::nullopt : std::optional(answer.error());
}

std::string encoded_path(const std::string& path)
{
  std::string result;
  for (const auto part : split(path, '/')) {
    result += (result.empty() ? "" : "/") + http::percent_encode(part);
  }
  return result;
}

} // namespace flowsync::forge
