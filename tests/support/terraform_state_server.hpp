#pragma once

#include "base/base64.hpp"
#include "http/raw_server.hpp"

#include <nlohmann/json.hpp>

#include <mutex>
#include <optional>
#include <string>

namespace flowsync::testing {

// What servers of this protocol do differently.
struct TerraformStateHabits
{
  std::string lock_method = "LOCK"; // GitLab, Gitea: POST and DELETE at /lock
  std::string unlock_method = "UNLOCK";
  std::string lock_path = "/state";
  int locked_status = 423;         // Terraform takes 409 as well
  int absent_status = 404;         // or 204
  bool wants_serial = false;       // GitLab: 400 without one, 409 for one that was saved before
  bool tells_holder = true;        // the answer about a lock carries it
  bool forced_unlock = true;       // UNLOCK without a body, as `terraform force-unlock` sends it, takes any lock away
  bool sorts_json = false;         // keeps the meaning of what it gets and not its bytes
  std::string user_and_password{}; // "" = everybody may
};

// The protocol of Terraform's http backend, as it is published: GET, an update with ?ID= while a lock is held, LOCK and
// UNLOCK with the lock's JSON. Strict: what the protocol does not have is answered with 400.
class TerraformStateServer
{
public:
  explicit TerraformStateServer(TerraformStateHabits habits = {})
      : m_habits(std::move(habits)),
        m_server([this](RawConnection& connection, int) { serve(connection); })
  {
  }

  std::string address() const { return m_server.url() + "/state"; }
  std::string lock_address() const { return m_server.url() + m_habits.lock_path; }

  // What is stored; a test may put something else in its place.
  std::string stored() const
  {
    const std::lock_guard lock(m_mutex);
    return m_state;
  }
  void store(std::string text)
  {
    const std::lock_guard lock(m_mutex);
    m_state = std::move(text);
  }
  void store_lock(std::string text)
  {
    const std::lock_guard lock(m_mutex);
    m_lock = std::move(text);
  }

  // The next answers go wrong in this way.
  enum class Fault
  {
    none,
    broken,    // 502, nothing is done
    cut_short, // done, and half of the answer
    silent,    // done, and no answer
    not_done,  // the connection ends, nothing is done
    truncated, // done, and half of the text with a length that fits
    forbidden,
  };
  void fail_next(Fault fault, int times, std::string method = "")
  {
    const std::lock_guard lock(m_mutex);
    m_fault = fault;
    m_faults = times;
    m_fault_method = std::move(method);
  }
  int requests() const
  {
    const std::lock_guard lock(m_mutex);
    return m_requests;
  }

private:
  struct Answer
  {
    int status = 200;
    std::string body;
  };

  void serve(RawConnection& connection)
  {
    for (auto request = connection.read_request(); !request.empty(); request = connection.read_request()) {
      const std::lock_guard lock(m_mutex);
      ++m_requests;
      const auto method = request.substr(0, request.find(' '));
      auto fault = Fault::none;
      if (m_faults > 0 && (m_fault_method.empty() || m_fault_method == method)) {
        --m_faults;
        fault = m_fault;
      }
      if (fault == Fault::broken || fault == Fault::forbidden) {
        connection.answer(fault == Fault::broken ? 502 : 403, "no");
        continue;
      }
      if (fault == Fault::not_done) {
        return;
      }
      const auto answer = answer_to(method, request);
      if (fault == Fault::silent) {
        return;
      }
      if (fault == Fault::cut_short) {
        connection.write("HTTP/1.1 200 X\r\nContent-Length: " + std::to_string(answer.body.size() + 10) + "\r\n\r\n" +
                         answer.body.substr(0, answer.body.size() / 2));
        return;
      }
      connection.answer(answer.status,
                        fault == Fault::truncated ? answer.body.substr(0, answer.body.size() / 2) : answer.body);
    }
  }

  Answer answer_to(const std::string& method, const std::string& request)
  {
    const auto path_at = method.size() + 1;
    const auto target = request.substr(path_at, request.find(' ', path_at) - path_at);
    const auto path = target.substr(0, target.find('?'));
    const auto id_at = target.find("?ID=");
    const auto id = id_at == std::string::npos ? "" : target.substr(id_at + 4);
    const auto body = request.substr(request.find("\r\n\r\n") + 4);
    if (!m_habits.user_and_password.empty() &&
        request.find("Authorization: Basic " + encode_base64(m_habits.user_and_password) + "\r\n") ==
            std::string::npos) {
      return {401, "HTTP Basic: Access denied"};
    }
    if (path == m_habits.lock_path && method == m_habits.lock_method) {
      return lock(body);
    }
    if (path == m_habits.lock_path && method == m_habits.unlock_method) {
      return unlock(body);
    }
    if (path == "/state" && method == "GET") {
      return m_state.empty() ? Answer{m_habits.absent_status, ""} : Answer{200, m_state};
    }
    if (path == "/state" && method == "POST") {
      return update(id, body);
    }
    return {path == "/state" || path == m_habits.lock_path ? 405 : 404, ""};
  }

  static std::string id_of(const std::string& lock)
  {
    const auto json = nlohmann::json::parse(lock, nullptr, false);
    return json.is_object() ? json.value("ID", "") : "";
  }

  Answer conflict() const { return {m_habits.locked_status, m_habits.tells_holder ? m_lock : ""}; }

  Answer lock(const std::string& body)
  {
    const auto json = nlohmann::json::parse(body, nullptr, false);
    for (const auto* const key : {"ID", "Operation", "Info", "Who", "Version", "Created", "Path"}) {
      if (!json.is_object() || !json.contains(key) || !json[key].is_string()) {
        return {400, std::string("no ") + key};
      }
    }
    if (!m_lock.empty()) {
      return conflict();
    }
    m_lock = body;
    return {200, ""};
  }

  Answer unlock(const std::string& body)
  {
    if (body.empty() && m_habits.forced_unlock) {
      m_lock.clear();
      return {200, ""};
    }
    if (id_of(body).empty()) {
      return {400, "no ID"};
    }
    if (!m_lock.empty() && id_of(m_lock) != id_of(body)) {
      return conflict();
    }
    m_lock.clear();
    return {200, ""};
  }

  Answer update(const std::string& id, const std::string& body)
  {
    if (id != (m_lock.empty() ? "" : id_of(m_lock))) {
      return conflict();
    }
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object()) {
      return {400, "no JSON"};
    }
    if (m_habits.wants_serial) {
      if (!json.contains("serial")) {
        return {400, "serial is missing"};
      }
      if (!m_state.empty() && nlohmann::json::parse(m_state)["serial"] == json["serial"]) {
        return {409, "Version has already been taken"};
      }
    }
    m_state = m_habits.sorts_json ? json.dump(2) : body;
    return {200, ""};
  }

  TerraformStateHabits m_habits;
  mutable std::mutex m_mutex;
  std::string m_state;
  std::string m_lock;
  Fault m_fault = Fault::none;
  int m_faults = 0;
  std::string m_fault_method;
  int m_requests = 0;
  RawServer m_server; // the last: its threads use all of the above
};

} // namespace flowsync::testing
