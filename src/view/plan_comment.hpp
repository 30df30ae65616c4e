#pragma once

#include "plan/plan.hpp"
#include "view/plan_text.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::view {

// Which plan a comment shows: the digest of the rendered documents, and that of what is to be done about them.
struct ReviewedPlan
{
  std::string digest;
  std::string actions_digest;

  bool operator==(const ReviewedPlan&) const = default;
};

// What the first line of a comment says to the next run of flowsync; people do not see it.
struct CommentMarker
{
  std::string project;
  std::uint64_t run = 0;                          // the CI service's number of the run, which grows; 0 = unknown
  std::uint64_t attempt = 0;                      // of that run
  std::string commit;                             // that was planned; "" = unknown
  std::map<std::string, ReviewedPlan> plans = {}; // by environment; only whole ones

  bool operator==(const CommentMarker&) const = default;
};

// With this every comment about the project begins.
std::string marker_beginning(std::string_view project);
// Of a comment; nothing when it has none of ours.
std::optional<CommentMarker> read_marker(std::string_view comment);

// Whether there is anything to tell besides that nothing changes.
bool is_worth_a_comment(const std::vector<plan::Plan>& plans);

// The plans as a marker has them.
std::map<std::string, ReviewedPlan> reviewed_plans(const std::vector<plan::Plan>& plans);

// The comment on a pull or merge request: the marker, a table of the environments, every deletion by its name, each
// plan folded, and where it comes from; without plans it says that no environment is affected. Below 65,536 bytes.
// `job`: address of the job that planned, "" = unknown.
std::string plan_comment(const std::vector<plan::Plan>& plans, const CommentMarker& marker, const std::string& job,
                         const PlanTextOptions& options);

} // namespace flowsync::view
