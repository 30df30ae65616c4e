#include "view/pipelines.hpp"

#include "base/printable.hpp"
#include "view/characters.hpp"
#include "view/table.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t k_longest_name = 40; // characters that a table shows

std::string shown(const LiveResource& live)
{
  const auto name = printable(live.name);
  auto text = std::to_string(live.id);
  if (!name.empty()) {
    const auto part = first_characters(name, k_longest_name);
    text += " " + part + (part.size() < name.size() ? "..." : "");
  }
  return live.status.empty() ? text : fmt::format("{} ({})", text, live.status);
}

ordered_json brief(const LiveResource& live)
{
  ordered_json item;
  item["id"] = live.id;
  item["name"] = live.name.empty() ? ordered_json() : ordered_json(live.name);
  item["status"] = live.status.empty() ? ordered_json() : ordered_json(live.status);
  return item;
}

} // namespace

std::string pipelines_text(const std::vector<exporter::Pipeline>& pipelines, const Paint& paint)
{
  std::vector<std::vector<std::string>> rows;
  for (const auto& pipeline : pipelines) {
    std::string nexsets;
    for (const auto* const nexset : pipeline.nexsets) {
      nexsets += (nexsets.empty() ? "" : " > ") + shown(*nexset);
    }
    rows.push_back({std::to_string(pipeline.number), pipeline.source != nullptr ? shown(*pipeline.source) : "-",
                    nexsets.empty() ? "-" : nexsets, pipeline.sink != nullptr ? shown(*pipeline.sink) : "-"});
  }
  return table_text({"NO", "SOURCE", "NEXSETS", "SINK"}, rows, paint);
}

ordered_json pipelines_json(const std::vector<exporter::Pipeline>& pipelines)
{
  auto list = ordered_json::array();
  for (const auto& pipeline : pipelines) {
    ordered_json item;
    item["number"] = pipeline.number;
    item["source"] = pipeline.source != nullptr ? brief(*pipeline.source) : ordered_json();
    item["nexsets"] = ordered_json::array();
    for (const auto* const nexset : pipeline.nexsets) {
      item["nexsets"].push_back(brief(*nexset));
    }
    item["sink"] = pipeline.sink != nullptr ? brief(*pipeline.sink) : ordered_json();
    list.push_back(std::move(item));
  }
  return list;
}

} // namespace flowsync::view
