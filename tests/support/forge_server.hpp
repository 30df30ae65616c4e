#pragma once

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace flowsync::testing {

// A forge on this machine that knows the comments of one pull or merge request, the issues of its repository and which
// commit a request became, by our own reading of what GitHub ("REST API endpoints for issue comments", "… for issues",
// "… for commits") and GitLab ("Notes API", "Issues API", "Commits API") document.
class ForgeServer
{
public:
  enum class Kind
  {
    github,
    gitlab
  };

  struct Note
  {
    std::int64_t id = 0;
    std::string author;
    std::string body;
    bool is_system = false;
  };

  struct Issue
  {
    std::int64_t number = 0;
    std::string author;
    std::string title;
    std::string body;
    bool open = true;
    bool is_request = false; // GitHub lists pull requests as issues
  };

  struct Reply
  {
    int status = 200;
    nlohmann::json body;
    std::vector<std::pair<std::string, std::string>> headers;
  };

  explicit ForgeServer(Kind kind) : m_kind(kind)
  {
    const auto handle = [this](const httplib::Request& request, httplib::Response& response) {
      const auto reply = answer(request);
      response.status = reply.status;
      for (const auto& [name, value] : reply.headers) {
        response.set_header(name, value);
      }
      response.set_content(reply.body.is_null() ? "" : reply.body.dump(), "application/json");
    };
    m_server.Get(".*", handle);
    m_server.Post(".*", handle);
    m_server.Put(".*", handle);
    m_server.Patch(".*", handle);
    m_server.Delete(".*", handle);
    m_port = m_server.bind_to_any_port("127.0.0.1");
    m_thread = std::thread([this] { m_server.listen_after_bind(); });
    while (!m_server.is_running()) {
      std::this_thread::yield();
    }
  }
  ~ForgeServer()
  {
    m_server.stop();
    m_thread.join();
  }
  ForgeServer(const ForgeServer&) = delete;
  ForgeServer& operator=(const ForgeServer&) = delete;

  std::string origin() const { return "http://127.0.0.1:" + std::to_string(m_port); }
  std::string api() const { return origin() + (m_kind == Kind::github ? "/api/v3" : "/api/v4"); }

  // Somebody else's comment.
  void add(const std::string& author, const std::string& body, bool is_system = false)
  {
    const std::lock_guard lock(m_mutex);
    notes.push_back({++m_last_id, author, body, is_system});
  }
  std::size_t count(const std::string& beginning) const
  {
    const std::lock_guard lock(m_mutex);
    return static_cast<std::size_t>(
        std::count_if(log.begin(), log.end(), [&](const auto& line) { return line.starts_with(beginning); }));
  }

  // What is set before the first request.
  std::string token = "forge-token-of-the-tests";
  std::string own = "github-actions[bot]"; // whose the token is
  bool is_app = true;                      // GET /user is forbidden, as for the token of a job
  std::size_t page_size = 30;              // the most that a page holds, whatever is asked for
  // An answer in place of the usual one, before anything was done; the second is given after it was done.
  std::function<std::optional<Reply>(const std::string& line)> before;
  std::function<std::optional<Reply>(const std::string& line)> after;

  std::vector<Note> notes;
  std::vector<Issue> issues;
  std::map<std::string, std::int64_t> merged; // the request that became a commit
  std::vector<std::string> log;               // "POST /repos/acme/flows/issues/12/comments"

private:
  Reply answer(const httplib::Request& request)
  {
    const std::lock_guard lock(m_mutex);
    const auto root = m_kind == Kind::github ? std::string("/api/v3") : std::string("/api/v4");
    const auto path = request.path.starts_with(root) ? request.path.substr(root.size()) : request.path;
    const auto line = request.method + " " + path;
    log.push_back(line);
    if (request.get_header_value("Authorization") != "Bearer " + token) {
      return {401, {{"message", "Bad credentials"}}, {}};
    }
    if (auto reply = before ? before(line) : std::nullopt) {
      return *reply;
    }
    auto usual = act(request, line);
    if (auto reply = after ? after(line) : std::nullopt) {
      return *reply;
    }
    return usual;
  }

  Reply act(const httplib::Request& request, const std::string& line)
  {
    const std::string list =
        m_kind == Kind::github ? "/repos/acme/flows/issues/12/comments" : "/projects/77/merge_requests/12/notes";
    const std::string one = m_kind == Kind::github ? "/repos/acme/flows/issues/comments/" : list + "/";
    if (line == "GET /user") {
      return is_app && m_kind == Kind::github ? Reply{403, {{"message", "Resource not accessible by integration"}}, {}}
                                              : Reply{200, {{"id", 5}, {"login", own}, {"username", own}}, {}};
    }
    if (line == "POST /api/graphql") {
      return {200, {{"data", {{"viewer", {{"login", own}}}}}}, {}};
    }
    if (auto reply = act_on_issues(request, line)) {
      return *reply;
    }
    if (auto reply = requests_of_commit(line)) {
      return *reply;
    }
    if (line == "GET " + list) {
      std::vector<nlohmann::json> all;
      std::transform(notes.begin(), notes.end(), std::back_inserter(all), [this](const auto& n) { return shown(n); });
      return page(request, list, all);
    }
    if (line == "POST " + list) {
      notes.push_back({++m_last_id, own, nlohmann::json::parse(request.body).at("body"), false});
      return {201, shown(notes.back()), {}};
    }
    const auto space = line.find(' ');
    if (line.compare(space + 1, one.size(), one) == 0) {
      const auto id = std::stoll(line.substr(space + 1 + one.size()));
      const auto found = std::find_if(notes.begin(), notes.end(), [&](const Note& note) { return note.id == id; });
      if (found != notes.end() && request.method == "DELETE") {
        notes.erase(found);
        return {204, nullptr, {}};
      }
      if (found != notes.end() && request.method == (m_kind == Kind::github ? "PATCH" : "PUT")) {
        found->body = nlohmann::json::parse(request.body).at("body");
        return {200, shown(*found), {}};
      }
    }
    return {404, {{"message", "Not Found"}}, {}};
  }

  std::optional<Reply> act_on_issues(const httplib::Request& request, const std::string& line)
  {
    const std::string list = m_kind == Kind::github ? "/repos/acme/flows/issues" : "/projects/77/issues";
    const std::string change = (m_kind == Kind::github ? "PATCH " : "PUT ") + list + "/";
    const char* const text_key = m_kind == Kind::github ? "body" : "description";
    if (line == "GET " + list) {
      const bool scoped = m_kind == Kind::github || request.get_param_value("scope") == "all";
      std::vector<nlohmann::json> all;
      for (const auto& issue : issues) {
        if (issue.open && scoped && request.get_param_value("state").starts_with("open")) {
          all.push_back(shown(issue));
        }
      }
      return page(request, list, all);
    }
    const auto body = request.body.empty() ? nlohmann::json() : nlohmann::json::parse(request.body);
    if (line == "POST " + list) {
      issues.push_back({++m_last_id, own, body.at("title"), body.at(text_key), true, false});
      return Reply{201, shown(issues.back()), {}};
    }
    if (!line.starts_with(change) || line.find_first_not_of("0123456789", change.size()) != std::string::npos) {
      return std::nullopt;
    }
    const auto number = std::stoll(line.substr(change.size()));
    const auto found = std::find_if(issues.begin(), issues.end(), [&](const auto& i) { return i.number == number; });
    if (found == issues.end()) {
      return std::nullopt;
    }
    found->body = body.value(text_key, found->body);
    found->open = found->open && body.value("state", "open") != "closed" && body.value("state_event", "") != "close";
    return Reply{200, shown(*found), {}};
  }

  std::optional<Reply> requests_of_commit(const std::string& line) const
  {
    const std::string begin =
        m_kind == Kind::github ? "GET /repos/acme/flows/commits/" : "GET /projects/77/repository/commits/";
    const std::string end = m_kind == Kind::github ? "/pulls" : "/merge_requests";
    if (!line.starts_with(begin) || !line.ends_with(end)) {
      return std::nullopt;
    }
    const auto commit = line.substr(begin.size(), line.size() - begin.size() - end.size());
    Reply reply{200, nlohmann::json::array(), {}};
    if (const auto found = merged.find(commit); found != merged.end()) {
      // One that is still open holds the commit as well, and is not a review of what was merged.
      reply.body.push_back({{"number", 99}, {"iid", 99}, {"merged_at", nullptr}, {"state", "opened"}});
      reply.body.push_back({{"number", found->second},
                            {"iid", found->second},
                            {"merged_at", "2026-01-02T03:04:05Z"},
                            {"state", "merged"},
                            {"merge_commit_sha", commit}});
    }
    return reply;
  }

  Reply page(const httplib::Request& request, const std::string& list, const std::vector<nlohmann::json>& all) const
  {
    const auto number = static_cast<std::size_t>(std::stoul(request.get_param_value("page")));
    const auto wanted = static_cast<std::size_t>(std::stoul(request.get_param_value("per_page")));
    const auto size = std::min(wanted, page_size);
    Reply reply{200, nlohmann::json::array(), {}};
    for (std::size_t i = (number - 1) * size; i < std::min(number * size, all.size()); ++i) {
      reply.body.push_back(all[i]);
    }
    const bool has_next = number * size < all.size();
    if (m_kind == Kind::github && has_next) { // to a host of its own: only a client that follows it would notice
      reply.headers.emplace_back("Link", "<http://192.0.2.1" + list + "?page=" + std::to_string(number + 1) +
                                             ">; rel=\"next\", <http://192.0.2.1" + list + ">; rel=\"last\"");
    }
    if (m_kind == Kind::gitlab) {
      reply.headers.emplace_back("X-Next-Page", has_next ? std::to_string(number + 1) : "");
    }
    return reply;
  }

  nlohmann::json shown(const Issue& issue) const
  {
    auto json = shown(Note{issue.number, issue.author, issue.body, false});
    if (m_kind == Kind::gitlab) {
      json["id"] = issue.number + 1000; // of the whole instance; paths have the number
      json["iid"] = issue.number;
      json["description"] = issue.body;
      json.erase("body");
    } else {
      json["id"] = issue.number + 1000;
      json["number"] = issue.number;
      if (issue.is_request) {
        json["pull_request"] = {{"url", "https://example.org"}};
      }
    }
    return json;
  }

  nlohmann::json shown(const Note& note) const
  {
    const bool bot = note.author.ends_with("[bot]");
    if (m_kind == Kind::github) {
      return {{"id", note.id}, {"body", note.body}, {"user", {{"login", note.author}, {"type", bot ? "Bot" : "User"}}}};
    }
    return {{"id", note.id},
            {"body", note.body},
            {"system", note.is_system},
            {"author", {{"id", note.author == own ? 5 : 6}, {"username", note.author}}}};
  }

  const Kind m_kind;
  httplib::Server m_server;
  int m_port = 0;
  std::thread m_thread;
  mutable std::mutex m_mutex;
  std::int64_t m_last_id = 100;
};

} // namespace flowsync::testing
