#include "nexla/status.hpp"

namespace flowsync::nexla {

ApiError::Kind kind_of_status(int status)
{
  using Kind = ApiError::Kind;
  switch (status) {
  case 401:
    return Kind::unauthorized;
  case 403:
    return Kind::forbidden;
  case 404:
  case 410:
    return Kind::absent;
  case 408: // the server gave up waiting; what it had read by then is unknown
  case 502: // a gateway lost the server behind it, which may be working on the request
  case 504:
    return Kind::uncertain;
  case 429:
    return Kind::throttled;
  default:
    return status >= 500 ? Kind::server : Kind::refused;
  }
}

std::string default_message(int status)
{
  switch (status) {
  case 400:
    return "the service refused the request without saying why";
  case 401:
    return "the service did not accept the key";
  case 403:
    return "the service does not permit this to the user of this key";
  case 404:
  case 410:
    return "there is no such thing at this address";
  case 405:
    return "the service does not allow this";
  case 409:
    return "the service reports a conflict";
  case 429:
    return "the service asks to slow down";
  case 502:
  case 503:
  case 504:
    return "the service is not available at the moment";
  default:
    return status >= 500 ? "the service failed" : "the service refused the request";
  }
}

} // namespace flowsync::nexla
