#include "view/resource_line.hpp"

#include "base/text.hpp"
#include "model/number_text.hpp"
#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "plan/credentials.hpp"
#include "plan/fields.hpp"
#include "plan/pointer.hpp"
#include "view/counted.hpp"
#include "view/value_text.hpp"
#include "view/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace flowsync::view {

namespace {

using nlohmann::json;

// Keys of configs that say where data is, the first one found tells.
constexpr std::array k_places{"path", "table", "url.template", "url", "topic", "collection", "index", "query"};

const json* value_at(const std::vector<plan::FieldChange>& fields, std::string_view path)
{
  for (const auto& field : fields) {
    if (field.path == path) {
      return field.after ? &*field.after : field.before ? &*field.before : nullptr;
    }
  }
  return nullptr;
}

std::string plain(const json& value)
{
  const bool bare = value.is_string() && shows_itself(value.get_ref<const std::string&>()) &&
                    value.get_ref<const std::string&>().find(' ') == std::string::npos;
  return bare ? value.get<std::string>() : inline_value(value);
}

std::string data_place(const std::vector<plan::FieldChange>& fields)
{
  for (const auto* const config : {"/source_config/", "/sink_config/"}) {
    for (const auto* const key : k_places) {
      const auto* const value = value_at(fields, std::string(config) + key);
      if (value == nullptr || !value->is_primitive()) {
        continue;
      }
      const auto* const database =
          std::string_view(key) == "table" ? value_at(fields, std::string(config) + "database") : nullptr;
      return (database != nullptr && database->is_string() ? plain(*database) + "." : "") + plain(*value);
    }
  }
  return {};
}

std::string kind_of(const plan::ResourceChange& change, const std::vector<plan::FieldChange>& fields)
{
  const auto* kind = value_at(fields, "/source_type");
  kind = kind != nullptr ? kind : value_at(fields, "/sink_type");
  return kind != nullptr ? plain(*kind) : std::string(type_name(change.type));
}

// ", runs after orders/sink/warehouse": what lets its flow run.
std::string trigger_words(const std::vector<plan::FieldChange>& fields)
{
  constexpr std::size_t k_most_triggers = 3; // that are named
  const auto whole = pointer_below("", k_triggers_part);
  std::vector<std::string> awaited;
  for (const auto& field : fields) {
    const auto& value = field.after ? field.after : field.before;
    if (!value || !is_within(field.path, whole)) {
      continue;
    }
    if (field.path != whole) {
      awaited.push_back(visible_line(json::json_pointer(field.path).back()));
    } else if (value->is_object()) {
      for (const auto& [address, state] : value->items()) {
        awaited.push_back(visible_line(address));
      }
    }
  }
  return awaited.empty() ? std::string() : ", runs after " + first_of(awaited, k_most_triggers);
}

// The kept numbers in `value`, which lies at `path`, with their own paths.
std::vector<std::pair<std::string, std::string>> kept_numbers(const json& value, const std::string& path)
{
  if (is_kept_number(value)) {
    return {{path, std::string(kept_text(value))}};
  }
  std::vector<std::pair<std::string, std::string>> found;
  const auto add = [&](const json& child, const std::string& key) {
    auto below = kept_numbers(child, pointer_below(path, key));
    std::move(below.begin(), below.end(), std::back_inserter(found));
  };
  if (value.is_object()) {
    for (const auto& [key, child] : value.items()) {
      add(child, key);
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      add(value[i], std::to_string(i));
    }
  }
  return found;
}

} // namespace

std::optional<std::string> credential_words(const json& value, const std::string& alias, const CredentialNames& names)
{
  if (!value.is_number_integer()) {
    return std::nullopt;
  }
  const auto id = value.get<ResourceId>();
  const auto name = names.find(id);
  const auto known = name != names.end() && !name->second.empty() ? " " + quoted_text(name->second) : std::string();
  return fmt::format("{}{} (id {})", alias.empty() ? std::string("credential") : visible_line(alias), known, id);
}

std::string alias_of(const plan::FieldChange& field)
{
  for (const auto& [name, place] : field.origin.variables) {
    if (name.starts_with(plan::k_alias_place)) {
      return name.substr(plan::k_alias_place.size());
    }
  }
  return {};
}

std::string resource_words(const plan::ResourceChange& change, const std::vector<plan::FieldChange>& fields,
                           const CredentialNames& names)
{
  auto text = kind_of(change, fields);
  text += change.name.empty() ? "" : " " + quoted_text(change.name);
  text += change.id ? fmt::format(" (id {})", *change.id) : "";
  if (const auto place = data_place(fields); !place.empty()) {
    text += ", " + place;
  }
  for (const auto& field : fields) {
    const auto& value = field.after ? field.after : field.before;
    if (field.path != pointer_below("", plan::k_credential_field) || !value || !value->is_number_integer()) {
      continue;
    }
    const auto name = names.find(value->get<ResourceId>());
    const auto known = name != names.end() ? quoted_text(name->second) : fmt::format("{}", value->get<ResourceId>());
    const auto alias = alias_of(field);
    text += fmt::format(", {} {}", alias.empty() ? "credential" : "with " + visible_line(alias), known);
  }
  return text + trigger_words(fields);
}

std::vector<std::string> fragile_numbers(const std::vector<plan::FieldChange>& fields)
{
  std::vector<std::string> lines;
  for (const auto& field : fields) {
    if (!field.after) {
      continue;
    }
    for (const auto& [path, text] : kept_numbers(*field.after, field.path)) {
      const auto below = path.find('/', 1);
      const bool in_config = path.starts_with("/source_config/") || path.starts_with("/sink_config/");
      lines.push_back(fmt::format("{} = {}", visible_line(in_config ? path.substr(below + 1) : path), text));
    }
  }
  return lines;
}

std::string short_resource_words(const plan::ResourceChange& change, const std::vector<plan::FieldChange>& fields)
{
  auto text = kind_of(change, fields);
  const auto place = data_place(fields);
  text += place.empty() ? "" : " " + place;
  for (const auto& field : fields) {
    const auto alias = alias_of(field);
    text += alias.empty() ? "" : fmt::format(" ({})", visible_line(alias));
  }
  return text + trigger_words(fields);
}

std::string named_words(ResourceKind type, const std::string& name, const std::optional<ResourceId>& id)
{
  return fmt::format("{}{}{}", type_name(type), name.empty() ? "" : " " + quoted_text(name),
                     id ? fmt::format(" (id {})", *id) : "");
}

} // namespace flowsync::view
