#pragma once

#include "exec/single_reads.hpp"
#include "exec/walks.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace flowsync::exec {

// One walk over all resources of a type: a list, or the flow index as far as it shows them.
struct Walked
{
  std::vector<const LiveResource*> items; // sorted by id
  bool whole = false;
  std::optional<std::size_t> total; // as a header says
};
Walked walked(const nexla::Listing& listing);
Walked walked(const nexla::FlowIndex& index, ResourceKind type);

// How two walks stand to one another.
struct Agreement
{
  bool holds = false;     // neither lost anything: what neither shows does not exist
  std::vector<Read> gone; // only one showed them, because they were deleted meanwhile
};

struct AgreementOptions
{
  std::optional<WallTime> since; // the server's time before the first of the walks began; absent: it tells none
  bool at_once = false;          // the walks ran side by side, not one after the other
  bool may_read = true;          // resources that only one walk shows may be looked at one by one
};

// Compares a walk with a later one. What was there before the first began, and still is, must be in both; a resource
// that only one shows is excused when it was made or deleted meanwhile: by its `created_at`, or by a read of it. A
// header's count lies between those that were there all the time and those plus all that came or went.
Agreement compare_walks(nexla::Api& api, ResourceKind type, const Walked& first, const Walked& second,
                        const AgreementOptions& options, const std::stop_token& stop);

// The server's time by its last reply.
std::optional<WallTime> server_time_of(const nexla::Api& api);

} // namespace flowsync::exec
