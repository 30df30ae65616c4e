#pragma once

#include "plan/pointer.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace flowsync::plan {

// The four views of one value; null where that view does not have it.
struct Sides
{
  const nlohmann::json* desired = nullptr;
  const nlohmann::json* applied = nullptr;
  const nlohmann::json* live = nullptr;
  const nlohmann::json* observed = nullptr;

  Sides at(const std::string& key) const
  {
    return {member(desired, key), member(applied, key), member(live, key), member(observed, key)};
  }
};

} // namespace flowsync::plan
