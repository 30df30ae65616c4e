#include "view/moved_data.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "model/place_keys.hpp"
#include "model/pointer.hpp"
#include "plan/fields.hpp"
#include "plan/pointer.hpp"
#include "view/shown_field.hpp"
#include "view/value_text.hpp"
#include "view/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using nlohmann::json;
using plan::FieldChange;

bool is_source(const plan::ResourceChange& change)
{
  return change.type == ResourceKind::source;
}

std::string_view config_field(const plan::ResourceChange& change)
{
  return is_source(change) ? "source_config" : "sink_config";
}

std::string connector_of(const plan::ResourceChange& change)
{
  const auto* const type = plan::member(&change.planned, is_source(change) ? "source_type" : "sink_type");
  return type != nullptr && type->is_string() ? type->get<std::string>() : std::string();
}

bool names_a_place(const std::string& path, const plan::ResourceChange& change)
{
  const auto config = pointer_below("", config_field(change));
  if (!is_within(path, config) || path == config) {
    return false;
  }
  const auto& keys = place_keys(connector_of(change));
  const json::json_pointer place(path);
  const auto holds = [](const auto& list, const std::string& key) {
    return std::find(list.begin(), list.end(), key) != list.end();
  };
  const bool at_top = path.find('/', config.size() + 1) == std::string::npos;
  return (at_top && holds(keys.together, place.back())) || holds(keys.each, place.back());
}

std::string value_words(const std::optional<json>& value, const FieldChange& field, const CredentialNames& names)
{
  if (!value || value->is_null()) {
    return "nothing";
  }
  if (field.path == pointer_below("", plan::k_credential_field)) {
    return credential_words(*value, {}, names).value_or(inline_value(*value));
  }
  return value->is_string() ? quoted_text(excerpt(value->get<std::string>())) : excerpt(inline_value(*value));
}

} // namespace

std::vector<const FieldChange*> moved_fields(const plan::ResourceChange& change)
{
  std::vector<const FieldChange*> moved;
  const bool connected = is_source(change) || change.type == ResourceKind::sink;
  if ((change.action != plan::Action::update && change.action != plan::Action::replace) || !connected) {
    return moved;
  }
  for (const auto& field : change.fields) {
    if (field.cause == plan::Cause::drift) { // back to where it was: that is told as undone
      continue;
    }
    if (field.path == pointer_below("", plan::k_credential_field) || names_a_place(field.path, change)) {
      moved.push_back(&field);
    }
  }
  return moved;
}

std::string before_and_after(const plan::FieldChange& field, const CredentialNames& names)
{
  const auto shown = shown_field(field);
  return shown.sensitive ? "(sensitive)"
                         : fmt::format("{} -> {}", value_words(shown.before, shown, names),
                                       shown.after_unknown ? std::string("(known after apply)")
                                                           : value_words(shown.after, shown, names));
}

std::string moved_words(const plan::ResourceChange& change, const CredentialNames& names)
{
  std::vector<std::string> parts;
  for (const auto* const moved : moved_fields(change)) {
    const bool credential = moved->path == pointer_below("", plan::k_credential_field);
    const auto key = credential ? std::string() : visible_line(json::json_pointer(moved->path).back()) + " ";
    parts.push_back(key + before_and_after(*moved, names));
  }
  return fmt::format("{} {} elsewhere: {}", change.address.text(), is_source(change) ? "reads from" : "writes",
                     join_words(parts));
}

} // namespace flowsync::view
