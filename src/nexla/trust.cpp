#include "nexla/trust.hpp"

#include <fmt/format.h>

namespace flowsync::nexla {

Result<TrustedUrl, Diagnostic> TrustedUrl::check(std::string_view text, std::string_view allowed_hosts,
                                                 const Location& where)
{
  const auto problem = [&](DiagnosticCode code, std::string message, std::string hint,
                           ExitCode exit = ExitCode::error) {
    return Diagnostic{Severity::error, code, std::move(message), where, std::move(hint), {}, exit};
  };
  auto url = http::parse_url(text);
  if (!url) { // not shown: what is not a URL may well be a key
    return problem("bad-url", "`nexla.url` is not an https address",
                   "write it as https://dataops.nexla.io/nexla-api, or sim:NAME for the simulator");
  }
  if (url->user_info) {
    return problem("url-with-user", "`nexla.url` holds a user name or password",
                   "remove everything before the @ and put the key under `nexla.auth`");
  }
  if (!url->query.empty() || !url->fragment.empty()) {
    return problem("bad-url", "`nexla.url` holds a query or fragment", "end it with the path, such as /nexla-api");
  }
  const bool local = http::is_loopback(url->host);
  if (url->scheme != "https" && !local) {
    return problem("insecure-url", fmt::format("`nexla.url` sends the key to {} unencrypted", url->host),
                   "write https:// instead of http://");
  }
  if (!local && !http::is_listed_host(url->host, "*.nexla.io,*.nexla.com") &&
      !http::is_listed_host(url->host, allowed_hosts)) {
    return problem("untrusted-host", fmt::format("{} is not a host that keys may be sent to", url->host),
                   fmt::format("if it is yours, set FLOWSYNC_HOSTS={} in the environment of this program", url->host),
                   ExitCode::auth);
  }
  while (url->path.ends_with('/')) {
    url->path.pop_back();
  }
  return TrustedUrl(std::move(*url));
}

std::string TrustedUrl::base() const
{
  return m_url.origin() + m_url.path;
}

bool TrustedUrl::same_place(const http::Url& target) const
{
  return target.scheme == m_url.scheme && target.host == m_url.host && target.port == m_url.port && !target.user_info;
}

} // namespace flowsync::nexla
