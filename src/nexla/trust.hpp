#pragma once

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "http/url.hpp"

#include <string>
#include <string_view>

namespace flowsync::nexla {

// An address that keys may be sent to. Only check() makes one, so nothing can be sent anywhere else.
class TrustedUrl
{
public:
  // Checks `nexla.url`: https (http only to this machine), no user information, query or fragment, and a host below
  // nexla.io or nexla.com, this machine, or one of `allowed_hosts` (the value of $FLOWSYNC_HOSTS: names separated by
  // commas or blanks, "*.example.com" for all below). `where` is the place of the URL in the specs.
  static Result<TrustedUrl, Diagnostic> check(std::string_view url, std::string_view allowed_hosts,
                                              const Location& where = {});

  // "https://dataops.nexla.io/nexla-api", without a final slash.
  std::string base() const;
  const http::Url& url() const { return m_url; }
  // Whether keys may follow a redirect to `target`: same scheme, host and port.
  bool same_place(const http::Url& target) const;

private:
  explicit TrustedUrl(http::Url url) : m_url(std::move(url)) {}

  http::Url m_url;
};

} // namespace flowsync::nexla
