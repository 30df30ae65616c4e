#include "schema/api_fields.hpp"

#include "base/excerpt.hpp"
#include "schema/present.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::schema {

namespace {

struct OwnWord
{
  std::string_view field;
  std::string_view word; // empty: flowsync sets the field by itself
};

constexpr std::array k_every{OwnWord{"name", "name"}, OwnWord{"description", "description"}, OwnWord{"tags", "tags"},
                             OwnWord{"status", "state"}};
constexpr std::array k_source{OwnWord{"source_type", "type"},
                              OwnWord{"source_config", "config"},
                              OwnWord{"data_credentials_id", "credential"},
                              OwnWord{"data_credentials", "credential"},
                              OwnWord{"code_container", "code"},
                              OwnWord{"code_container_id", "code"}};
constexpr std::array k_nexset{OwnWord{"parent_data_set_id", "from"},
                              OwnWord{"data_source_id", "detected"},
                              OwnWord{"transform", "transform"},
                              OwnWord{"transform_id", "transform"},
                              OwnWord{"has_custom_transform", ""},
                              OwnWord{"output_schema_annotations", "annotations"},
                              OwnWord{"output_schema_validation_enabled", "validation"},
                              OwnWord{"output_validation_schema", "validation"},
                              OwnWord{"data_sinks", ""}};
constexpr std::array k_sink{OwnWord{"sink_type", "type"},
                            OwnWord{"sink_config", "config"},
                            OwnWord{"data_credentials_id", "credential"},
                            OwnWord{"data_credentials", "credential"},
                            OwnWord{"data_set_id", "from"},
                            OwnWord{"create_destination", "create_destination"},
                            OwnWord{"data_map", "lookup"},
                            OwnWord{"code_container", "code"},
                            OwnWord{"code_container_id", "code"}};
constexpr std::array k_lookup{OwnWord{"map_primary_key", "primary_key"}, OwnWord{"data_defaults", "defaults"},
                              OwnWord{"data_map", "entries"}, OwnWord{"data_type", ""}};
constexpr std::array k_code{OwnWord{"output_type", "output"}, OwnWord{"code_type", "type"}, OwnWord{"code", "code"},
                            OwnWord{"code_encoding", ""}};
constexpr std::array<std::string_view, 10> k_read_only{
    "id",         "owner",          "org",     "access_roles", "created_at",
    "updated_at", "copied_from_id", "managed", "connector",    "connector_type"};

const OwnWord* find_word(const auto& table, std::string_view field)
{
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const OwnWord& candidate) { return candidate.field == field; });
  return found != table.end() ? &*found : nullptr;
}

const OwnWord* own_word(Role role, std::string_view field)
{
  if (const auto* const found = find_word(k_every, field)) {
    return found;
  }
  switch (role) {
  case Role::source:
    return find_word(k_source, field);
  case Role::nexset:
    return find_word(k_nexset, field);
  case Role::sink:
    return find_word(k_sink, field);
  case Role::lookup:
    return find_word(k_lookup, field);
  case Role::transform:
  case Role::code:
    return find_word(k_code, field);
  case Role::credential:
    break;
  }
  return nullptr;
}

} // namespace

void check_api_fields(const Node& api, Role role, Findings& findings)
{
  for (const auto& entry : api.entries()) {
    if (entry.value->tombstone) {
      continue;
    }
    if (const auto* const known = own_word(role, entry.key)) {
      findings.error("misplaced-key", fmt::format("`{}` cannot be passed on by `api`", entry.key), entry.key_at,
                     known->word.empty() ? std::string("leave it out: it follows from the rest")
                                         : fmt::format("write `{}:` in the {} itself", known->word, role_name(role)),
                     underline_length(entry.key));
    } else if (std::find(k_read_only.begin(), k_read_only.end(), entry.key) != k_read_only.end()) {
      findings.error("misplaced-key", fmt::format("`{}` is set by Nexla and cannot be written", entry.key),
                     entry.key_at, "leave it out", underline_length(entry.key));
    }
  }
}

} // namespace flowsync::schema
