#include "plan/codec_parts.hpp"

#include "plan/masking.hpp"

#include <array>
#include <stdexcept>

namespace flowsync::plan {

namespace {

using nlohmann::json;

json encode_origin(const Origin& origin)
{
  return {origin.file.text(), origin.line, origin.column, origin.layer.text()};
}

Origin decode_origin(const json& encoded)
{
  return {encoded.at(0).get<std::string>(), encoded.at(1).get<int>(), encoded.at(2).get<int>(),
          encoded.at(3).get<std::string>()};
}

json encode_field(const FieldChange& change)
{
  const auto field = masked_field(change);
  json result{{"path", field.path},
              {"cause", static_cast<int>(field.cause)},
              {"class", static_cast<int>(field.field_class)},
              {"sensitive", field.sensitive}};
  put_values(result, field);
  if (field.rotated) {
    result["rotated"] = true;
  }
  if (field.suspension) {
    result["suspension"] = true;
  }
  if (!field.by_variable) {
    result["by_variable"] = false;
  }
  if (field.origin.origin.known()) {
    result["origin"] = encode_origin(field.origin.origin);
  }
  for (const auto& place : field.origin.overrides) {
    result["overrides"].push_back(encode_origin(place));
  }
  for (const auto& [name, place] : field.origin.variables) {
    result["variables"].push_back({name, encode_origin(place)});
  }
  return result;
}

template <typename Enum>
Enum decode_enum(const json& encoded, Enum last)
{
  const auto number = encoded.get<int>();
  if (number < 0 || number > static_cast<int>(last)) {
    throw std::invalid_argument("an unknown word");
  }
  return static_cast<Enum>(number);
}

FieldChange decode_field(const json& encoded)
{
  FieldChange field;
  field.path = encoded.at("path").get<std::string>();
  field.cause = decode_enum(encoded.at("cause"), Cause::outside);
  field.field_class = decode_enum(encoded.at("class"), FieldClass::status);
  field.sensitive = encoded.at("sensitive").get<bool>();
  if (const auto found = encoded.find("before"); found != encoded.end()) {
    field.before = *found;
  }
  if (const auto found = encoded.find("after"); found != encoded.end()) {
    field.after = *found;
  }
  field.after_unknown = encoded.value("after_unknown", false);
  field.rotated = encoded.value("rotated", false);
  field.suspension = encoded.value("suspension", false);
  field.by_variable = encoded.value("by_variable", true);
  if (const auto found = encoded.find("origin"); found != encoded.end()) {
    field.origin.origin = decode_origin(*found);
  }
  for (const auto& place : list_at(encoded, "overrides")) {
    field.origin.overrides.push_back(decode_origin(place));
  }
  for (const auto& variable : list_at(encoded, "variables")) {
    field.origin.variables.emplace_back(variable.at(0).get<std::string>(), decode_origin(variable.at(1)));
  }
  return field;
}

json encode_location(const Location& where)
{
  return {where.file, where.line, where.column, where.length, where.source_line};
}

Location decode_location(const json& encoded)
{
  return {encoded.at(0).get<std::string>(), encoded.at(1).get<int>(), encoded.at(2).get<int>(),
          encoded.at(3).get<int>(), encoded.at(4).get<std::string>()};
}

ExitCode decode_exit(const json& encoded)
{
  constexpr std::array k_codes{ExitCode::ok,      ExitCode::error,       ExitCode::differences,
                               ExitCode::partial, ExitCode::pending,     ExitCode::auth,
                               ExitCode::refused, ExitCode::unreachable, ExitCode::interrupted};
  for (const auto code : k_codes) {
    if (encoded.get<int>() == static_cast<int>(code)) {
      return code;
    }
  }
  throw std::invalid_argument("an unknown exit code");
}

} // namespace

const json& list_at(const json& encoded, const char* key)
{
  static const auto k_none = json::array();
  const auto found = encoded.find(key);
  return found != encoded.end() ? *found : k_none;
}

void put_values(json& into, const FieldChange& field)
{
  if (field.before) {
    into["before"] = *field.before;
  }
  if (field.after) {
    into["after"] = *field.after;
  }
  if (field.after_unknown) {
    into["after_unknown"] = true;
  }
}

json encode_address(const std::optional<Address>& address)
{
  return address ? json(address->text()) : json();
}

Address decode_address(const json& encoded)
{
  const auto address = Address::parse(encoded.get<std::string>());
  if (!address) {
    throw std::invalid_argument("no address");
  }
  return *address;
}

std::optional<Address> decode_optional_address(const json& encoded)
{
  return encoded.is_null() ? std::nullopt : std::optional(decode_address(encoded));
}

json encode_type(ResourceKind type)
{
  return type_name(type);
}

ResourceKind decode_type(const json& encoded)
{
  const auto type = parse_type(encoded.get<std::string>());
  if (!type) {
    throw std::invalid_argument("no type");
  }
  return *type;
}

json encode_id(const std::optional<ResourceId>& id)
{
  return id ? json(*id) : json();
}

std::optional<ResourceId> decode_id(const json& encoded)
{
  if (encoded.is_null()) {
    return std::nullopt;
  }
  if (!encoded.is_number_integer()) {
    throw std::invalid_argument("not a whole number");
  }
  return encoded.get<ResourceId>();
}

json encode_fields(const std::vector<FieldChange>& fields)
{
  auto result = json::array();
  for (const auto& field : fields) {
    result.push_back(encode_field(field));
  }
  return result;
}

std::vector<FieldChange> decode_fields(const json& encoded)
{
  std::vector<FieldChange> fields;
  for (const auto& field : encoded) {
    fields.push_back(decode_field(field));
  }
  return fields;
}

json encode_diagnostics(const Diagnostics& diagnostics)
{
  auto result = json::array();
  for (const auto& item : diagnostics.items()) {
    json encoded{{"severity", static_cast<int>(item.severity)},
                 {"code", item.code.text()},
                 {"message", item.message},
                 {"where", encode_location(item.where)},
                 {"hint", item.hint},
                 {"exit", static_cast<int>(item.exit)},
                 {"related", json::array()}};
    for (const auto& related : item.related) {
      encoded["related"].push_back({related.message, encode_location(related.where)});
    }
    result.push_back(std::move(encoded));
  }
  return result;
}

Diagnostics decode_diagnostics(const json& encoded)
{
  Diagnostics diagnostics;
  for (const auto& entry : encoded) {
    Diagnostic item;
    item.severity = decode_enum(entry.at("severity"), Severity::note);
    item.code = DiagnosticCode::read(entry.at("code").get<std::string>());
    item.message = entry.at("message").get<std::string>();
    item.where = decode_location(entry.at("where"));
    item.hint = entry.at("hint").get<std::string>();
    item.exit = decode_exit(entry.at("exit"));
    for (const auto& related : entry.at("related")) {
      item.related.push_back({related.at(0).get<std::string>(), decode_location(related.at(1))});
    }
    diagnostics.add(std::move(item));
  }
  return diagnostics;
}

} // namespace flowsync::plan
