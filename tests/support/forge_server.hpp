#pragma once

#include <httplib.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace flowsync::testing {

// A forge on this machine that knows the comments of one pull or merge request, by our own reading of what GitHub
// ("REST API endpoints for issue comments") and GitLab ("Notes API") document.
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
  std::vector<std::string> log; // "POST /repos/acme/flows/issues/12/comments"

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
    if (line == "GET " + list) {
      return page(request, list);
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

  Reply page(const httplib::Request& request, const std::string& list)
  {
    const auto number = static_cast<std::size_t>(std::stoul(request.get_param_value("page")));
    const auto wanted = static_cast<std::size_t>(std::stoul(request.get_param_value("per_page")));
    const auto size = std::min(wanted, page_size);
    Reply reply{200, nlohmann::json::array(), {}};
    for (std::size_t i = (number - 1) * size; i < std::min(number * size, notes.size()); ++i) {
      reply.body.push_back(shown(notes[i]));
    }
    const bool has_next = number * size < notes.size();
    if (m_kind == Kind::github && has_next) { // to a host of its own: only a client that follows it would notice
      reply.headers.emplace_back("Link", "<http://192.0.2.1" + list + "?page=" + std::to_string(number + 1) +
                                             ">; rel=\"next\", <http://192.0.2.1" + list + ">; rel=\"last\"");
    }
    if (m_kind == Kind::gitlab) {
      reply.headers.emplace_back("X-Next-Page", has_next ? std::to_string(number + 1) : "");
    }
    return reply;
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
