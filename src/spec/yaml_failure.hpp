#pragma once

#include "spec/yaml_library.hpp"
#include "spec/yaml_lines.hpp"
#include "spec/yaml_places.hpp"
#include "spec/yaml_problem.hpp"

#include <cstddef>

namespace flowsync::spec {

// A map or list that was begun and not ended.
struct YamlBegun
{
  std::size_t at = 0; // of its bracket, or of its first key or `-`
  bool is_map = false;
  bool is_flow = false;
};

// What a failure of the library means: which problem, where, and where the thing began that it belongs to. `inside`:
// the innermost map or list that it told of, nullptr for none; `behind`: where what it told last ends.
YamlComplaint complaint_of(const LibraryFailure& failure, const YamlLines& lines, YamlPlaces& places,
                           const YamlBegun* inside, std::size_t behind);

} // namespace flowsync::spec
