#include "view/diagnostics_json.hpp"

namespace flowsync::view {

namespace {

using Json = nlohmann::ordered_json;

void put_place(Json& to, const Location& where)
{
  to["file"] = where.file.empty() ? Json() : Json(where.file);
  to["line"] = where.line > 0 ? Json(where.line) : Json();
  to["column"] = where.line > 0 && where.column > 0 ? Json(where.column) : Json();
}

} // namespace

std::string_view severity_name(Severity severity)
{
  switch (severity) {
  case Severity::error:
    return "error";
  case Severity::warning:
    return "warning";
  case Severity::note:
    break;
  }
  return "note";
}

nlohmann::ordered_json diagnostic_json(const Diagnostic& diagnostic)
{
  Json result;
  result["severity"] = severity_name(diagnostic.severity);
  result["code"] = diagnostic.code.text();
  result["message"] = diagnostic.message;
  put_place(result, diagnostic.where);
  result["hint"] = diagnostic.hint.empty() ? Json() : Json(diagnostic.hint);
  result["related"] = Json::array();
  for (const auto& related : diagnostic.related) {
    Json item;
    item["message"] = related.message;
    put_place(item, related.where);
    result["related"].push_back(std::move(item));
  }
  return result;
}

nlohmann::ordered_json diagnostics_json(const Diagnostics& diagnostics)
{
  auto result = Json::array();
  for (const auto& item : diagnostics.items()) {
    result.push_back(diagnostic_json(item));
  }
  return result;
}

} // namespace flowsync::view
