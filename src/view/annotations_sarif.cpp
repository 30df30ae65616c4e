#include "view/annotation_forms.hpp"

#include "base/version.hpp"
#include "model/position.hpp"
#include "view/diagnostics_json.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::view {

namespace {

using Json = nlohmann::ordered_json;

// A relative path as a URI reference: everything but unreserved characters and '/' percent-encoded.
std::string uri(const std::string& path)
{
  std::string result;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~' || c == '/';
    result += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result;
}

Json location(const Location& where, const std::string& prefix)
{
  auto result = Json::object();
  if (where.file.empty()) {
    return result;
  }
  auto& physical = result["physicalLocation"];
  // What lies in a revision is shown at the file of today; the message names the revision.
  const auto revision = revision_of(where.file);
  const auto file = revision.empty() ? where.file : where.file.substr(revision.size() + 1);
  physical["artifactLocation"] = {{"uri", uri(prefix + file)}, {"uriBaseId", "%SRCROOT%"}};
  if (where.line > 0) {
    auto& region = physical["region"];
    region["startLine"] = where.line;
    if (where.column > 0) {
      region["startColumn"] = where.column;
      region["endColumn"] = where.column + std::max(1, where.length);
    }
    if (!where.source_line.empty()) {
      region["snippet"] = {{"text", where.source_line}};
    }
  }
  return result;
}

} // namespace

std::string annotations_sarif(const std::vector<Annotation>& annotations, const std::string& prefix)
{
  std::set<std::string> rules_used;
  for (const auto& item : annotations) {
    rules_used.insert(item.rule);
  }
  auto rules = Json::array();
  for (const auto& rule : rules_used) {
    rules.push_back({{"id", rule}});
  }
  auto results = Json::array();
  for (const auto& item : annotations) {
    Json result;
    result["ruleId"] = item.rule;
    result["ruleIndex"] = std::distance(rules_used.begin(), rules_used.find(item.rule));
    result["level"] = severity_name(item.level);
    const auto revision = revision_of(item.where.file);
    auto message = revision.empty() ? item.message : fmt::format("in {}: {}", revision, item.message);
    message = item.title.empty() ? message : item.title + ": " + message;
    result["message"] = {{"text", item.hint.empty() ? message : message + " (" + item.hint + ")"}};
    result["locations"] = Json::array();
    if (!item.where.file.empty()) {
      result["locations"].push_back(location(item.where, prefix));
    }
    if (!item.related.empty()) {
      auto related = Json::array();
      for (const auto& other : item.related) {
        auto place = location(other.where, prefix);
        place["message"] = {{"text", other.message}};
        related.push_back(std::move(place));
      }
      result["relatedLocations"] = std::move(related);
    }
    result["partialFingerprints"] = {{"flowsync/v1", item.identity}};
    results.push_back(std::move(result));
  }
  Json driver;
  driver["name"] = "flowsync";
  driver["version"] = program_version();
  driver["rules"] = std::move(rules);
  Json run;
  run["tool"]["driver"] = std::move(driver);
  run["columnKind"] = "unicodeCodePoints";
  run["results"] = std::move(results);
  Json log;
  log["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  log["version"] = "2.1.0";
  log["runs"] = Json::array({std::move(run)});
  return json_text(log);
}

} // namespace flowsync::view
