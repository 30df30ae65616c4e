#pragma once

#include "plan/plan.hpp"
#include "view/resource_line.hpp"
#include "view/review.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// Parts of a plan as Markdown, each whole by itself, so that parts can be left out.

// What is dangerous, as the lines of one block of warning; each name may be a line of its own.
std::vector<std::string> dangers_markdown(const Review& review, const CredentialNames& names);

// One cause of several changes, with the change and some of those that it holds for.
std::string cause_markdown(const CommonCause& cause, const CredentialNames& names);

// A folded block of a flow: all that comes, goes and is bound in it, in a line each; what else changes in a block of
// its own. Nothing of what has been told.
struct FoldedPart
{
  std::string text;
  std::vector<std::string> addresses; // what it tells of
};
std::vector<FoldedPart> flow_markdown(const FlowReview& flow, bool with_lost_fields, const CredentialNames& names);

} // namespace flowsync::view
