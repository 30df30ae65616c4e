#include "exec/last_touches.hpp"

#include "base/parallel.hpp"
#include "nexla/audit.hpp"

#include <algorithm>
#include <mutex>
#include <set>

namespace flowsync::exec {

namespace {

// The API fields that differ: "/source_config/path" is one of source_config.
std::set<std::string> drifted_fields(const plan::ResourceDrift& drift)
{
  std::set<std::string> names;
  for (const auto& field : drift.fields) {
    names.insert(field.path.substr(1, field.path.find('/', 1) - 1));
  }
  for (const auto& note : drift.notes) {
    if (note.code == "mark_missing") {
      names.insert("description");
    }
  }
  return names;
}

bool is_ours(const nexla::AuditEntry& entry)
{
  return entry.agent.starts_with("flowsync/");
}

std::optional<plan::Touch> touch_of(const std::vector<nexla::AuditEntry>& entries, const plan::ResourceDrift& drift)
{
  const auto names = drifted_fields(drift);
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const nexla::AuditEntry& entry) {
    const bool about_it = entry.fields.empty() || std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                            return entry.fields.contains(name);
                          });
    return !is_ours(entry) && about_it;
  });
  return found != entries.end() ? std::optional(plan::Touch{found->who, found->at}) : std::nullopt;
}

} // namespace

std::map<Address, plan::Touch> last_touches(nexla::Api& api, const plan::Plan& plan, WallTime since,
                                            std::size_t threads, std::stop_token stop)
{
  std::vector<const plan::ResourceDrift*> asked;
  for (const auto& drift : plan.drift) {
    if (drift.id && !drift.gone && asked.size() < k_most_asked && (!drift.fields.empty() || drift.is_owned())) {
      asked.push_back(&drift);
    }
  }
  std::map<Address, plan::Touch> touches;
  std::mutex mutex;
  std::stop_source withheld;
  const std::stop_callback by_caller(stop, [&] { withheld.request_stop(); });
  call_each(asked.size(), threads, [&](std::size_t i) {
    if (withheld.stop_requested()) {
      return;
    }
    const auto& drift = *asked[i];
    const auto log = nexla::audit_log(api, drift.type, *drift.id, since, stop);
    if (!log.ok() || !*log) {
      withheld.request_stop();
      return;
    }
    if (auto touch = touch_of(**log, drift)) {
      const std::lock_guard lock(mutex);
      touches.emplace(drift.address, std::move(*touch));
    }
  });
  return touches;
}

} // namespace flowsync::exec
