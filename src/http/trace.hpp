#pragma once

#include "base/clock.hpp"

#include <functional>
#include <string>

namespace flowsync::http {

// One request as a person following the run sees it; never headers, bodies or keys.
struct Trace
{
  std::string method;
  std::string path; // with its query, without the host
  int status = 0;   // 0 = no answer
  std::string request_id;
  std::string problem; // why there was no answer
  Duration elapsed{0};
  int attempt = 1;
};

// A wait before a call is sent once more.
struct RetryWait
{
  std::string method;
  std::string path;
  std::string why;    // what the try before came to
  Duration tried{0};  // how long that try took
  Duration wait{0};   // until the next one
  bool asked = false; // the server asked for this wait
};

// Called before each wait, from the thread that waits: must be safe to call from several at once.
using WaitObserver = std::function<void(const RetryWait&)>;

// Called after each request, from the thread that sent it: must be safe to call from several at once.
using TraceObserver = std::function<void(const Trace&)>;

} // namespace flowsync::http
