#pragma once

#include "sim/api.hpp"
#include "sim/audit.hpp"
#include "sim/detection.hpp"
#include "sim/faults.hpp"
#include "sim/request_log.hpp"
#include "sim/session.hpp"

namespace flowsync::sim {

// All that a running simulator knows. Guarded by the engine's mutex.
struct State
{
  State(std::string service_key, std::uint64_t seed, Switches chosen)
      : people(std::move(service_key)),
        sessions(people, seed),
        switches(std::move(chosen))
  {
  }

  People people;
  Sessions sessions;
  Switches switches;
  World world;
  Detection detection;
  AuditLog audit;
  Api api;
  Faults faults;
  RequestLog log;
  std::string base_url;

  Context context(std::int64_t now_ms)
  {
    return Context{world, detection, audit, switches, people, nullptr, now_ms, base_url, false};
  }
};

} // namespace flowsync::sim
