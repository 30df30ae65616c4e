#pragma once

// What servers answer, by the names of RFC 9110 (and 6585, 4918).
namespace flowsync::http::status {

inline constexpr int k_ok = 200;
inline constexpr int k_created = 201;
inline constexpr int k_accepted = 202;
inline constexpr int k_no_content = 204;
inline constexpr int k_moved_permanently = 301;
inline constexpr int k_found = 302;
inline constexpr int k_temporary_redirect = 307;
inline constexpr int k_permanent_redirect = 308;
inline constexpr int k_bad_request = 400;
inline constexpr int k_unauthorized = 401;
inline constexpr int k_forbidden = 403;
inline constexpr int k_not_found = 404;
inline constexpr int k_conflict = 409;
inline constexpr int k_gone = 410;
inline constexpr int k_precondition_failed = 412;
inline constexpr int k_content_too_large = 413;
inline constexpr int k_locked = 423;
inline constexpr int k_too_many_requests = 429;
inline constexpr int k_internal_server_error = 500;
inline constexpr int k_not_implemented = 501;

constexpr bool is_success(int status)
{
  return status >= k_ok && status < 300;
}

constexpr bool is_redirect(int status)
{
  return status >= 300 && status < k_bad_request;
}

constexpr bool is_server_error(int status)
{
  return status >= k_internal_server_error;
}

} // namespace flowsync::http::status
