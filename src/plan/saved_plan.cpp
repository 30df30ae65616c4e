#include "plan/saved_plan.hpp"

#include "base/digest.hpp"
#include "base/version.hpp"
#include "model/concealed_json.hpp"
#include "model/number_text.hpp"
#include "model/parse_json.hpp"
#include "plan/codec.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

namespace flowsync::plan {

namespace {

using nlohmann::json;

constexpr int k_version = 2;
constexpr std::string_view k_opening = R"({"kind":"flowsync-plan","version":)";
constexpr std::string_view k_checksum = "\"checksum\":\"sha256:";

// The version that the text says it has; 0 when it is not a plan file.
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

// Throws std::exception when the shape is not that of saved_plan_text().
SavedPlan decode(const json& document)
{
  SavedPlan saved;
  saved.flowsync_version = document.at("flowsync_version").get<std::string>();
  saved.lineage = document.at("state").at("lineage").get<std::string>();
  saved.serial = document.at("state").at("serial").get<std::uint64_t>();
  saved.complete = document.at("complete").get<bool>();
  const auto& flags = document.at("flags");
  saved.flags.targets = flags.at("targets").get<std::vector<std::string>>();
  saved.flags.prune = flags.at("prune").get<bool>();
  saved.flags.full_refresh = flags.at("full_refresh").get<bool>();
  saved.flags.rebind = flags.at("rebind").get<bool>();
  saved.flags.destroy = flags.value("destroy", false);
  saved.plan = plan::decode_plan(document.at("plan"));
  for (const auto& change : document.at("changes")) {
    saved.plan.changes.push_back(plan::decode_change(change));
  }
  return saved;
}

PlanFileProblem no_plan(std::string_view text)
{
  const auto parsed = parse_json(text);
  if (parsed.value.is_object() && parsed.value.contains("resource_changes")) {
    return {"is what `plan --format json` prints, which cannot be applied",
            "save a plan with `flowsync plan -e ENV --out FILE`"};
  }
  return {"is not a saved plan", "save one with `flowsync plan -e ENV --out FILE`"};
}

} // namespace

SavedPlan saved_plan_of(const plan::Plan& plan, const StateData& state, const PlanFlags& flags)
{
  SavedPlan saved;
  saved.flowsync_version = program_version();
  saved.lineage = state.lineage;
  saved.serial = state.serial;
  saved.complete = plan.is_complete();
  saved.flags = flags;
  saved.plan = plan;
  return saved;
}

std::string saved_plan_text(const SavedPlan& saved)
{
  const json head{{"flowsync_version", saved.flowsync_version},
                  {"state", {{"lineage", saved.lineage}, {"serial", saved.serial}}},
                  {"complete", saved.complete},
                  {"flags",
                   {{"targets", saved.flags.targets},
                    {"prune", saved.flags.prune},
                    {"full_refresh", saved.flags.full_refresh},
                    {"rebind", saved.flags.rebind},
                    {"destroy", saved.flags.destroy}}},
                  {"plan", concealed(plan::encode_plan(saved.plan))}};
  auto text = fmt::format("{}{},\n", k_opening, k_version);
  for (const auto& item : head.items()) {
    text += fmt::format("\"{}\":{},\n", item.key(), write_json(item.value()));
  }
  text += "\"changes\":[\n";
  const auto& changes = saved.plan.changes;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    text += write_json(concealed(plan::encode_change(changes[i]))) + (i + 1 < changes.size() ? ",\n" : "\n");
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
    const auto writer = newer_writer(text);
    return PlanFileProblem{"was written by " + writer_words(writer), version_to_get(writer) + ", or plan again"};
  }
  if (version == 1) {
    return PlanFileProblem{"was saved by an older flowsync, and does not say enough to be shown or applied by this one",
                           "plan again"};
  }
  if (version < 1) {
    return no_plan(text);
  }
  if (!checksum_fits(text)) {
    return PlanFileProblem{"is damaged: its check sum does not fit, so it was cut short or edited", "plan again"};
  }
  const auto parsed = parse_json(text, NumberTexts::kept);
  try {
    if (parsed.problem == ParsedJson::Problem::none) {
      return decode(parsed.value);
    }
  } catch (const std::exception&) { // a member that is missing or of another kind
  }
  return PlanFileProblem{"is damaged: it is not what flowsync writes", "plan again"};
}

} // namespace flowsync::plan
