#pragma once

#include "base/secret.hpp"
#include "base/version.hpp"
#include "http/retry.hpp"
#include "http/trace.hpp"
#include "nexla/trust.hpp"

#include <string>

namespace flowsync::nexla {

// What opens a session (API notes A2).
struct SessionKey
{
  enum class Kind
  {
    service_key,  // logs in with POST /token, again whenever a token ends
    access_token, // a bearer as it is; cannot be renewed
  };
  Kind kind = Kind::service_key;
  Secret value;
};

struct ClientOptions
{
  TrustedUrl url;
  SessionKey key;
  std::string access_role = "collaborator"; // of lists; empty = the service's own default, which is owner only
  double requests_per_second = 0;           // 0 = no limit
  std::size_t page_size = 100;
  std::string user_agent = "flowsync/" + program_version();
  http::RetryPolicy retries{};
  Duration connect_timeout{10'000};
  Duration total_timeout{120'000};
  http::TraceObserver trace{};                            // may be empty
  http::WaitObserver waiting{};                           // may be empty
  std::function<double()> random = http::system_random(); // for the jitter of waits
};

} // namespace flowsync::nexla
