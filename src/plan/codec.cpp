#include "plan/codec.hpp"

#include "base/timestamp.hpp"
#include "plan/codec_parts.hpp"

#include <stdexcept>

namespace flowsync::plan {

namespace {

using nlohmann::json;

json encode_affected(const Affected& affected)
{
  return {{"type", encode_type(affected.type)},
          {"id", affected.id},
          {"name", affected.name},
          {"address", encode_address(affected.address)}};
}

Affected decode_affected(const json& encoded)
{
  return {decode_type(encoded.at("type")), decode_id(encoded.at("id")).value(), encoded.at("name").get<std::string>(),
          decode_optional_address(encoded.at("address"))};
}

Action decode_action(const json& encoded)
{
  for (const auto action :
       {Action::no_op, Action::read, Action::create, Action::update, Action::replace, Action::remove, Action::forget}) {
    if (json(action_words(action)) == encoded) {
      return action;
    }
  }
  throw std::invalid_argument("an unknown action");
}

json encode_drift(const ResourceDrift& drift)
{
  json result{{"address", drift.address.text()},
              {"type", encode_type(drift.type)},
              {"name", drift.name},
              {"id", encode_id(drift.id)},
              {"gone", drift.gone},
              {"fields", encode_fields(drift.fields)},
              {"notes", json::array()}};
  for (const auto& note : drift.notes) {
    result["notes"].push_back({note.code, note.text, note.outside});
  }
  return result;
}

ResourceDrift decode_drift(const json& encoded)
{
  ResourceDrift drift{decode_address(encoded.at("address")),
                      decode_type(encoded.at("type")),
                      encoded.at("name").get<std::string>(),
                      decode_id(encoded.at("id")),
                      encoded.at("gone").get<bool>(),
                      decode_fields(encoded.at("fields")),
                      {}};
  for (const auto& note : encoded.at("notes")) {
    drift.notes.push_back({note.at(0).get<std::string>(), note.at(1).get<std::string>(), note.at(2).get<bool>()});
  }
  return drift;
}

constexpr std::array<std::pair<const char*, std::size_t Summary::*>, 9> k_counts{{{"create", &Summary::create},
                                                                                  {"update", &Summary::update},
                                                                                  {"replace", &Summary::replace},
                                                                                  {"delete", &Summary::remove},
                                                                                  {"adopt", &Summary::adopt},
                                                                                  {"move", &Summary::move},
                                                                                  {"no_op", &Summary::no_op},
                                                                                  {"drifted", &Summary::drifted},
                                                                                  {"waiting", &Summary::waiting}}};

} // namespace

json encode_change(const ResourceChange& change)
{
  json result{{"address", change.address.text()},
              {"type", encode_type(change.type)},
              {"name", change.name},
              {"id", encode_id(change.id)},
              {"action", action_words(change.action)}};
  // What most resources do not have is left out: most of them do not change.
  const auto put = [&](const char* key, json value, bool wanted) {
    if (wanted) {
      result[key] = std::move(value);
    }
  };
  put("previous_address", encode_address(change.previous_address), change.previous_address.has_value());
  put("reason", change.reason.text(), !change.reason.empty());
  put("fields", encode_fields(change.fields), !change.fields.empty());
  put("adopting", true, change.adopting);
  put("write_mark", true, change.write_mark);
  put("waiting", change.waiting_for, change.waiting);
  put("restarts", true, change.restarts);
  put("re_ingests", true, change.re_ingests);
  put("unverified", change.unverified, !change.unverified.empty());
  put("spec_fields", change.spec_fields, change.spec_fields > 0);
  put("planned", change.planned, !change.planned.is_null());
  put("document", change.document_digest, !change.document_digest.empty());
  for (const auto& affected : change.affects) {
    result["affects"].push_back(encode_affected(affected));
  }
  for (const auto& address : change.depends_on) {
    result["depends_on"].push_back(address.text());
  }
  put("parent", encode_address(change.parent), change.parent.has_value());
  for (const auto& address : change.uses) {
    result["uses"].push_back(address.text());
  }
  return result;
}

ResourceChange decode_change(const json& encoded)
{
  ResourceChange change;
  change.address = decode_address(encoded.at("address"));
  change.type = decode_type(encoded.at("type"));
  change.name = encoded.at("name").get<std::string>();
  change.id = decode_id(encoded.at("id"));
  change.action = decode_action(encoded.at("action"));
  change.previous_address = decode_optional_address(encoded.value("previous_address", json()));
  change.reason = Reason::read(encoded.value("reason", ""));
  change.fields = decode_fields(list_at(encoded, "fields"));
  change.adopting = encoded.value("adopting", false);
  change.write_mark = encoded.value("write_mark", false);
  change.waiting = encoded.contains("waiting");
  change.waiting_for = encoded.value("waiting", "");
  change.restarts = encoded.value("restarts", false);
  change.re_ingests = encoded.value("re_ingests", false);
  change.unverified = encoded.value("unverified", std::vector<std::string>{});
  change.spec_fields = encoded.value("spec_fields", std::size_t{0});
  change.planned = encoded.value("planned", json());
  change.document_digest = encoded.value("document", "");
  for (const auto& affected : list_at(encoded, "affects")) {
    change.affects.push_back(decode_affected(affected));
  }
  for (const auto& address : list_at(encoded, "depends_on")) {
    change.depends_on.push_back(decode_address(address));
  }
  change.parent = decode_optional_address(encoded.value("parent", json()));
  for (const auto& address : list_at(encoded, "uses")) {
    change.uses.push_back(decode_address(address));
  }
  return change;
}

json encode_plan(const Plan& plan)
{
  json result{{"project", plan.project},
              {"environment", plan.environment},
              {"org", encode_id(plan.identity.org_id)},
              {"org_name", plan.identity.org_name},
              {"user", plan.identity.user_id},
              {"user_name", plan.identity.user_name},
              {"commit", plan.commit},
              {"time", format_timestamp(plan.time)},
              {"digest", plan.digest},
              {"actions_digest", plan.actions_digest},
              {"prune", plan.prune},
              {"wanted", plan.wanted_count},
              {"incomplete", plan.incomplete},
              {"requests", {plan.requests.used, plan.requests.needed, plan.requests.per_second}},
              {"refresh", {plan.refresh.mode, plan.refresh.read, plan.refresh.skipped, plan.refresh.why}},
              {"diagnostics", encode_diagnostics(plan.diagnostics)},
              {"refusals", encode_diagnostics(plan.refusals)},
              {"drift", json::array()},
              {"waiting", json::array()},
              {"unplanned", json::array()}};
  for (const auto& drift : plan.drift) {
    result["drift"].push_back(encode_drift(drift));
  }
  for (const auto& waiting : plan.waiting) {
    result["waiting"].push_back({waiting.address.text(), waiting.reason});
  }
  for (const auto& address : plan.blocked) {
    result["unplanned"].push_back(address.text());
  }
  for (const auto& [address, touch] : plan.touches) {
    result["touches"].push_back({address.text(), touch.who, touch.at ? format_timestamp(*touch.at) : ""});
  }
  if (plan.dirty) {
    result["dirty"] = *plan.dirty;
  }
  for (const auto& [name, member] : k_counts) {
    result["summary"][name] = plan.summary.*member;
  }
  result["credential_names"] = json::array();
  for (const auto& [id, name] : plan.credential_names) {
    result["credential_names"].push_back({id, name});
  }
  return result;
}

Plan decode_plan(const json& encoded)
{
  Plan plan;
  plan.project = encoded.at("project").get<std::string>();
  plan.environment = encoded.at("environment").get<std::string>();
  plan.identity = {decode_id(encoded.at("user")).value(), encoded.at("user_name").get<std::string>(),
                   decode_id(encoded.at("org")), encoded.at("org_name").get<std::string>()};
  plan.commit = encoded.at("commit").get<std::string>();
  if (const auto dirty = encoded.find("dirty"); dirty != encoded.end()) {
    plan.dirty = dirty->get<bool>();
  }
  const auto time = parse_timestamp(encoded.at("time").get<std::string>());
  if (!time) {
    throw std::invalid_argument("no time");
  }
  plan.time = *time;
  plan.digest = encoded.at("digest").get<std::string>();
  plan.actions_digest = encoded.at("actions_digest").get<std::string>();
  plan.prune = encoded.at("prune").get<bool>();
  plan.wanted_count = encoded.at("wanted").get<std::size_t>();
  plan.incomplete = encoded.at("incomplete").get<std::vector<std::string>>();
  const auto& requests = encoded.at("requests");
  plan.requests = {requests.at(0).get<std::size_t>(), requests.at(1).get<std::size_t>(),
                   requests.size() > 2 ? requests.at(2).get<double>() : 0}; // absent in older files
  const auto& refresh = encoded.at("refresh");
  plan.refresh = {refresh.at(0).get<std::string>(), refresh.at(1).get<std::size_t>(), refresh.at(2).get<std::size_t>(),
                  refresh.at(3).get<std::string>()};
  plan.diagnostics = decode_diagnostics(encoded.at("diagnostics"));
  plan.refusals = decode_diagnostics(encoded.at("refusals"));
  for (const auto& drift : encoded.at("drift")) {
    plan.drift.push_back(decode_drift(drift));
  }
  for (const auto& waiting : encoded.at("waiting")) {
    plan.waiting.push_back({decode_address(waiting.at(0)), waiting.at(1).get<std::string>()});
  }
  for (const auto& address : encoded.at("unplanned")) {
    plan.blocked.insert(decode_address(address));
  }
  for (const auto& [name, member] : k_counts) {
    plan.summary.*member = encoded.at("summary").at(name).get<std::size_t>();
  }
  for (const auto& credential : list_at(encoded, "credential_names")) { // absent in older files
    plan.credential_names.emplace(decode_id(credential.at(0)).value(), credential.at(1).get<std::string>());
  }
  for (const auto& touch : encoded.value("touches", json::array())) { // absent in older files
    plan.touches.emplace(decode_address(touch.at(0)),
                         Touch{touch.at(1).get<std::string>(), parse_timestamp(touch.at(2).get<std::string>())});
  }
  return plan;
}

} // namespace flowsync::plan
