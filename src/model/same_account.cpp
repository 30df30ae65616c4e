#include "model/same_account.hpp"

#include "base/text.hpp"

namespace flowsync {

namespace {

// The address without what does not say which installation it is.
std::string installation_of(const Environment& environment)
{
  std::string_view url = environment.url;
  url = url.substr(0, url.find('?'));
  while (url.ends_with('/')) {
    url.remove_suffix(1);
  }
  return lower(url);
}

} // namespace

bool same_account(const Environment& a, const Environment& b)
{
  return installation_of(a) == installation_of(b) && (!a.org || !b.org || a.org == b.org);
}

bool is_simulated(const Environment& environment)
{
  return environment.url.starts_with("sim:");
}

} // namespace flowsync
