#pragma once

#include "view/paint.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace flowsync::view {

// One thing that was looked at.
struct Check
{
  enum class Verdict
  {
    good,
    note, // worth knowing, in nobody's way
    stop  // apply would not go on
  };
  std::string subject; // "specs", "key", "service", ...
  Verdict verdict = Verdict::good;
  std::string text; // may hold foreign text
  std::string hint;
};

// What `doctor` found, in the order in which it looked.
struct Checkup
{
  std::string environment;
  std::vector<Check> checks;
  std::vector<std::string> habits; // what this server was seen to do, sorted
};

std::string checkup_text(const Checkup& checkup, const Paint& paint);
nlohmann::ordered_json checkup_json(const Checkup& checkup);

} // namespace flowsync::view
