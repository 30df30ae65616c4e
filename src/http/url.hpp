#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::http {

// A URL taken apart by the same parser that makes the connection, so that what was checked is what is used.
struct Url
{
  std::string scheme; // lower case
  std::string host;   // lower case, without a final dot; IPv6 in brackets
  int port = 0;       // the scheme's own when the text names none
  std::string path;   // begins with '/'
  std::string query;
  std::string fragment;
  bool user_info = false; // "user@" or "user:password@" was there; it is not kept

  // "https://host" or "https://host:8443": without a port that goes without saying.
  std::string origin() const;
  bool operator==(const Url&) const = default;
};

// Reads an absolute http or https URL; nothing for anything else.
std::optional<Url> parse_url(std::string_view text);

// Where a Location header leads, seen from `base`; nothing when that is not an http or https URL.
std::optional<Url> resolve_url(const Url& base, std::string_view location);

// Whether this machine itself is meant: localhost, 127.0.0.0/8, [::1].
bool is_loopback(std::string_view host);

// Whether `host` is one of the names of a comma or blank separated list; "*.example.com" stands for all below it.
bool is_listed_host(std::string_view host, std::string_view list);

// One part of a path or query: everything but letters, digits and "-._~" becomes %XX.
std::string percent_encode(std::string_view text);

} // namespace flowsync::http
