#include "base/printable.hpp"
#include "view/annotation_forms.hpp"
#include "view/characters.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using Json = nlohmann::ordered_json;

std::string annotation_words(const Annotation& item)
{
  auto text = printable(item.message);
  text = item.title.empty() ? text : printable(item.title) + ": " + text;
  return item.hint.empty() ? text : fmt::format("{} ({})", text, printable(item.hint));
}

const char* rdjson_severity(Severity level)
{
  return level == Severity::error ? "ERROR" : level == Severity::warning ? "WARNING" : "INFO";
}

const char* codequality_severity(Severity level)
{
  return level == Severity::error ? "critical" : level == Severity::warning ? "minor" : "info";
}

// Columns are counted in bytes there, which can be told only where the line is known.
Json rdjson_range(const Location& where)
{
  Json range;
  range["start"]["line"] = where.line;
  if (where.column > 0 && !where.source_line.empty()) {
    const auto begin = static_cast<std::size_t>(where.column - 1);
    const auto length = static_cast<std::size_t>(std::max(1, where.length));
    range["start"]["column"] = first_characters(where.source_line, begin).size() + 1;
    range["end"]["line"] = where.line;
    range["end"]["column"] = first_characters(where.source_line, begin + length).size() + 1;
  }
  return range;
}

Json rdjson_location(const Location& where, const std::string& prefix)
{
  Json result;
  result["path"] = prefix + where.file;
  result["range"] = rdjson_range(where);
  return result;
}

} // namespace

std::string annotations_rdjson(const std::vector<Annotation>& annotations, const std::string& prefix)
{
  Json document;
  document["source"]["name"] = "flowsync";
  document["diagnostics"] = Json::array();
  for (const auto& item : annotations) {
    Json result;
    result["message"] = annotation_words(item);
    result["location"] = rdjson_location(anchored(item), prefix);
    result["severity"] = rdjson_severity(item.level);
    result["code"]["value"] = item.rule;
    for (const auto& related : item.related) {
      if (!related.where.file.empty()) {
        Json other;
        other["message"] = printable(related.message);
        other["location"] = rdjson_location(anchored({Severity::note, {}, {}, {}, {}, related.where, {}, {}}), prefix);
        result["related_locations"].push_back(std::move(other));
      }
    }
    document["diagnostics"].push_back(std::move(result));
  }
  return json_text(document);
}

std::string annotations_codequality(const std::vector<Annotation>& annotations, const std::string& prefix)
{
  const auto fingerprints = fingerprints_of(annotations);
  auto document = Json::array();
  for (std::size_t i = 0; i < annotations.size(); ++i) {
    const auto& item = annotations[i];
    const auto where = anchored(item);
    Json result;
    result["description"] = annotation_words(item);
    result["check_name"] = item.rule;
    result["fingerprint"] = fingerprints[i];
    result["severity"] = codequality_severity(item.level);
    result["location"]["path"] = prefix + where.file;
    result["location"]["lines"]["begin"] = where.line;
    document.push_back(std::move(result));
  }
  return json_text(document);
}

} // namespace flowsync::view
