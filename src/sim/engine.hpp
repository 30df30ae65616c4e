#pragma once

#include "sim/journal.hpp"
#include "sim/state.hpp"
#include "sim/watcher.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace flowsync::sim {

struct EngineOptions
{
  std::filesystem::path data_file; // empty: memory only
  Switches switches;
  std::string account = "demo"; // what to begin with when there is no data yet; see account_table()
  std::string service_key = "sim-service-key";
  std::uint64_t seed = 1;
  Watcher watcher; // may be empty
  Duration lock_patience{10'000};
};

// What becomes of a request: the reply, and what a fault does to the connection that waits for it.
struct Outcome
{
  Reply reply;
  std::string content;                 // the body as bytes
  bool drop = false;                   // close the connection without a reply
  std::optional<std::size_t> truncate; // send so many bytes of the content, then close
  std::function<void()> after;         // to be run once the connection is closed
};

// The simulator without its sockets: sessions, faults, log, transactions, the data file. Thread safe.
class Engine
{
public:
  // `kill` ends the process at once; it may return in tests. Throws std::runtime_error when the data file is unusable,
  // or there is no such account.
  Engine(EngineOptions options, Clock& clock, std::function<void()> kill);

  // Never throws for what a request holds. `stop` cuts waiting short.
  Outcome handle(const Request& request, std::stop_token stop = {});

  // The address of the server, for Link headers.
  void set_base_url(std::string url);

  // Returns when no effect is still to come of a request that was dropped (drop_then_effect).
  void wait_for_late_effects();

private:
  std::int64_t now_ms();
  Outcome watched(const Request& request, const std::optional<Fault>& fault, std::stop_token stop);
  Outcome strike(const Request& request, const std::optional<Fault>& fault, std::stop_token stop);
  Outcome run(const Request& request, const std::optional<Fault>& fault, const std::string& fate);
  Reply guarded(const Request& request, bool persist, const std::string& request_id);
  Reply answer(Context& context, const Request& request);
  void check_throttle(const User& user);
  void keep();

  Clock& m_clock;
  std::function<void()> m_kill;
  std::mutex m_mutex;
  State m_state;
  std::unique_ptr<Journal> m_journal;
  std::uint64_t m_seed;
  Watcher m_watcher;
  std::uint64_t m_requests = 0;
  std::size_t m_late = 0; // effects that are still to come
  std::condition_variable m_none_late;
  std::map<Id, std::deque<std::int64_t>> m_recent; // times of each user's requests in the last second
};

} // namespace flowsync::sim
