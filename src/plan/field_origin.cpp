#include "plan/field_origin.hpp"

namespace flowsync::plan {

FieldOrigin field_origin(const DesiredResource& desired, std::string_view path, bool present)
{
  if (const auto* const tombstone = desired.tombstones.find(path); !present && tombstone != nullptr) {
    return *tombstone;
  }
  const auto* const nearest = desired.origins.nearest(path);
  return nearest != nullptr ? *nearest : FieldOrigin{desired.defined_at, {}, {}, false};
}

} // namespace flowsync::plan
