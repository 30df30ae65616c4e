#include "usecase/plan/plan_document.hpp"

#include "base/timestamp.hpp"
#include "plan/codec_parts.hpp"
#include "plan/fields.hpp"
#include "plan/pointer.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

namespace flowsync::usecase {

namespace {

using nlohmann::json;
using plan::Action;

std::string text_or_nothing(const json& value)
{
  return value.is_null() ? std::string() : value.get<std::string>();
}

std::optional<json> value_or_nothing(const json& value)
{
  return value.is_null() ? std::nullopt : std::optional(value);
}

Origin origin_of(const json& place)
{
  return {place.at("file").get<std::string>(), place.at("line").get<int>(), place.at("column").get<int>(),
          place.at("layer").get<std::string>()};
}

plan::Cause cause_of(const std::string& name)
{
  for (const auto cause : {plan::Cause::spec, plan::Cause::drift, plan::Cause::both, plan::Cause::outside}) {
    if (plan::cause_name(cause) == name) {
      return cause;
    }
  }
  return plan::Cause::unknown; // an open set
}

plan::FieldChange field_of(const json& encoded, const std::set<std::string>& replacing)
{
  plan::FieldChange field;
  field.path = encoded.at("path").get<std::string>();
  field.before = value_or_nothing(encoded.at("before"));
  field.after = value_or_nothing(encoded.at("after"));
  field.after_unknown = encoded.value("after_unknown", false);
  field.cause = cause_of(encoded.at("cause").get<std::string>());
  field.sensitive = encoded.at("sensitive").get<bool>();
  field.field_class =
      replacing.contains(field.path) ? plan::FieldClass::fixed : field_facts(plan::first_segment(field.path)).change;
  if (const auto origin = encoded.find("origin"); origin != encoded.end()) {
    field.origin.origin = origin_of(*origin);
  }
  for (const auto& place : encoded.at("overrides")) {
    field.origin.overrides.push_back(origin_of(place));
  }
  for (const auto& variable : encoded.value("variables", json::array())) {
    field.origin.variables.emplace_back(variable.at("name").get<std::string>(), origin_of(variable));
  }
  field.by_variable = encoded.value("by_variable", true);
  return field;
}

std::vector<plan::FieldChange> fields_of(const json& encoded)
{
  const auto replacing = encoded.at("change").at("replace_paths").get<std::set<std::string>>();
  std::vector<plan::FieldChange> fields;
  for (const auto& field : encoded.at("fields")) {
    fields.push_back(field_of(field, replacing));
  }
  return fields;
}

Action action_of(const json& words)
{
  for (const auto action :
       {Action::no_op, Action::read, Action::create, Action::update, Action::replace, Action::remove, Action::forget}) {
    if (json(plan::action_words(action)) == words) {
      return action;
    }
  }
  throw std::invalid_argument("an unknown action");
}

plan::ResourceChange change_of(const json& encoded)
{
  plan::ResourceChange change;
  change.address = plan::decode_address(encoded.at("address"));
  change.previous_address = plan::decode_optional_address(encoded.at("previous_address"));
  change.type = plan::decode_type(encoded.at("type"));
  change.name = encoded.at("name").get<std::string>();
  change.id = plan::decode_id(encoded.at("id"));
  change.action = action_of(encoded.at("change").at("actions"));
  change.reason = plan::Reason::read(text_or_nothing(encoded.at("action_reason")));
  change.adopting = !encoded.at("change").at("importing").is_null();
  change.write_mark = encoded.value("write_mark", false);
  change.restarts = encoded.at("restarts").get<bool>();
  change.re_ingests = encoded.at("re_ingests").get<bool>();
  change.planned = encoded.value("planned", json());
  change.unverified = encoded.value("unverified", std::vector<std::string>{});
  change.fields = fields_of(encoded);
  for (const auto& affected : encoded.at("affects")) {
    change.affects.push_back({plan::decode_type(affected.at("type")), affected.at("id").get<ResourceId>(),
                              affected.at("name").get<std::string>(),
                              plan::decode_optional_address(affected.at("address"))});
  }
  for (const auto& address : encoded.at("depends_on")) {
    change.depends_on.push_back(plan::decode_address(address));
  }
  return change;
}

plan::ResourceDrift drift_of(const json& encoded)
{
  plan::ResourceDrift drift;
  drift.address = plan::decode_address(encoded.at("address"));
  drift.type = plan::decode_type(encoded.at("type"));
  drift.name = encoded.at("name").get<std::string>();
  drift.id = plan::decode_id(encoded.at("id"));
  drift.gone = encoded.at("change").at("actions") == json(plan::action_words(Action::remove));
  drift.fields = fields_of(encoded);
  for (auto& field : drift.fields) {
    if (field.cause != plan::Cause::outside) {
      std::swap(field.before, field.after); // a plan tells what apply makes of it, its document what became of it
    }
  }
  for (const auto& note : encoded.value("notes", json::array())) {
    drift.notes.push_back(
        {note.at("code").get<std::string>(), note.at("text").get<std::string>(), note.at("outside").get<bool>()});
  }
  return drift;
}

Location location_of(const json& encoded)
{
  Location where;
  where.file = text_or_nothing(encoded.at("file"));
  where.line = encoded.at("line").is_null() ? 0 : encoded.at("line").get<int>();
  where.column = encoded.at("column").is_null() ? 0 : encoded.at("column").get<int>();
  return where;
}

Diagnostics diagnostics_of(const json& encoded)
{
  Diagnostics diagnostics;
  for (const auto& item : encoded) {
    const auto severity = item.at("severity").get<std::string>();
    Diagnostic diagnostic;
    diagnostic.severity = severity == "error"     ? Severity::error
                          : severity == "warning" ? Severity::warning
                                                  : Severity::note;
    diagnostic.code = DiagnosticCode::read(item.at("code").get<std::string>());
    diagnostic.message = item.at("message").get<std::string>();
    diagnostic.hint = text_or_nothing(item.at("hint"));
    diagnostic.where = location_of(item);
    for (const auto& related : item.at("related")) {
      diagnostic.related.push_back({related.at("message").get<std::string>(), location_of(related)});
    }
    diagnostics.add(std::move(diagnostic));
  }
  return diagnostics;
}

void take_lists(const json& document, plan::Plan& plan)
{
  for (const auto& change : document.at("resource_changes")) {
    plan.changes.push_back(change_of(change));
  }
  for (const auto& drift : document.at("resource_drift")) {
    plan.drift.push_back(drift_of(drift));
  }
  for (const auto& waiting : document.at("waiting")) {
    plan.waiting.push_back({plan::decode_address(waiting.at("address")), waiting.at("reason").get<std::string>()});
  }
  for (auto& change : plan.changes) {
    const auto found = std::find_if(plan.waiting.begin(), plan.waiting.end(),
                                    [&](const auto& waiting) { return waiting.address == change.address; });
    change.waiting = found != plan.waiting.end();
    change.waiting_for = change.waiting ? found->reason : "";
  }
  for (const auto& address : document.value("not_planned", json::array())) {
    plan.blocked.insert(plan::decode_address(address));
  }
  for (const auto& refusal : document.value("blocked", json::array())) {
    plan.refusals.refuse(DiagnosticCode::read(refusal.at("code").get<std::string>()),
                         refusal.at("message").get<std::string>(), {}, refusal.value("hint", ""));
  }
  plan.diagnostics = diagnostics_of(document.at("diagnostics"));
}

plan::Summary summary_of(const json& encoded)
{
  const auto count = [&](const char* name) { return encoded.at(name).get<std::size_t>(); };
  return {count("create"), count("update"), count("replace"), count("delete"), count("adopt"),
          count("move"),   count("no_op"),  count("drifted"), count("waiting")};
}

plan::Plan plan_of(const json& document)
{
  plan::Plan plan;
  plan.project = text_or_nothing(document.at("project"));
  plan.environment = text_or_nothing(document.at("environment"));
  plan.identity.org_id = plan::decode_id(document.at("org"));
  plan.commit = text_or_nothing(document.at("commit"));
  const auto time = parse_timestamp(document.at("timestamp").get<std::string>());
  if (!time) {
    throw std::invalid_argument("no time");
  }
  plan.time = *time;
  plan.digest = text_or_nothing(document.at("digest"));
  plan.actions_digest = text_or_nothing(document.value("actions_digest", json()));
  plan.made = !plan.digest.empty();
  plan.incomplete = document.at("incomplete").get<std::vector<std::string>>();
  plan.without_history = document.value("without_history", std::size_t{0});
  for (const auto& credential : document.value("credentials", json::array())) { // absent in older documents
    plan.credential_names.emplace(credential.at("id").get<ResourceId>(), credential.at("name").get<std::string>());
  }
  plan.requests = {document.at("requests").at("used").get<std::size_t>(),
                   document.at("requests").at("needed").get<std::size_t>()};
  plan.refresh.mode = document.at("refresh").at("mode").get<std::string>();
  plan.refresh.read = document.at("refresh").at("read").get<std::size_t>();
  plan.refresh.skipped = document.at("refresh").at("skipped").get<std::size_t>();
  plan.refresh.why = document.at("refresh").value("why", "");
  plan.summary = summary_of(document.at("summary"));
  take_lists(document, plan);
  return plan;
}

} // namespace

std::vector<plan::Plan> decode_plan_document(const json& document)
{
  std::vector<plan::Plan> plans;
  if (const auto several = document.find("environments"); document.is_object() && several != document.end()) {
    std::transform(several->begin(), several->end(), std::back_inserter(plans), plan_of);
  } else {
    plans.push_back(plan_of(document));
  }
  if (plans.empty()) {
    throw std::invalid_argument("no plan");
  }
  return plans;
}

} // namespace flowsync::usecase
