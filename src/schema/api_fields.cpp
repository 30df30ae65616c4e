#include "schema/api_fields.hpp"

#include "base/excerpt.hpp"
#include "model/fields.hpp"
#include "schema/present.hpp"

#include <fmt/format.h>

namespace flowsync::schema {

void check_api_fields(const Node& api, ResourceKind kind, Findings& findings)
{
  for (const auto& entry : api.entries()) {
    if (entry.value->tombstone) {
      continue;
    }
    if (const auto* const known = own_field(kind, entry.key)) {
      findings.error("misplaced-key", fmt::format("`{}` cannot be passed on by `api`", entry.key), entry.key_at,
                     known->word.empty() ? std::string("leave it out: it follows from the rest")
                                         : fmt::format("write `{}:` in the {} itself", known->word, kind_word(kind)),
                     underline_length(entry.key));
    } else if (is_read_only_field(entry.key)) {
      findings.error("misplaced-key", fmt::format("`{}` is set by Nexla and cannot be written", entry.key),
                     entry.key_at, "leave it out", underline_length(entry.key));
    }
  }
}

} // namespace flowsync::schema
