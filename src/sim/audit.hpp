#pragma once

#include "sim/context.hpp"

#include <deque>
#include <map>

namespace flowsync::sim {

// Who changed what and when, as GET /{type}/{id}/audit_log tells it (API notes B10). In memory, the newest entries of
// each resource only.
class AuditLog
{
public:
  // What a request has changed, before it is committed. `agent` is its User-Agent.
  void note(const Context& context, const Request& request, const World& world);

  // The entries of a resource, newest first, narrowed by from, to, event_filter, page and per_page.
  nlohmann::json entries(const Context& context, const Request& request, const Object& object) const;

private:
  std::map<Ref, std::deque<nlohmann::json>> m_entries;
  std::int64_t m_next = 1;
};

} // namespace flowsync::sim
