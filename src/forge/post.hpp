#pragma once

#include "forge/discussion.hpp"

#include <functional>
#include <string>

namespace flowsync::forge {

// A comment that there is to be once.
struct OneComment
{
  std::string beginning; // of every version of it
  std::string body;
  bool worth_making = true; // otherwise it is only written over one that is there
  // Whether that version, which is there, is of something newer.
  std::function<bool(const std::string& body)> is_newer;
};

enum class Posted
{
  created,
  updated,
  unchanged,  // it says so already
  left_newer, // what is there is newer
  nothing     // there is none, and none is worth making
};

// Writes the comment over the one that is there, or makes it. Two that do so at once leave one comment; what was asked
// for without an answer is looked for before it is asked for again.
Result<Posted, ForgeProblem> post(Discussion& discussion, const OneComment& comment);

} // namespace flowsync::forge
