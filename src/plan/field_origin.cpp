#include "plan/field_origin.hpp"

namespace flowsync::plan {

FieldOrigin field_origin(const DesiredResource& desired, std::string path, bool present)
{
  if (const auto tombstone = desired.tombstones.find(path); !present && tombstone != desired.tombstones.end()) {
    return tombstone->second;
  }
  for (;;) {
    if (const auto found = desired.origins.find(path); found != desired.origins.end()) {
      return found->second;
    }
    const auto slash = path.rfind('/');
    if (slash == std::string::npos || slash == 0) {
      return {desired.defined_at, {}, {}, false};
    }
    path.resize(slash);
  }
}

} // namespace flowsync::plan
