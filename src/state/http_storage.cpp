#include "state/http_storage.hpp"

#include "base/base64.hpp"
#include "http/status.hpp"
#include "state/lock_info.hpp"
#include "state/object_storage.hpp"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <utility>

namespace flowsync::state {

namespace {

namespace status = http::status;

bool is_done(int number)
{
  return number == status::k_ok || number == status::k_created || number == status::k_accepted ||
         number == status::k_no_content;
}

bool is_taken(int number)
{
  return number == status::k_conflict || number == status::k_locked;
}

constexpr auto k_sign_in_hint =
    "give `username:` under `state:` and its password or token in FLOWSYNC_STATE_PASSWORD; it needs the right to "
    "read and write states there (reading alone is enough for `plan` and `drift`)";
constexpr auto k_no_lock_hint =
    "it does not lock there: give `lock_address`, `lock_method`, `unlock_address` and `unlock_method` as the server "
    "wants them; GitLab and Gitea lock with POST and unlock with DELETE at ADDRESS/lock";

class HttpStorage final : public ObjectStorage
{
public:
  HttpStorage(HttpPlace place, WebTimes times)
      : ObjectStorage(place.address),
        m_place(std::move(place)),
        m_web(m_place.address, times, m_place.authorities)
  {
    if (m_place.lock_address.empty()) {
      m_place.lock_address = m_place.address;
    }
    if (m_place.unlock_address.empty()) {
      m_place.unlock_address = m_place.lock_address;
    }
  }

  // The protocol has no way to ask; what is known is who refused the last lock(). Told once: it is old news then.
  bool tells_holder() const override { return false; }
  Result<std::optional<HeldLock>, Problem> holder() override { return std::exchange(m_refused_by, std::nullopt); }

  // The protocol has no way to renew a lock either: it is held until it is given back, or taken away by a person.
  bool renews() const override { return false; }

  Result<std::string, Problem> lock(const Holder& holder, const std::string& expected) override
  {
    if (m_mine && m_mine->held.token == expected) {
      return expected;
    }
    if (!expected.empty()) {
      if (auto problem = unlock(expected)) {
        return *std::move(problem);
      }
    }
    const auto mine = new_lock_info(holder);
    const auto answer = m_web.send(request(m_place.lock_method, m_place.lock_address, mine.body), Web::Repeat::always);
    if (!answer) {
      if (answer.error().uncertain) { // it may be locked, by nobody who goes on
        static_cast<void>(
            m_web.send(request(m_place.unlock_method, m_place.unlock_address, mine.body), Web::Repeat::if_not_done));
      }
      return answer.error().problem;
    }
    if (is_taken(answer->status)) {
      m_other = parse_lock_info(answer->body);
      if (m_other && m_other->held.token == mine.held.token) {
        m_mine = mine; // a request that was repeated found what the first one did
        return mine.held.token;
      }
      m_refused_by = m_other ? m_other->held : HeldLock{};
      return locked();
    }
    if (!is_done(answer->status)) {
      auto problem = m_web.refusal(*answer, "could not be locked", k_sign_in_hint);
      if (problem.kind == Problem::Kind::unreadable) {
        problem.hint = k_no_lock_hint;
      }
      return problem;
    }
    m_mine = mine;
    return mine.held.token;
  }

  std::optional<Problem> unlock(const std::string& token) override
  {
    std::string body = nlohmann::json{{"ID", token}}.dump();
    if (m_mine && m_mine->held.token == token) {
      body = m_mine->body;
      m_mine.reset();
    } else if (m_other && m_other->held.token == token) {
      body = m_other->body;
    }
    const auto answer = m_web.send(request(m_place.unlock_method, m_place.unlock_address, body), Web::Repeat::always);
    if (!answer) {
      return answer.error().problem;
    }
    if (is_taken(answer->status)) {
      return locked();
    }
    if (!is_done(answer->status)) {
      return m_web.refusal(*answer, "could not be unlocked", k_sign_in_hint);
    }
    return std::nullopt;
  }

private:
  http::Request request(const std::string& method, const std::string& address, const std::string& body = {}) const
  {
    http::Request request;
    request.method = method;
    request.url = address;
    request.headers.emplace_back("Accept", "application/json");
    if (!body.empty()) {
      request.headers.emplace_back("Content-Type", "application/json");
    }
    if (!m_place.username.empty()) {
      request.authorization =
          Secret("Basic " + encode_base64(fmt::format("{}:{}", m_place.username, m_place.password.reveal())));
    }
    request.body = body;
    return request;
  }

  Result<std::optional<Object>, Problem> read() override
  {
    auto answer = m_web.send(request("GET", m_place.address), Web::Repeat::always);
    if (!answer) {
      return answer.error().problem;
    }
    if (answer->status == status::k_no_content || answer->status == status::k_not_found ||
        (answer->status == status::k_ok && answer->body.empty())) {
      return std::optional<Object>();
    }
    if (answer->status != status::k_ok) {
      return m_web.refusal(*answer, "could not be read", k_sign_in_hint);
    }
    return std::optional(Object{std::move(answer->body), ""});
  }

  // The lock keeps others from writing. Without it there is no more than a look at what is there.
  bool compares() const override { return m_mine.has_value(); }

  Result<std::string, NotWritten> write(const std::string& text, const std::optional<std::string>& /*tag*/) override
  {
    auto address = m_place.address;
    if (m_mine) {
      address += fmt::format("{}ID={}", address.find('?') == std::string::npos ? "?" : "&",
                             http::percent_encode(m_mine->held.token));
    }
    const auto answer = m_web.send(request(m_place.update_method, address, text), Web::Repeat::if_not_done);
    if (!answer) {
      return NotWritten{answer.error().uncertain ? NotWritten::Kind::uncertain : NotWritten::Kind::refused,
                        answer.error().problem};
    }
    if (is_done(answer->status)) {
      return std::string();
    }
    auto problem = m_web.refusal(*answer, "could not be saved", k_sign_in_hint);
    return NotWritten{is_taken(answer->status) ? NotWritten::Kind::moved : NotWritten::Kind::refused,
                      std::move(problem)};
  }

  HttpPlace m_place;
  Web m_web;
  std::optional<LockInfo> m_mine;       // the lock that this object holds
  std::optional<LockInfo> m_other;      // the last one that was in the way, to take it away
  std::optional<HeldLock> m_refused_by; // the same, not told yet
};

} // namespace

std::unique_ptr<Storage> http_storage(HttpPlace place, WebTimes times)
{
  return std::make_unique<HttpStorage>(std::move(place), times);
}

} // namespace flowsync::state
