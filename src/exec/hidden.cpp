#include "exec/hidden.hpp"

#include "base/text.hpp"
#include "exec/join.hpp"
#include "model/connectors.hpp"
#include "model/pointer.hpp"
#include "model/sensitive_keys.hpp"
#include "plan/pointer.hpp"

#include <fmt/format.h>

namespace flowsync::exec {

namespace {

using nlohmann::json;

bool is_masked(const json& value)
{
  if (!value.is_string()) {
    return false;
  }
  return is_masked_text(value.get_ref<const std::string&>());
}

std::string find_masked(const std::string& path, const json& value)
{
  if (is_masked(value)) {
    return path;
  }
  if (value.is_object()) {
    for (const auto& [key, item] : value.items()) {
      if (auto found = find_masked(pointer_below(path, key), item); !found.empty()) {
        return found;
      }
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (auto found = find_masked(pointer_below(path, i), value[i]); !found.empty()) {
        return found;
      }
    }
  }
  return {};
}

[[noreturn]] void refuse(const std::string& path)
{
  const auto key = json::json_pointer(path).back();
  throw ResourceFailure(
      fmt::format("the service does not show the secret {}, and writing the config without it would lose it", path),
      ExitCode::error, fmt::format("add `{}: ${{secret.NAME}}` to the config and NAME under `secrets:`", key));
}

} // namespace

void refuse_lost_secrets(const DesiredResource& wanted, const json& document, const json& body,
                         const LiveResource& shown)
{
  const std::string field(facts(wanted.type).config_field);
  const auto* const config = field.empty() ? nullptr : plan::member(&body, field);
  if (config == nullptr) {
    return;
  }
  const auto path = pointer_below("", field);
  const auto masked = find_masked(path, *config);
  if (!masked.empty() && !document.contains(json::json_pointer(masked))) {
    refuse(masked);
  }
  const auto secret = pointer_below(path, "hash_secret_key");
  const auto* const now = plan::member(&shown.body, field);
  if (now != nullptr && checks_hashes(*now) && checks_hashes(*config) && !config->contains("hash_secret_key") &&
      !wanted.tombstones.contains(secret)) {
    refuse(secret);
  }
}

void show_transform(Run& run, LiveResource& set)
{
  if (shows_transform(set) || set.type != ResourceKind::nexset) {
    return;
  }
  const auto known = run.account.latest({set.type, set.id});
  if (const auto source = run.account.source_above(known.value_or(set))) {
    if (const auto reply = run.api.get(ResourceKind::source, *source, nexla::Expand::yes, {}); reply) {
      fill_from_source(set, *reply);
    }
  }
  if (!shows_transform(set)) {
    if (const auto reply = run.api.get(set.type, set.id, nexla::Expand::yes, {}); reply && shows_transform(*reply)) {
      set.body["transform"] = reply->body.at("transform");
      set.borrowed.erase("transform");
    }
  }
  const auto container = container_of(known && known->code_container_id ? *known : set);
  if (container && !shows_transform(set)) {
    if (const auto reply = run.api.get(ResourceKind::code, *container, nexla::Expand::no, {}); reply) {
      fill_from_container(set, *reply);
    }
  }
}

} // namespace flowsync::exec
