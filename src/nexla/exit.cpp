#include "nexla/exit.hpp"

#include "nexla/status.hpp"

namespace flowsync::nexla {

ExitCode exit_code(const ApiError& error)
{
  using Kind = ApiError::Kind;
  switch (error.kind) {
  case Kind::unauthorized:
  case Kind::forbidden:
    return ExitCode::auth;
  case Kind::absent:
  case Kind::refused:
    return ExitCode::error;
  case Kind::throttled:
  case Kind::server:
  case Kind::uncertain:
  case Kind::unreachable:
  case Kind::malformed:
    return ExitCode::unreachable;
  case Kind::cancelled:
    return ExitCode::interrupted;
  }
  return ExitCode::error;
}

std::string hint(const ApiError& error)
{
  using Kind = ApiError::Kind;
  switch (error.kind) {
  case Kind::unauthorized:
    return "check the key named under `nexla.auth`: it may be mistyped, rotated, paused, or of another installation "
           "than `nexla.url`";
  case Kind::forbidden:
    return "the user of this key needs a higher role, on the resource or in its organisation; a key that may only read "
           "belongs under `nexla.read_auth`, and `nexla.auth` needs one that may write";
  case Kind::absent:
    return "if this happens to every request, `nexla.url` is probably wrong: it usually ends in /nexla-api";
  case Kind::refused:
    if (error.status == 405 && error.message == default_message(405)) {
      return "what runs may have to be paused first";
    }
    return error.status >= 300 && error.status < 400 ? "set `nexla.url` to the address the service really has" : "";
  case Kind::throttled:
    return "the account is limited to few requests per second: lower `limits.requests_per_second`, or try again later";
  case Kind::server:
  case Kind::uncertain:
    return "try again later; a repeated run continues where this one stopped";
  case Kind::unreachable:
    return "is `nexla.url` right, is the network up, does a proxy need to be set (https_proxy)?";
  case Kind::malformed:
    return "is `nexla.url` right (it usually ends in /nexla-api), and is there a proxy or a login page in between?";
  case Kind::cancelled:
    return {};
  }
  return {};
}

} // namespace flowsync::nexla
