#include "overlay/environment_values.hpp"

#include "base/timestamp.hpp"

#include <charconv>
#include <optional>

namespace flowsync::overlay {

namespace {

template <typename Number>
std::optional<Number> number(const Node* node)
{
  if (node == nullptr || (node->kind != NodeKind::integer && node->kind != NodeKind::real)) {
    return std::nullopt;
  }
  Number value{};
  const auto& text = node->text();
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string text(const Node* node)
{
  return node != nullptr && node->is_string() ? node->text() : std::string();
}

bool flag(const Node* node)
{
  return node != nullptr && node->kind == NodeKind::boolean && node->text() == "true";
}

// The texts of a list, or the one text that stands in its place.
std::vector<std::string> texts(const Node* node)
{
  std::vector<std::string> result;
  if (node == nullptr) {
    return result;
  }
  if (node->is_string()) {
    result.push_back(node->text());
  }
  for (const auto& item : node->items()) {
    if (item->is_scalar() && item->kind != NodeKind::null) {
      result.push_back(item->text());
    }
  }
  return result;
}

const std::vector<Entry>& entries(const Node* node)
{
  static const std::vector<Entry> k_none;
  return node != nullptr ? node->entries() : k_none;
}

void read_auth(const Node* node, AuthSettings& auth)
{
  using Kind = AuthSettings::Kind;
  if (node == nullptr) {
    return;
  }
  auth.at = node->at;
  for (const auto& [key, kind] :
       {std::pair{"service_key", Kind::service_key}, std::pair{"access_token", Kind::access_token}}) {
    if (const auto* const value = node->get(key); value != nullptr) {
      auth.kind = kind;
      auth.text = text(value);
      auth.at = value->at;
    }
  }
  if (const auto* const command = node->get("command"); command != nullptr) {
    auth.kind = Kind::command;
    auth.command = texts(command);
    auth.at = command->at;
  }
}

void read_nexla(const Node& nexla, Environment& environment)
{
  environment.url = text(nexla.get("url"));
  environment.formerly_at = texts(nexla.get("formerly"));
  read_auth(nexla.get("auth"), environment.auth);
  read_auth(nexla.get("read_auth"), environment.read_auth);
  environment.org = number<std::int64_t>(nexla.get("org"));
  if (const auto* const owners = nexla.get("owners"); owners != nullptr) {
    for (const auto& item : owners->items()) {
      if (const auto owner = number<std::int64_t>(item.get())) {
        environment.owners.push_back(*owner);
      }
    }
  }
  if (const auto role = text(nexla.get("access_role")); !role.empty()) {
    environment.access_role = role;
  }
}

// "30%" or a whole number.
std::optional<Limit> limit(const Node* node)
{
  if (const auto plain = number<std::uint64_t>(node)) {
    return Limit{*plain, false};
  }
  const auto written = text(node);
  if (!written.ends_with('%')) {
    return std::nullopt;
  }
  Limit result{0, true};
  const auto* const end = written.data() + written.size() - 1;
  const auto read = std::from_chars(written.data(), end, result.value);
  return read.ec == std::errc{} && read.ptr == end ? std::optional(result) : std::nullopt;
}

void read_safety(const Node& node, Environment::Safety& safety)
{
  safety.prevent_delete = flag(node.get("prevent_delete"));
  safety.max_deletes = limit(node.get("max_deletes"));
  safety.max_changes = limit(node.get("max_changes"));
  safety.shared_places = texts(node.get("shared_places"));
  if (const auto* const rules = node.get("ignore"); rules != nullptr) {
    for (const auto& item : rules->items()) {
      const auto path = text(item->get("path"));
      if (!path.empty()) {
        safety.ignore.push_back({parse_type(text(item->get("type"))), path});
      }
    }
  }
}

void read_limits(const Node& node, Environment::Limits& limits)
{
  limits.parallelism = number<int>(node.get("parallelism")).value_or(limits.parallelism);
  limits.requests_per_second = number<double>(node.get("requests_per_second")).value_or(limits.requests_per_second);
  limits.detect_timeout = parse_duration(text(node.get("detect_timeout"))).value_or(limits.detect_timeout);
  limits.create_settle = parse_duration(text(node.get("create_settle"))).value_or(limits.create_settle);
  limits.request_timeout = parse_duration(text(node.get("request_timeout"))).value_or(limits.request_timeout);
  limits.max_wait = parse_duration(text(node.get("max_wait"))).value_or(limits.max_wait);
}

void read_names(const Node& spec, Environment& environment)
{
  for (const auto& entry : entries(spec.get("secrets"))) {
    environment.secrets[entry.key] = {text(entry.value->get("env")), text(entry.value->get("file")), entry.value->at};
  }
  for (const auto& entry : entries(spec.get("credentials"))) {
    environment.credentials[entry.key] = {number<std::int64_t>(entry.value->get("id")), text(entry.value->get("name")),
                                          text(entry.value->get("type")),
                                          number<std::int64_t>(entry.value->get("owner")), entry.key_at};
  }
  for (const auto& entry : entries(spec.get("adopt"))) {
    const auto address = Address::parse(entry.key);
    const auto id = number<std::int64_t>(entry.value.get());
    if (address && id) {
      environment.adopt[*address] = {*id, entry.key_at};
    }
  }
}

} // namespace

void read_settings(const Node& document, Environment& environment)
{
  if (const auto* const metadata = document.get("metadata"); metadata != nullptr) {
    environment.formerly = texts(metadata->get("formerly"));
    const auto* const name = metadata->get("name");
    environment.at = name != nullptr ? name->at : metadata->at;
  }
  const auto* const spec = document.get("spec");
  if (spec == nullptr) {
    return;
  }
  if (const auto* const nexla = spec->get("nexla"); nexla != nullptr) {
    read_nexla(*nexla, environment);
  }
  if (const auto* const base = spec->get("base"); base != nullptr) {
    environment.base_ref = text(base->get("ref"));
  }
  read_names(*spec, environment);
  if (const auto* const naming = spec->get("naming"); naming != nullptr) {
    environment.name_prefix = text(naming->get("prefix"));
    environment.name_suffix = text(naming->get("suffix"));
  }
  if (const auto* const flows = spec->get("flows"); flows != nullptr) {
    environment.include = flows->get("include") != nullptr ? texts(flows->get("include")) : environment.include;
    environment.exclude = texts(flows->get("exclude"));
  }
  if (const auto* const safety = spec->get("safety"); safety != nullptr) {
    read_safety(*safety, environment.safety);
  }
  if (const auto* const limits = spec->get("limits"); limits != nullptr) {
    read_limits(*limits, environment.limits);
  }
  environment.state = read_state_settings(spec->get("state"));
  if (const auto* const paused = spec->get("paused"); paused != nullptr) {
    environment.paused = flag(paused);
    environment.paused_at = paused->at;
  }
}

} // namespace flowsync::overlay
