#pragma once

#include "base/secret.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::nexla {

// The keys and tokens of a session, to be cut out of whatever the service says. Thread safe.
class Redactor
{
public:
  void add(const Secret& secret);
  // `text` with every known secret replaced by "(sensitive)".
  std::string scrub(std::string text) const;
  // Foreign text as an error message may hold it: scrubbed, on one line, without control characters, cut to a few
  // hundred bytes.
  std::string message(std::string_view text) const;

private:
  mutable std::mutex m_mutex;
  std::vector<Secret> m_secrets;
};

} // namespace flowsync::nexla
