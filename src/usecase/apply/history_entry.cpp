#include "usecase/apply/history_entry.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "base/version.hpp"
#include "model/number_text.hpp"
#include "plan/masking.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t k_most_detail = std::size_t{256} << 10U; // bytes of all changes; then fields are left out

bool did_something(const plan::ResourceChange& change)
{
  return change.is_difference() || change.adopting || change.write_mark;
}

// A form of its own: entries stay for years, and what `plan --format json` prints may change.
Json field_of(const plan::FieldChange& change)
{
  const auto field = plan::masked_field(change);
  Json entry{{"path", field.path},
             {"before", field.before ? Json(*field.before) : Json()},
             {"after", field.after ? Json(*field.after) : Json()}};
  if (field.after_unknown) {
    entry["after_unknown"] = true;
  }
  entry["cause"] = plan::cause_name(field.cause);
  entry["sensitive"] = field.sensitive;
  return entry;
}

Json change_of(const plan::ResourceChange& change)
{
  Json entry{{"address", change.address.text()},
             {"type", type_name(change.type)},
             {"name", change.name},
             {"id", change.id ? Json(*change.id) : Json()},
             {"actions", plan::action_words(change.action)},
             {"fields", Json::array()}};
  for (const auto& field : change.fields) {
    entry["fields"].push_back(field_of(field));
  }
  return entry;
}

std::string outcome_name(exec::Outcome outcome)
{
  switch (outcome) {
  case exec::Outcome::done:
    return "done";
  case exec::Outcome::failed:
    return "failed";
  case exec::Outcome::skipped:
    return "skipped";
  default:
    break;
  }
  return "open";
}

using Results = std::map<Address, const exec::ResourceResult*>;

// What was done, which may be less than what was planned.
plan::Summary done_of(const AppliedRun& run, const Results& results)
{
  plan::Summary done;
  for (const auto& change : run.plan.changes) {
    const auto result = results.find(change.address);
    if (!did_something(change) || (result != results.end() && result->second->outcome != exec::Outcome::done)) {
      continue;
    }
    done.create += change.action == plan::Action::create ? 1U : 0U;
    done.update += change.action == plan::Action::update ? 1U : 0U;
    done.replace += change.action == plan::Action::replace ? 1U : 0U;
    done.remove += change.action == plan::Action::remove ? 1U : 0U;
    done.adopt += change.adopting ? 1U : 0U;
    done.move += change.reason == plan::Reason("moved") || change.previous_address ? 1U : 0U;
  }
  return done;
}

} // namespace

Json history_entry(const AppliedRun& run, std::uint64_t serial)
{
  Results results;
  for (const auto& result : run.report.results) {
    results.emplace(result.address, &result);
  }
  const auto summary = done_of(run, results);
  Json entry{{"format_version", "1.0"},
             {"flowsync_version", program_version()},
             {"serial", serial},
             {"what", run.who.what},
             {"started_at", run.who.started_at},
             {"ended_at", format_timestamp(run.ended)},
             {"who", run.who.who},
             {"host", run.who.host},
             {"link", run.who.link},
             {"user", {{"id", run.plan.identity.user_id}, {"name", run.plan.identity.user_name}}},
             {"commit", run.commit.id},
             {"commit_time", run.commit.time},
             {"dirty", run.dirty ? Json(*run.dirty) : Json()},
             {"actions_digest", run.plan.actions_digest},
             {"exit", static_cast<int>(run.exit)},
             {"summary",
              {{"create", summary.create},
               {"update", summary.update},
               {"replace", summary.replace},
               {"delete", summary.remove},
               {"adopt", summary.adopt},
               {"move", summary.move},
               {"failed", run.report.count(exec::Outcome::failed)}}}};
  auto changes = Json::array();
  std::size_t size = 0;
  for (const auto& change : run.plan.changes) {
    if (!did_something(change)) {
      continue;
    }
    auto one = change_of(change);
    if (const auto touch = run.plan.touches.find(change.address); touch != run.plan.touches.end()) {
      one["undone"] = {{"who", touch->second.who},
                       {"at", touch->second.at ? Json(format_timestamp(*touch->second.at)) : Json()}};
    }
    if (const auto result = results.find(change.address); result != results.end()) {
      one["outcome"] = outcome_name(result->second->outcome);
      one["id"] = result->second->id ? Json(*result->second->id) : one["id"]; // of what was made
    } else {
      one["outcome"] = "done";
    }
    size += write_json(one).size();
    if (size > k_most_detail) {
      one["fields_left_out"] = one["fields"].size();
      one["fields"] = Json::array();
    }
    changes.push_back(std::move(one));
  }
  entry["changes"] = std::move(changes);
  return entry;
}

std::string history_path(std::uint64_t serial)
{
  return fmt::format("history/{:012}.json", serial);
}

std::string history_message(const nlohmann::json& entry, const std::string& environment)
{
  const auto& summary = entry.at("summary");
  const auto count = [&](const char* key) { return summary.at(key).get<std::size_t>(); };
  auto text =
      fmt::format("{} of {}: {} to add, {} to change, {} to destroy", entry.at("what").get<std::string>(), environment,
                  count("create") + count("replace"), count("update"), count("delete") + count("replace"));
  if (count("failed") > 0) {
    text += fmt::format(", {} failed", count("failed"));
  }
  text += fmt::format("\n\nby: {} on {}\n", entry.at("who").get<std::string>(), entry.at("host").get<std::string>());
  for (const auto* const key : {"commit", "link", "actions_digest"}) {
    const auto value = entry.value(key, std::string());
    const bool dirty = key == std::string_view("commit") && entry.value("dirty", nlohmann::json()) == true;
    text += value.empty() ? "" : fmt::format("{}: {}{}\n", key, value, dirty ? " (dirty)" : "");
  }
  return text +
         fmt::format("serial: {}\nexit: {}\n", entry.at("serial").get<std::uint64_t>(), entry.at("exit").get<int>());
}

} // namespace flowsync::usecase
