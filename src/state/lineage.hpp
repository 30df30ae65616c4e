#pragma once

#include "base/digest.hpp"

#include <string>

namespace flowsync::state {

// Tells one state from every other: 16 hexadecimal digits, drawn when a state begins.
inline std::string new_lineage()
{
  constexpr std::size_t k_bytes = 8;
  return random_hex(k_bytes);
}

} // namespace flowsync::state
