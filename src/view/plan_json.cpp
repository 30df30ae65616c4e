#include "view/plan_json.hpp"

#include "base/timestamp.hpp"
#include "base/version.hpp"
#include "plan/apply_time.hpp"
#include "view/change_json.hpp"
#include "view/diagnostics_json.hpp"
#include "view/json_text.hpp"

namespace flowsync::view {

namespace {

using Json = nlohmann::ordered_json;

Json summary_json(const plan::Summary& summary)
{
  Json result;
  result["create"] = summary.create;
  result["update"] = summary.update;
  result["replace"] = summary.replace;
  result["delete"] = summary.remove;
  result["adopt"] = summary.adopt;
  result["move"] = summary.move;
  result["no_op"] = summary.no_op;
  result["drifted"] = summary.drifted;
  result["waiting"] = summary.waiting;
  return result;
}

Json text_or_null(const std::string& text)
{
  return text.empty() ? Json() : Json(text);
}

// Who changed it in the service, where that is known.
void add_touch(const plan::Plan& plan, const Address& address, Json& item)
{
  if (const auto touch = plan.touches.find(address); touch != plan.touches.end()) {
    item["changed_by"] = {{"who", touch->second.who},
                          {"at", touch->second.at ? Json(format_timestamp(*touch->second.at)) : Json()}};
  }
}

Json refresh_json(const plan::Refresh& refresh)
{
  Json result;
  result["mode"] = refresh.mode;
  result["read"] = refresh.read;
  result["skipped"] = refresh.skipped;
  if (!refresh.why.empty()) {
    result["why"] = refresh.why;
  }
  return result;
}

} // namespace

std::string_view plan_document_name(PlanDocument document)
{
  return document == PlanDocument::drift ? "drift" : "plan";
}

nlohmann::ordered_json plan_json(const plan::Plan& plan, PlanDocument document)
{
  auto result = object_for(32);
  result["format_version"] = k_plan_format;
  result["flowsync_version"] = program_version();
  result["report"] = plan_document_name(document);
  result["project"] = text_or_null(plan.project);
  result["environment"] = text_or_null(plan.environment);
  result["org"] = plan.identity.org_id ? Json(*plan.identity.org_id) : Json();
  result["commit"] = text_or_null(plan.commit);
  result["dirty"] = plan.dirty ? Json(*plan.dirty) : Json();
  result["timestamp"] = format_timestamp(plan.time);
  result["digest"] = text_or_null(plan.digest);
  result["actions_digest"] = text_or_null(plan.actions_digest);
  result["complete"] = plan.is_complete();
  result["incomplete"] = plan.incomplete;
  result["blocked"] = Json::array();
  for (const auto& refusal : plan.refusals.items()) {
    result["blocked"].push_back({{"code", refusal.code.text()}, {"message", refusal.message}, {"hint", refusal.hint}});
  }
  result["without_history"] = plan.without_history;
  result["credentials"] = Json::array();
  for (const auto& [id, name] : plan.credential_names) {
    result["credentials"].push_back({{"id", id}, {"name", name}});
  }
  result["requests"] = {{"used", plan.requests.used}, {"needed", plan.requests.needed}};
  if (const auto time = plan::apply_time(plan, plan.requests.used)) {
    result["requests"]["per_second"] = plan.requests.per_second;
    result["requests"]["seconds"] = std::chrono::ceil<std::chrono::seconds>(*time).count();
  }
  result["refresh"] = refresh_json(plan.refresh);
  result["resource_changes"] = Json::array();
  for (const auto& change : plan.changes) {
    result["resource_changes"].push_back(change_json(change));
    add_touch(plan, change.address, result["resource_changes"].back());
  }
  result["resource_drift"] = Json::array();
  for (const auto& drift : plan.drift) {
    result["resource_drift"].push_back(drift_json(drift));
    add_touch(plan, drift.address, result["resource_drift"].back());
  }
  result["hanging"] = Json::array();
  for (const auto& hanging : plan.hanging) {
    result["hanging"].push_back({{"below", hanging.above.text()},
                                 {"type", type_name(hanging.type)},
                                 {"id", hanging.id},
                                 {"name", text_or_null(hanging.name)},
                                 {"status", text_or_null(hanging.status)},
                                 {"owner", text_or_null(hanging.owner)}});
  }
  result["waiting"] = Json::array();
  for (const auto& waiting : plan.waiting) {
    result["waiting"].push_back({{"address", waiting.address.text()}, {"reason", waiting.reason}});
  }
  result["not_planned"] = Json::array();
  for (const auto& address : plan.blocked) {
    result["not_planned"].push_back(address.text());
  }
  if (!plan.made) {
    result["exit_code"] = static_cast<int>(plan.diagnostics.exit_code());
  }
  result["diagnostics"] = diagnostics_json(plan.diagnostics);
  result["summary"] = summary_json(plan.summary);
  return result;
}

} // namespace flowsync::view
