#include "exec/verification.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "nexla/runs.hpp"
#include "nexla/samples.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exec {

namespace {

Verified not_told(const nexla::ApiError& error)
{
  return {false, false, error.text()};
}

Verified look_at_sample(nexla::Api& api, const ToVerify& one, std::stop_token stop)
{
  const auto sample = nexla::sample_of(api, one.key.second, std::move(stop));
  if (!sample.ok()) {
    return not_told(sample.error());
  }
  if (!*sample) {
    return {false, false, "this service or key shows no samples"};
  }
  if ((*sample)->records == 0) {
    return {false, true, "there is no sample of it yet"};
  }
  std::vector<std::string> missing;
  for (const auto& attribute : one.wanted->verify->has) {
    if (!(*sample)->attributes.contains(attribute)) {
      missing.push_back(attribute);
    }
  }
  return missing.empty() ? Verified{true, true, ""}
                         : Verified{false, true,
                                    fmt::format("a sample of {} has no {}", count_of((*sample)->records, "record"),
                                                join_words(missing, "and no"))};
}

Verified count_records(nexla::Api& api, const ToVerify& one, WallTime since, std::stop_token stop)
{
  const auto runs = nexla::runs_at(api, one.key.first, one.key.second, std::move(stop));
  if (!runs.ok()) {
    return not_told(runs.error());
  }
  if (!*runs) {
    return {false, false, "this service or key tells nothing of runs"};
  }
  std::int64_t records = 0;
  for (const auto& run : **runs) {
    const auto began = nexla::began_at(run);
    records += began && *began >= since ? run.records : 0;
  }
  const auto& verify = *one.wanted->verify;
  return records >= verify.records
             ? Verified{true, true, ""}
             : Verified{false, true,
                        fmt::format("{} of {} records in {}", records, verify.records, format_duration(verify.within))};
}

} // namespace

std::vector<Verified> verify(nexla::Api& api, const std::vector<ToVerify>& wanted, WallTime since, Clock& clock,
                             std::stop_token stop)
{
  constexpr Duration k_longest{15'000};
  Duration pause{1'000};
  const auto began = clock.steady();
  std::vector<Verified> results(wanted.size());
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    open.push_back(i);
  }
  while (!open.empty() && !stop.stop_requested()) {
    Duration next = pause;
    std::erase_if(open, [&](std::size_t i) {
      const auto& one = wanted[i];
      results[i] =
          one.key.first == ResourceKind::nexset ? look_at_sample(api, one, stop) : count_records(api, one, since, stop);
      const auto spent = std::chrono::duration_cast<Duration>(clock.steady() - began);
      const auto left = one.wanted->verify->within - spent;
      next = std::min(next, std::max(left, Duration{1}));
      return results[i].kept || left <= Duration{0};
    });
    if (!open.empty() && !clock.sleep(next, stop)) {
      break;
    }
    pause = std::min(k_longest, pause * 2);
  }
  return results;
}

nexla::ApiResult<Done> pause_running(nexla::Api& api, const std::vector<LiveKey>& resources)
{
  for (const auto& [type, id] : resources) {
    const auto live = api.get(type, id, nexla::Expand::no, {});
    if (!live.ok()) {
      return live.error();
    }
    if (running(live->status) != Running::yes) {
      continue;
    }
    if (auto done = api.set_running(type, id, nexla::Verb::pause, {}); !done) {
      return done;
    }
  }
  return Done{};
}

} // namespace flowsync::exec
