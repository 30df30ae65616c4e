#include "state/codec.hpp"

#include "base/withheld.hpp"
#include "model/concealed_json.hpp"
#include "model/members.hpp"
#include "model/number_text.hpp"
#include "state/delta.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>
#include <stdexcept>

namespace flowsync::state {

namespace {

using Json = nlohmann::json;

// What people and the service write into; all else that the state holds are names, ids and times that it needs as they
// are, and of which a spec's are refused before anything is sent when one holds a credential.
constexpr std::array k_content{"user_name", "org_name"};
constexpr std::array k_content_by_place{"statuses"}; // their keys say where

void put_text(Json& json, const char* key, const std::string& text)
{
  if (!text.empty()) {
    json[key] = text;
  }
}

void put_id(Json& json, const char* key, const std::optional<ResourceId>& id)
{
  if (id) {
    json[key] = *id;
  }
}

std::string text_of(const Json& json, const char* key)
{
  const auto found = json.find(key);
  return found != json.end() ? found->get<std::string>() : std::string();
}

bool flag_of(const Json& json, const char* key)
{
  const auto found = json.find(key);
  return found != json.end() && found->get<bool>();
}

std::optional<ResourceId> id_of(const Json& json, const char* key)
{
  const auto found = json.find(key);
  return found != json.end() ? std::optional(decode_number(*found)) : std::nullopt;
}

const Json& need_object(const Json& json)
{
  if (!json.is_object()) {
    throw std::invalid_argument("an entry is not an object");
  }
  return json;
}

const Json& need_list(const Json& json)
{
  if (!json.is_array()) {
    throw std::invalid_argument("a list is none");
  }
  return json;
}

// Moves a member out; null when there is none.
Json take(Json& json, const char* key)
{
  const auto found = json.find(key);
  return found != json.end() ? std::move(*found) : Json();
}

Json encode_spellings(const PathMap<Spelling>& spellings)
{
  auto json = Json::object();
  for (const auto& [path, spelling] : spellings) {
    auto& entry = json[std::string(path)] = {{"sent", spelling.sent}};
    if (spelling.shown) {
      entry["shown"] = *spelling.shown;
    }
  }
  return json;
}

PathMap<Spelling> decode_spellings(const Json& json)
{
  PathMap<Spelling> spellings;
  for (const auto& [path, entry] : need_object(json).items()) {
    auto& spelling = spellings[path];
    spelling.sent = entry.at("sent");
    if (const auto shown = entry.find("shown"); shown != entry.end()) {
      spelling.shown = *shown;
    }
  }
  return spellings;
}

// Members of what was applied that are not among the fields observed: what is seen of them has members of its own. They
// are not said to be missing where they are.
constexpr std::array k_told_apart{"data_credentials_id", "data_set_id", "parent_data_set_id", "status"};

// What was observed, beside what was applied where that says most of it.
void add_observed(Members& members, const Json& observed, const Json& applied)
{
  if (observed.is_object() && applied.is_object()) {
    auto delta = difference(applied, observed);
    for (const std::string key : k_told_apart) {
      std::erase(delta.less, "/" + key);
      if (const auto found = observed.find(key); found != observed.end()) {
        delta.more[key] = *found;
      }
    }
    auto json = Json::object();
    if (!delta.less.empty()) {
      json["less"] = delta.less;
    }
    if (!delta.more.empty()) {
      json["more"] = delta.more;
    }
    members.value("observed_beside", json);
  } else if (!observed.is_null()) {
    members.value("observed", observed);
  }
}

// What is observed, and the rest of its record where there is one.
std::string line_of(const Observation& seen, const Record* record)
{
  static const Record k_bare;
  const auto& rest = record != nullptr ? *record : k_bare;
  Members members;
  if (!rest.applied.is_null()) {
    members.value("applied", rest.applied);
  }
  members.text("container_updated_at", seen.container_updated_at);
  members.all("deferred", rest.deferred);
  members.value("id", seen.id);
  members.flag("mark_pending", rest.mark_pending);
  members.text("moved_past", rest.moved_past);
  members.flag("needs_replace", rest.needs_replace);
  members.all("not_kept", rest.not_kept);
  add_observed(members, seen.observed, rest.applied);
  members.id("observed_credential", seen.observed_credential);
  members.id("observed_parent", seen.observed_parent);
  if (seen.observed_sets) {
    members.value("observed_sets", *seen.observed_sets);
  }
  members.text("read_at", seen.read_at);
  if (!rest.secrets.empty()) {
    auto secrets = Json::object();
    for (const auto& [path, digest] : rest.secrets) {
      secrets[std::string(path)] = digest;
    }
    members.value("secrets", secrets);
  }
  members.flag("settled", seen.settled);
  if (!rest.spellings.empty()) {
    members.value("spellings", encode_spellings(rest.spellings));
  }
  if (record != nullptr && record->type != record->address.kind) {
    members.value("type", type_name(record->type));
  }
  members.text("updated_at", seen.updated_at);
  return members.take();
}

// Without what is withheld in that which people and the service write into.
Record with_concealed_content(Record record)
{
  record.applied = concealed(std::move(record.applied));
  record.observed = concealed(std::move(record.observed));
  record.spellings.change_each([](Spelling& spelling) {
    spelling.sent = concealed(std::move(spelling.sent));
    if (spelling.shown) {
      spelling.shown = concealed(*std::move(spelling.shown));
    }
  });
  return record;
}

Json decode_observed(Json& json, const Json& applied)
{
  const auto beside = take(json, "observed_beside"); // since version 6
  if (beside.is_null()) {
    return take(json, "observed");
  }
  need_object(applied);
  Delta delta;
  delta.more = need_object(beside.value("more", std::move(delta.more)));
  delta.less = beside.value("less", std::move(delta.less));
  for (const std::string key : k_told_apart) {
    delta.less.push_back("/" + key);
  }
  return with(applied, delta);
}

PathSet paths_of(const Json& json, const char* key)
{
  const auto found = json.find(key);
  return found != json.end() ? found->get<PathSet>() : PathSet();
}

} // namespace

Address decode_address(std::string_view text)
{
  auto address = Address::parse(text);
  if (!address) {
    throw std::invalid_argument(fmt::format("'{}' is not an address", text));
  }
  return *std::move(address);
}

std::int64_t decode_number(const Json& json)
{
  constexpr std::uint64_t k_largest = std::numeric_limits<std::int64_t>::max();
  if (!json.is_number_integer() || (json.is_number_unsigned() && json.get<std::uint64_t>() > k_largest)) {
    throw std::invalid_argument("a number is not a whole one of 64 bits");
  }
  return json.get<std::int64_t>();
}

std::uint64_t decode_count(const Json& json)
{
  const auto number = decode_number(json);
  if (number < 0) {
    throw std::invalid_argument("a count is negative");
  }
  return static_cast<std::uint64_t>(number);
}

ResourceKind decode_type(std::string_view name)
{
  const auto type = parse_type(name);
  if (!type) {
    throw std::invalid_argument(fmt::format("'{}' is not a resource type", name));
  }
  return *type;
}

std::string record_line(const Record& record)
{
  auto line = line_of(record, &record);
  if (withheld().found_in(line)) {
    const auto shown = with_concealed_content(record);
    line = line_of(shown, &shown);
  }
  return line;
}

std::string observation_line(const Observation& seen)
{
  auto line = line_of(seen, nullptr);
  if (withheld().found_in(line)) {
    auto shown = seen;
    shown.observed = concealed(std::move(shown.observed));
    line = line_of(shown, nullptr);
  }
  return line;
}

Record decode_record(Address address, Json json)
{
  need_object(json);
  Record record;
  record.address = std::move(address);
  const auto type = json.find("type"); // until version 5 always
  record.type = type != json.end() ? decode_type(type->get_ref<const std::string&>()) : record.address.kind;
  record.id = decode_number(json.at("id"));
  record.applied = take(json, "applied");
  record.observed = decode_observed(json, record.applied);
  record.not_kept = paths_of(json, "not_kept");
  if (const auto spellings = json.find("spellings"); spellings != json.end()) {
    record.spellings = decode_spellings(*spellings);
  }
  record.deferred = paths_of(json, "deferred");
  if (const auto secrets = json.find("secrets"); secrets != json.end()) {
    for (const auto& [path, digest] : need_object(*secrets).items()) {
      record.secrets[path] = digest.get<std::string>();
    }
  }
  record.updated_at = text_of(json, "updated_at");
  record.container_updated_at = text_of(json, "container_updated_at");
  record.observed_credential = id_of(json, "observed_credential");
  record.observed_parent = id_of(json, "observed_parent");
  record.settled = flag_of(json, "settled");
  record.read_at = text_of(json, "read_at");
  record.needs_replace = flag_of(json, "needs_replace");
  record.mark_pending = flag_of(json, "mark_pending");
  record.moved_past = text_of(json, "moved_past");
  if (const auto sets = json.find("observed_sets"); sets != json.end()) {
    auto& ids = record.observed_sets.emplace();
    for (const auto& id : need_list(*sets)) {
      ids.insert(decode_number(id));
    }
  }
  return record;
}

Json encode(const Intent& intent)
{
  return {{"type", type_name(intent.type)}, {"sent_at", intent.sent_at}};
}

Intent decode_intent(Address address, const Json& json)
{
  need_object(json);
  return {std::move(address), decode_type(json.at("type").get_ref<const std::string&>()),
          json.at("sent_at").get<std::string>()};
}

Json encode(const Restoration& restoration)
{
  Json statuses = Json::object();
  for (const auto& [resource, status] : restoration.statuses) {
    statuses[fmt::format("{}/{}", type_name(resource.first), resource.second)] = status;
  }
  return {{"statuses", std::move(statuses)}};
}

Restoration decode_restoration(Address cause, const Json& json)
{
  Restoration restoration{std::move(cause), {}};
  for (const auto& [name, status] : need_object(need_object(json).at("statuses")).items()) {
    const auto slash = std::min(name.find('/'), name.size());
    ResourceId id = 0;
    const auto* const end = name.data() + name.size();
    const auto* const digits = name.data() + std::min(slash + 1, name.size());
    if (const auto read = std::from_chars(digits, end, id); read.ec != std::errc{} || read.ptr != end) {
      throw std::invalid_argument(fmt::format("'{}' is not a resource", name));
    }
    restoration.statuses[{decode_type(name.substr(0, slash)), id}] = status.get<std::string>();
  }
  return restoration;
}

Json encode(const Identity& identity)
{
  Json json{{"user_id", identity.user_id}};
  put_text(json, "user_name", identity.user_name);
  put_id(json, "org_id", identity.org_id);
  put_text(json, "org_name", identity.org_name);
  put_text(json, "installation", identity.installation);
  return json;
}

Identity decode_identity(const Json& json)
{
  need_object(json);
  return {decode_number(json.at("user_id")), text_of(json, "user_name"), id_of(json, "org_id"),
          text_of(json, "org_name"), text_of(json, "installation")};
}

std::string dump_line(const Json& json)
{
  auto line = write_json(json);
  if (!json.is_object() || !withheld().found_in(line)) {
    return line;
  }
  auto shown = json;
  for (const auto* const key : k_content) {
    if (const auto found = shown.find(key); found != shown.end()) {
      *found = concealed(std::move(*found));
    }
  }
  for (const auto* const key : k_content_by_place) {
    if (const auto found = shown.find(key); found != shown.end() && found->is_object()) {
      for (auto& item : *found) {
        item = concealed(std::move(item));
      }
    }
  }
  return write_json(shown);
}

} // namespace flowsync::state
