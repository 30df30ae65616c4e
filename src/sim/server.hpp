#pragma once

#include "sim/switches.hpp"
#include "sim/watcher.hpp"

#include "base/clock.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace flowsync::sim {

struct Options
{
  std::string host = "127.0.0.1";
  int port = 0;                    // 0: a free port that the system chooses
  std::filesystem::path data_file; // empty: memory only
  Switches switches;
  std::string account = "demo";                // what to begin with when the data file is absent; see account_table()
  std::string service_key = "sim-service-key"; // of user 42 in organisation 7
  std::uint64_t seed = 1;                      // of request ids and tokens
  Clock* clock = nullptr;                      // null: the machine's; must outlive the server
  Watcher watcher;                             // may be empty
  Duration lock_patience{10'000};              // for a data file that another process holds
};

// The simulator of the service (docs/simulator.md): the API over HTTP with its own in-memory account.
class Server
{
public:
  explicit Server(Options options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Opens the data file and listens. Throws std::runtime_error: the data file is held by another process for longer
  // than the patience, cannot be read or written, there is no such account, or the address is taken.
  void start();
  // Ends quickly, with clients connected or not. Harmless twice.
  void stop();
  // "http://127.0.0.1:PORT"; once started.
  std::string url() const;
  // Returns when stop() was called.
  void wait();

  // A request without a connection, most of all to the control plane (/_sim/...), which needs no `authorization`; once
  // started. The reply's body, null for none. Throws std::runtime_error when it is refused.
  nlohmann::json call(const std::string& method, const std::string& path, const nlohmann::json& body = nullptr,
                      const std::string& authorization = {});
  // Returns when no effect is still to come of a request that was dropped.
  void wait_for_late_effects();

private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

} // namespace flowsync::sim
