#include "exporter/config_text.hpp"

#include "base/secret_shapes.hpp"
#include "base/text.hpp"
#include "base/withheld.hpp"
#include "exporter/secret_references.hpp"
#include "model/pointer.hpp"
#include "model/sensitive_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace flowsync::exporter {

namespace {

using nlohmann::json;

struct IdKey
{
  std::string_view end; // of the key, with '.' for '_'
  ResourceKind type;
};

constexpr std::array k_id_keys{
    IdKey{"map.id", ResourceKind::lookup},
    IdKey{"lookup.id", ResourceKind::lookup},
    IdKey{"credential.id", ResourceKind::credential},
    IdKey{"credentials.id", ResourceKind::credential},
    IdKey{"transform.id", ResourceKind::transform},
    IdKey{"code.container.id", ResourceKind::code},
};

bool could_be_secret(const json& value)
{
  return value.is_number() || (value.is_string() && !value.get_ref<const std::string&>().empty());
}

// Whether a text holds what must not stand in a file, under whatever key: it looks like a secret, or it is known here
// to be one.
bool is_hidden_text(const std::string& text)
{
  return holds_secret_shape(text) || withheld().found_in(text);
}

// An id as configs hold it, a number or its decimal text.
std::optional<ResourceId> id_in(const json& value)
{
  if (value.is_number_integer()) {
    const auto id = value.get<ResourceId>();
    return id > 0 ? std::optional(id) : std::nullopt;
  }
  if (!value.is_string()) {
    return std::nullopt;
  }
  const auto& text = value.get_ref<const std::string&>();
  ResourceId id = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  return whole && id > 0 && text[0] != '0' ? std::optional(id) : std::nullopt;
}

bool names_an_id(const std::string& key)
{
  return key.ends_with(".id") || key.ends_with("_id");
}

} // namespace

void find_lookups(const json& value, std::set<ResourceId>& ids, const std::string& key)
{
  if (value.is_structured()) {
    for (const auto& item : value.items()) {
      find_lookups(item.value(), ids, value.is_object() ? item.key() : key == "data_maps" ? "map.id" : "");
    }
  } else if (const auto id = id_in(value); id && type_under(key) == ResourceKind::lookup) {
    ids.insert(*id);
  }
}

std::optional<ResourceKind> type_under(const std::string& key)
{
  auto plain = lower(key);
  std::replace(plain.begin(), plain.end(), '_', '.');
  for (const auto& [end, type] : k_id_keys) {
    if (plain == end || plain.ends_with("." + std::string(end))) {
      return type;
    }
  }
  return std::nullopt;
}

void ConfigText::refine(json& value, const std::string& field, const Address& address, std::set<std::string>& templates,
                        ExportNotes& notes)
{
  Place place{address, templates, notes};
  const auto path = pointer_below("", field);
  refer_to_secrets(value, path, m_target.secrets, templates);
  walk(value, path, field, place);
}

void ConfigText::walk(json& value, const std::string& path, const std::string& key, Place& place)
{
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      const auto below = pointer_below(path, std::to_string(i));
      if (is_sensitive_key(key) && could_be_secret(value[i])) {
        hide(value[i], below, key, place);
      } else {
        walk(value[i], below, key == "data_maps" ? "map.id" : "", place);
      }
    }
  } else if (value.is_object()) {
    for (auto& [name, item] : value.items()) {
      const auto below = pointer_below(path, name);
      if (is_sensitive_key(name) && could_be_secret(item)) {
        hide(item, below, name, place);
      } else {
        walk(item, below, name, place);
      }
    }
  } else if (key == "map.id" || names_an_id(key)) {
    refer(value, path, key, place);
  } else if (value.is_string() && !place.templates.contains(path) && is_hidden_text(value.get<std::string>())) {
    hide(value, path, key.empty() ? "value" : key, place);
  }
}

void ConfigText::hide(json& value, const std::string& path, const std::string& key, Place& place)
{
  const auto text = value.is_string() ? value.get<std::string>() : value.dump();
  const auto& address = place.address;
  const auto name = m_names.secret(address.flow.empty() ? address.key : address.flow, key, text);
  if (is_masked_text(text)) {
    place.notes.push_back({"hidden-secret",
                           fmt::format("{}: Nexla does not show the secret {}", place.address.text(), path),
                           fmt::format("give the secret `{}` its real value before the first apply", name)});
  } else if (!m_target.secrets.contains(name)) {
    place.notes.push_back(
        {"literal-secret",
         fmt::format("{}: {} is written out in Nexla; it is the secret `{}` here", place.address.text(), path, name),
         "its value is not in the files: keep it where your secrets are"});
  }
  value = fmt::format("${{secret.{}}}", name);
  place.templates.insert(path);
}

void ConfigText::refer(json& value, const std::string& path, const std::string& key, Place& place)
{
  const auto id = id_in(value);
  if (!id) {
    return;
  }
  const auto type = type_under(key);
  if (const auto reference = type ? reference_to(*type, *id) : std::nullopt) {
    value = *reference;
    place.templates.insert(path);
    return;
  }
  const auto* const map = type ? m_inventory.find(*type, *id) : nullptr;
  const bool dynamic = map != nullptr && *type == ResourceKind::lookup;
  place.notes.push_back(
      {dynamic ? DiagnosticCode("dynamic-lookup") : DiagnosticCode("foreign-id"),
       fmt::format("{}: {} holds the id {}{}", place.address.text(), path, *id,
                   dynamic ? ", a lookup that a sink fills" : ""),
       "another account has another id: make it a variable before the flow goes to another environment"});
}

std::optional<std::string> ConfigText::reference_to(ResourceKind type, ResourceId id)
{
  if (type == ResourceKind::credential) {
    const auto alias = m_names.alias(id);
    return alias.empty() ? std::nullopt : std::optional(fmt::format("${{ref.credential/{}.id}}", alias));
  }
  const auto* const live = m_inventory.find(type, id);
  if (live == nullptr || (type == ResourceKind::lookup && live->sink_id)) {
    return std::nullopt;
  }
  return fmt::format("${{ref.{}.id}}", m_names.shared(type, *live).text());
}

} // namespace flowsync::exporter
