#pragma once

#include "model/record.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

namespace flowsync {

// Where a resource holds what was made from secrets when it was last applied. It does so still, whatever the specs say
// now and whoever reads it, until another value was applied.
class SecretPlaces
{
public:
  SecretPlaces() = default;
  explicit SecretPlaces(const Record& record);

  bool empty() const { return m_places.empty(); }
  // The secrets that were used.
  const std::set<std::string>& names() const { return m_names; }
  // The value at `path` (RFC 6901) of the resource with k_sensitive_text in every such place. Elements of a list may
  // have been moved, so one element's place is that of all; what has another shape than it had is hidden as a whole.
  nlohmann::json masked(nlohmann::json value, const std::string& path) const;

private:
  std::vector<std::vector<std::string>> m_places; // segments of paths, unescaped
  std::set<std::string> m_names;
};

// Puts k_sensitive_text in place of what looks like a secret (see secret_shapes.hpp) in any text of `value`.
void mask_secret_shapes(nlohmann::json& value);

// Whether `now` may be what was kept as `kept`, in which k_sensitive_text stands for anything.
bool same_but_masked(const nlohmann::json& kept, const nlohmann::json& now);

} // namespace flowsync
