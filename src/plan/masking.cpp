#include "plan/masking.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"
#include "model/parts.hpp"
#include "model/secret_places.hpp"
#include "model/sensitive_keys.hpp"

#include <algorithm>

namespace flowsync::plan {

namespace {

bool is_secret_path(std::string_view path)
{
  if (is_in_part(path)) {
    return false;
  }
  const auto segments = split(path, '/');
  return std::any_of(segments.begin(), segments.end(),
                     [](std::string_view segment) { return is_sensitive_key(segment); });
}

void mask(std::optional<nlohmann::json>& value, bool whole, bool by_keys)
{
  if (value && whole && !value->is_null()) {
    value = nlohmann::json(k_sensitive_text);
  } else if (value && by_keys) {
    mask_sensitive_keys(*value);
  }
}

} // namespace

FieldChange masked_field(const FieldChange& field)
{
  auto masked = field;
  masked.sensitive = field.sensitive || is_secret_path(field.path);
  const bool by_keys = !is_in_part(field.path);
  mask(masked.before, masked.sensitive, by_keys);
  mask(masked.after, masked.sensitive, by_keys);
  if (masked.sensitive && masked.rotated && masked.after) {
    masked.after = nlohmann::json(k_rotated_text);
  }
  // What comes from the service may hold secrets that nobody here knows.
  for (auto* const value : {&masked.before, field.cause == Cause::outside ? &masked.after : nullptr}) {
    if (value != nullptr && *value) {
      mask_secret_shapes(**value);
    }
  }
  return masked;
}

} // namespace flowsync::plan
