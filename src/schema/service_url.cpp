#include "schema/service_url.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "model/address.hpp"
#include "schema/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace flowsync::schema {

namespace {

constexpr std::string_view k_simulator = "sim:";
constexpr std::string_view k_account = "?account=";
constexpr const char* k_example = "write https://HOST/nexla-api or sim:NAME";

struct Authority
{
  std::string_view host;
  std::string_view port; // with its colon; may be empty
};

Authority split_authority(std::string_view authority)
{
  const auto bracket = authority.starts_with('[') ? authority.find(']') : std::string_view::npos;
  const auto host_end =
      bracket != std::string_view::npos ? bracket + 1 : std::min(authority.find(':'), authority.size());
  return {authority.substr(0, host_end), authority.substr(host_end)};
}

bool is_host(std::string_view host)
{
  if (host.starts_with('[')) {
    return host.size() > 2 && host.find_first_not_of("0123456789abcdefABCDEF:.", 1) == host.size() - 1;
  }
  constexpr std::string_view k_allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
  return !host.empty() && host.find_first_not_of(k_allowed) == std::string_view::npos;
}

bool is_port(std::string_view port)
{
  if (port.empty()) {
    return true;
  }
  unsigned number = 0;
  const auto digits = port.substr(1);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return port.starts_with(':') && read.ec == std::errc{} && read.ptr == digits.data() + digits.size() && number > 0 &&
         number < 65536;
}

bool is_loopback(std::string_view host)
{
  return lower(host) == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

} // namespace

bool is_simulator(std::string_view url)
{
  return url.starts_with(k_simulator);
}

std::optional<SimulatorUrl> parse_simulator_url(std::string_view url)
{
  if (!is_simulator(url)) {
    return std::nullopt;
  }
  SimulatorUrl parts;
  parts.name = url.substr(k_simulator.size());
  if (const auto query = parts.name.find('?'); query != std::string_view::npos) {
    const auto rest = parts.name.substr(query);
    if (!rest.starts_with(k_account) || !is_name(rest.substr(k_account.size()), k_longest_environment)) {
      return std::nullopt;
    }
    parts.account = rest.substr(k_account.size());
    parts.name = parts.name.substr(0, query);
  }
  return is_name(parts.name, k_longest_environment) ? std::optional(parts) : std::nullopt;
}

std::optional<UrlProblem> check_service_url(std::string_view url)
{
  if (is_simulator(url)) {
    if (parse_simulator_url(url)) {
      return std::nullopt;
    }
    return UrlProblem{
        fmt::format("`{}` is not a name of a simulator", excerpt(url.substr(k_simulator.size()))),
        fmt::format("write sim: and lower-case letters, digits and hyphens, at most {}", k_longest_environment)};
  }
  const bool plain = url.starts_with("http://");
  if (!plain && !url.starts_with("https://")) {
    return UrlProblem{fmt::format("`{}` is not an address of Nexla", excerpt(url)), k_example};
  }
  const auto rest = url.substr(plain ? 7 : 8);
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.find('@') != std::string_view::npos) {
    return UrlProblem{"an address must not hold a name or password", "use `auth:` for keys"};
  }
  if (rest.find_first_of("?# \t") != std::string_view::npos) {
    return UrlProblem{"the address of the API has no blanks, `?` or `#`", k_example};
  }
  const auto [host, port] = split_authority(authority);
  if (!is_host(host) || !is_port(port)) {
    return UrlProblem{fmt::format("`{}` is not a host", excerpt(authority)), k_example};
  }
  if (plain && !is_loopback(host)) {
    return UrlProblem{"plain http would show the key to everybody on the way", "write https://"};
  }
  return std::nullopt;
}

} // namespace flowsync::schema
