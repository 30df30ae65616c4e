#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "http/authorities.hpp"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowsync::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

// Keys with which a request is signed as Amazon's services want it (Signature Version 4).
struct AwsKeys
{
  std::string access_key;
  Secret secret_key;
  Secret session_token; // empty: none
  std::string region;
  std::string service; // "s3"

  bool operator==(const AwsKeys&) const = default;
};

struct Request
{
  std::string method;         // "GET", "POST", "PUT", "DELETE", or any other word that the server knows
  std::string url;            // absolute
  Headers headers;            // without authorization
  Secret authorization;       // value of the Authorization header; empty = none is sent
  std::optional<AwsKeys> aws; // instead of an authorization
  std::string body;           // of any method; POST, PUT and PATCH always send a Content-Length, 0 included
  bool once = false;          // never sent twice, whatever the method; a POST with a body never is
  Duration connect_timeout{10'000};
  Duration total_timeout{60'000};
  std::size_t largest_body = std::size_t{64} << 20U; // of the reply, after decompression; far more than a page holds
};

struct Response
{
  int status = 0;
  Headers headers; // names in lower case, in the order received
  std::string body;
  Duration elapsed{0};

  // The last header of this (lower case) name; nothing when it was not sent.
  std::optional<std::string> header(std::string_view name) const;
};

struct TransportError
{
  enum class Kind
  {
    not_sent,  // certainly nothing of this request reached the server: no connection, unknown host, TLS refused
    uncertain, // the server may have done it: no answer, an answer cut short, a connection lost, a timeout
    too_large, // an answer came, longer than the request allows
    cancelled, // stop was requested; what had been sent may have been done
  };
  Kind kind = Kind::uncertain;
  std::string message; // for people; holds no header and no body
};

// Sends requests and waits for answers. Redirects are answers like others. Safe to call from many threads at once.
class Transport
{
public:
  virtual ~Transport() = default;
  // Blocks until the answer is complete, a timeout passed or `stop` was requested.
  virtual Result<Response, TransportError> send(const Request& request, std::stop_token stop) = 0;
};

// A transport over one libcurl multi handle on a thread of its own: connections are kept and shared by all callers,
// HTTP/2 is used where a TLS server offers it, certificates are always verified, the proxy variables of the environment
// count for every host but loopback. A request with a body that is a POST or says `once` is never sent twice, also not
// on a kept connection that the server had closed.
std::unique_ptr<Transport> make_transport(Authorities authorities = {});

} // namespace flowsync::http
