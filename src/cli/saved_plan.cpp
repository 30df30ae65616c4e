#include "cli/saved_plan.hpp"

#include "base/digest.hpp"
#include "base/timestamp.hpp"
#include "nexla/parse_json.hpp"
#include "view/change_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace flowsync::cli {

namespace {

using nlohmann::json;

constexpr int k_version = 1;
constexpr std::string_view k_opening = R"({"kind":"flowsync-plan","version":)";
constexpr std::string_view k_checksum = "\"checksum\":\"sha256:";

std::string dump(const json& value)
{
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool does_something(const plan::ResourceChange& change)
{
  return change.is_difference() || change.adopting || change.waiting || change.write_mark ||
         change.action == plan::Action::read;
}

// All that `plan --format json` says of a change, less the places in files, which may move without any effect.
json action_of(const plan::ResourceChange& change)
{
  json action = view::change_json(change);
  const auto values = action.at("change");
  action.erase("change");
  action.erase("depends_on");
  action["actions"] = values.at("actions");
  action["importing"] = values.at("importing");
  for (auto& field : action.at("fields")) {
    field.erase("origin");
    field.erase("overrides");
    field.erase("variables");
  }
  return action;
}

// The version that the text says it has; 0 when it is no plan file.
int version_of(std::string_view text)
{
  int version = 0;
  if (text.starts_with(k_opening)) {
    const auto digits = text.substr(k_opening.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), version);
  }
  return version;
}

bool checksum_fits(std::string_view text)
{
  const auto at = text.rfind(k_checksum);
  return at != std::string_view::npos &&
         text.substr(at) == fmt::format("{}{}\"}}\n", k_checksum, sha256_hex(text.substr(0, at)));
}

ResourceId whole_number(const json& value)
{
  if (!value.is_number_integer()) {
    throw std::invalid_argument("not a whole number");
  }
  return value.get<ResourceId>();
}

// Throws std::exception when the shape is not that of saved_plan_text().
SavedPlan decode(const json& document)
{
  SavedPlan saved;
  saved.flowsync_version = document.at("flowsync_version").get<std::string>();
  saved.created_at = document.at("created_at").get<std::string>();
  saved.project = document.at("project").get<std::string>();
  saved.environment = document.at("environment").get<std::string>();
  if (const auto& org = document.at("org"); !org.is_null()) {
    saved.org = whole_number(org);
  }
  saved.user = whole_number(document.at("user"));
  saved.lineage = document.at("state").at("lineage").get<std::string>();
  saved.serial = static_cast<std::uint64_t>(whole_number(document.at("state").at("serial")));
  saved.commit = document.at("commit").get<std::string>();
  saved.digest = document.at("digest").get<std::string>();
  saved.complete = document.at("complete").get<bool>();
  const auto& flags = document.at("flags");
  saved.flags.targets = flags.at("targets").get<std::vector<std::string>>();
  saved.flags.prune = flags.at("prune").get<bool>();
  saved.flags.full_refresh = flags.at("full_refresh").get<bool>();
  saved.flags.rebind = flags.at("rebind").get<bool>();
  for (const auto& action : document.at("actions")) {
    if (!action.at("address").is_string() || !action.at("actions").is_array() || !action.at("fields").is_array()) {
      throw std::invalid_argument("an action without address, actions or fields");
    }
    for (const auto& field : action.at("fields")) {
      if (!field.at("path").is_string()) {
        throw std::invalid_argument("a field without its path");
      }
    }
    saved.actions.push_back(action);
  }
  return saved;
}

PlanFileProblem no_plan(std::string_view text)
{
  const auto parsed = nexla::parse_json(text);
  if (parsed.value.is_object() && parsed.value.contains("resource_changes")) {
    return {"is what `plan --format json` prints, which cannot be applied",
            "save a plan with `flowsync plan -e ENV --out FILE`"};
  }
  return {"is no saved plan", "save one with `flowsync plan -e ENV --out FILE`"};
}

} // namespace

SavedPlan saved_plan_of(const plan::Plan& plan, const StateData& state, const PlanFlags& flags)
{
  SavedPlan saved;
  saved.flowsync_version = FLOWSYNC_VERSION;
  saved.created_at = format_timestamp(plan.time);
  saved.project = plan.project;
  saved.environment = plan.environment;
  saved.org = plan.identity.org_id;
  saved.user = plan.identity.user_id;
  saved.lineage = state.lineage;
  saved.serial = state.serial;
  saved.commit = plan.commit;
  saved.digest = plan.digest;
  saved.complete = plan.incomplete.empty() && plan.blocked.empty() && !plan.diagnostics.has_errors();
  saved.flags = flags;
  for (const auto& change : plan.changes) {
    if (does_something(change)) {
      saved.actions.push_back(action_of(change));
    }
  }
  return saved;
}

std::string saved_plan_text(const SavedPlan& saved)
{
  const json head{{"flowsync_version", saved.flowsync_version},
                  {"created_at", saved.created_at},
                  {"project", saved.project},
                  {"environment", saved.environment},
                  {"org", saved.org ? json(*saved.org) : json()},
                  {"user", saved.user},
                  {"state", {{"lineage", saved.lineage}, {"serial", saved.serial}}},
                  {"commit", saved.commit},
                  {"digest", saved.digest},
                  {"complete", saved.complete},
                  {"flags",
                   {{"targets", saved.flags.targets},
                    {"prune", saved.flags.prune},
                    {"full_refresh", saved.flags.full_refresh},
                    {"rebind", saved.flags.rebind}}}};
  auto text = fmt::format("{}{},\n", k_opening, k_version);
  for (const auto& item : head.items()) {
    text += fmt::format("\"{}\":{},\n", item.key(), dump(item.value()));
  }
  text += "\"actions\":[\n";
  for (std::size_t i = 0; i < saved.actions.size(); ++i) {
    text += dump(saved.actions[i]) + (i + 1 < saved.actions.size() ? ",\n" : "\n");
  }
  text += "],\n";
  const auto sum = sha256_hex(text);
  return text + fmt::format("{}{}\"}}\n", k_checksum, sum);
}

bool looks_like_saved_plan(std::string_view text)
{
  return text.starts_with(k_opening);
}

Result<SavedPlan, PlanFileProblem> parse_saved_plan(std::string_view text)
{
  const auto version = version_of(text);
  if (version > k_version) {
    return PlanFileProblem{"was written by a newer flowsync", "use that version, or plan again"};
  }
  if (version < 1) {
    return no_plan(text);
  }
  if (!checksum_fits(text)) {
    return PlanFileProblem{"is damaged: its check sum does not fit, so it was cut short or edited", "plan again"};
  }
  const auto parsed = nexla::parse_json(text);
  try {
    if (parsed.problem == nexla::ParsedJson::Problem::none) {
      return decode(parsed.value);
    }
  } catch (const std::exception&) { // a member that is missing or of another kind
  }
  return PlanFileProblem{"is damaged: it is not what flowsync writes", "plan again"};
}

} // namespace flowsync::cli
