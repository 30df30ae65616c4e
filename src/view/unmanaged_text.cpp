#include "view/unmanaged_text.hpp"

#include "base/text.hpp"
#include "base/version.hpp"
#include "view/table.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

using Json = nlohmann::ordered_json;

// "flowsync export -e dev --source 6862 --all"; "" where nothing here can take it in.
std::string export_line(const exporter::Unmanaged& found, const std::string& environment)
{
  return found.take_in.empty() ? std::string()
                               : fmt::format("flowsync export -e {} {}", environment, fmt::join(found.take_in, " "));
}

std::string or_dash(const std::string& text)
{
  return text.empty() ? "-" : text;
}

std::string holds(const exporter::Unmanaged& found)
{
  std::vector<std::string> parts;
  if (found.nexsets > 0) {
    parts.push_back(count_of(found.nexsets, "nexset"));
  }
  if (found.sinks > 0) {
    parts.push_back(count_of(found.sinks, "sink"));
  }
  return parts.empty() ? "-" : fmt::format("{}", fmt::join(parts, ", "));
}

Json name_json(const std::string& text)
{
  return text.empty() ? Json() : Json(text);
}

} // namespace

std::string unmanaged_text(const UnmanagedReport& report, const TextWidth& width, const Paint& paint)
{
  std::string text;
  if (report.found.empty()) {
    text = fmt::format("Nothing in the account of {} is without an owner.\n", report.environment);
  } else {
    std::vector<std::vector<std::string>> rows;
    for (const auto& found : report.found) {
      const auto& live = *found.live;
      rows.push_back({std::string(type_name(live.type)), std::to_string(live.id), or_dash(live.name),
                      or_dash(live.kind), or_dash(live.status), live.owner_id ? std::to_string(*live.owner_id) : "-",
                      holds(found), or_dash(found.below), or_dash(export_line(found, report.environment))});
    }
    text = table_text({"TYPE", "ID", "NAME", "KIND", "STATUS", "OWNER", "WITH", "BELOW", "TAKE IT IN"}, rows, paint,
                      width.table);
  }
  if (report.of_others > 0) {
    text += fmt::format("\n{} of other users left out; `nexla.owners` names whose are shown.\n",
                        count_of(report.of_others, "resource"));
  }
  return text;
}

nlohmann::ordered_json unmanaged_json(const UnmanagedReport& report)
{
  Json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["environment"] = report.environment;
  document["unmanaged"] = Json::array();
  for (const auto& found : report.found) {
    const auto& live = *found.live;
    Json item;
    item["type"] = type_name(live.type);
    item["id"] = live.id;
    item["name"] = name_json(live.name);
    item["kind"] = name_json(live.kind);
    item["status"] = name_json(live.status);
    item["owner"] = live.owner_id ? Json(*live.owner_id) : Json();
    item["nexsets"] = found.nexsets;
    item["sinks"] = found.sinks;
    item["below"] = name_json(found.below);
    item["export"] = name_json(export_line(found, report.environment));
    document["unmanaged"].push_back(std::move(item));
  }
  document["of_other_users"] = report.of_others;
  document["unlisted"] = report.unlisted;
  return document;
}

} // namespace flowsync::view
