#pragma once

#include "sim/context.hpp"

#include <span>

namespace flowsync::sim {

enum class FieldType
{
  text,
  nullable_text,
  integer,
  boolean,
  object,
  array,
  integer_or_object,
  any
};

inline constexpr unsigned k_on_create = 1;
inline constexpr unsigned k_on_update = 2;
inline constexpr unsigned k_both = 3;
inline constexpr unsigned k_required = 4; // on create

// One writable field of a resource (API notes B1-B6).
struct FieldRule
{
  std::string_view name;
  FieldType type;
  unsigned when;
};

// Checks a body against the table of its kind: required keys (on create), types, and keys outside of the schema, which
// are refused or, with unknown_keys=ignore, removed. `when` is k_on_create or k_on_update. Throws Refusal 400.
void check_fields(const Context& context, nlohmann::json& body, std::span<const FieldRule> rules, unsigned when);

// Takes `tags` from the body of a source, sink, credential or project, as the switch says. Throws Refusal.
void write_tags(const Context& context, Object& object, const nlohmann::json& body);

// Takes `name` and `description` from the body, as the switches on names and descriptions say. Throws Refusal.
void write_names(const Context& context, Object& object, const nlohmann::json& body);

// 400 in the service's words for a key that must be there.
Refusal missing_key(const std::string& name);
void require_key(const nlohmann::json& body, const char* name);

// An integer field of the body, 0 when it is absent.
Id id_field(const nlohmann::json& body, const char* name);

// Copies these fields of the body to the object, as they are.
void copy_fields(Object& object, const nlohmann::json& body, std::initializer_list<const char*> names);

} // namespace flowsync::sim
