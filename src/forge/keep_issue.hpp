#pragma once

#include "forge/discussion.hpp"

#include <string>

namespace flowsync::forge {

// An issue that is to be open as long as something holds.
struct OneIssue
{
  std::string beginning; // of every version of its text
  std::string body;
  bool holds = true;
};

enum class KeptIssue
{
  opened,
  updated,
  unchanged, // it says so already
  closed,    // with the body
  nothing    // none is open, and none is needed
};

// Opens the issue, writes over the one that is open, or closes it. Of several that are open the oldest stays.
Result<KeptIssue, ForgeProblem> keep_issue(Discussion& issues, const OneIssue& issue);

} // namespace flowsync::forge
