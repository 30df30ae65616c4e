#include "view/compare_json.hpp"

#include "base/version.hpp"
#include "view/compare_words.hpp"
#include "view/origin_json.hpp"

namespace flowsync::view {

namespace {

using namespace compare;
using Json = nlohmann::ordered_json;

std::string_view from_code(From from)
{
  switch (from) {
  case From::own:
    return "own";
  case From::shared:
    return "shared";
  case From::pinned:
    return "pinned";
  default:
    return "none";
  }
}

Json side_json(const Comparison& comparison, const DocumentPair& pair, const Difference& difference, bool left)
{
  const auto& side = left ? difference.left : difference.right;
  Json result;
  result["present"] = side.value != nullptr;
  result["value"] = Json(shown_json(side, difference.sensitive));
  result["removed"] = side.removed;
  result["from"] = from_code(side.from);
  if (side.origin.known()) {
    result["origin"] = origin_json(side.origin);
  }
  const auto& ids = left ? comparison.left_ids : comparison.right_ids;
  if (const auto address = resource_of(pair, difference.path); address && ids.contains(*address)) {
    result["id"] = ids.at(*address);
  }
  result["variables"] = Json::array();
  for (const auto& [name, origin] : side.variables) {
    auto variable = origin_json(origin);
    variable["name"] = name;
    result["variables"].push_back(std::move(variable));
  }
  return result;
}

Json difference_json(const Comparison& comparison, const DocumentPair& pair, const Difference& difference)
{
  Json result;
  result["path"] = Json::array();
  for (const auto& step : difference.path) {
    result["path"].push_back(std::get<std::string>(step));
  }
  result["verdict"] = verdict_code(difference.verdict);
  result["reason"] = reason_code(difference.reason);
  result["words"] = reason_words(comparison, pair, difference);
  result["sensitive"] = difference.sensitive;
  result["left"] = side_json(comparison, pair, difference, true);
  result["right"] = side_json(comparison, pair, difference, false);
  return result;
}

Json pair_json(const Comparison& comparison, const DocumentPair& pair)
{
  Json result;
  result["kind"] = spec::kind_name(pair.kind);
  result["name"] = pair.name;
  result["presence"] = pair.presence == Presence::both ? "both" : pair.presence == Presence::left ? "left" : "right";
  if (pair.presence != Presence::both) {
    result["verdict"] = verdict_code(pair.verdict);
    result["reason"] = reason_code(pair.reason);
  }
  if (pair.left_origin.known()) {
    result["left_origin"] = origin_json(pair.left_origin);
  }
  if (pair.right_origin.known()) {
    result["right_origin"] = origin_json(pair.right_origin);
  }
  if (pair.left_out.known()) {
    result["left_out"] = origin_json(pair.left_out);
  }
  result["differences"] = Json::array();
  for (const auto& difference : pair.differences) {
    result["differences"].push_back(difference_json(comparison, pair, difference));
  }
  return result;
}

Json same_place_json(const SamePlace& place)
{
  Json result;
  result["kind"] = same_place_code(place.kind);
  result["connector"] = place.connector;
  result["place"] = place.place;
  result["words"] = same_place_sentence(place);
  result["uses"] = Json::array();
  for (const auto& use : place.uses) {
    Json item;
    item["environment"] = use.environment;
    item["address"] = use.address.text();
    if (use.origin.known()) {
      item["origin"] = origin_json(use.origin);
    }
    result["uses"].push_back(std::move(item));
  }
  return result;
}

Json counts_json(const Counts& counts)
{
  return {{"differ", counts.differ},
          {"only_left", counts.only_left},
          {"only_right", counts.only_right},
          {"alike", counts.alike}};
}

} // namespace

Json compare_json(const Comparison& comparison)
{
  Json result;
  result["format_version"] = "1.0";
  result["flowsync_version"] = program_version();
  result["left"] = comparison.left;
  result["right"] = comparison.right;
  result["live"] = comparison.live;
  result["differs"] = comparison.differs();
  result["documents"] = Json::array();
  for (const auto& pair : comparison.documents) {
    if (pair.differs()) {
      result["documents"].push_back(pair_json(comparison, pair));
    }
  }
  result["missing_aliases"] = Json::array();
  for (const auto& missing : comparison.missing_aliases) {
    Json item;
    item["environment"] = missing.on_left ? comparison.left : comparison.right;
    item["alias"] = missing.alias;
    if (missing.used_at.known()) {
      item["origin"] = origin_json(missing.used_at);
    }
    item["flows"] = missing.flows;
    result["missing_aliases"].push_back(std::move(item));
  }
  result["same_places"] = Json::array();
  for (const auto& place : comparison.same_places) {
    result["same_places"].push_back(same_place_json(place));
  }
  result["summary"] = {
      {"flows", counts_json(comparison.counts(true))},           {"shared", counts_json(comparison.counts(false))},
      {"looks_forgotten", comparison.count(Verdict::forgotten)}, {"pinned", comparison.count(Verdict::pinned)},
      {"not_in_specs", comparison.count(Verdict::unspecified)},  {"same_places", comparison.same_places.size()}};
  return result;
}

} // namespace flowsync::view
