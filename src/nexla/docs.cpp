#include "nexla/docs.hpp"

#include "base/text.hpp"
#include "nexla/decode_value.hpp"
#include "nexla/paging.hpp"

#include <algorithm>

namespace flowsync::nexla {

namespace {

using nlohmann::json;

// A bare list, or one under `docs`.
json docs_in(const json& body)
{
  const auto* const items = page_items(body.is_object() && body.contains("docs") ? body.at("docs") : body);
  return items != nullptr ? *items : json::array();
}

} // namespace

Part decode_docs(const json& body)
{
  Part part;
  const auto rows = docs_in(body);
  for (const auto& row : rows) {
    if (row.is_object() && !text_of(row, "name").empty()) {
      part.entries[text_of(row, "name")] = std::string(trim(text_of(row, "text")));
    }
  }
  return part;
}

ApiResult<Done> change_docs(Api& api, const std::string& path, const PartChange& change, std::stop_token stop)
{
  const auto shown = api.read(path, "", stop);
  if (!shown.ok()) {
    return shown.error();
  }
  auto docs = json::array();
  const auto rows = docs_in(*shown);
  for (const auto& row : rows) {
    const auto name = row.is_object() ? text_of(row, "name") : std::string();
    const bool goes = std::find(change.gone.begin(), change.gone.end(), name) != change.gone.end();
    if (name.empty() || goes || change.put.contains(name)) {
      continue;
    }
    json kept{{"name", name}, {"text", text_of(row, "text")}, {"doc_type", "md"}};
    for (const auto* const field : {"doc_type", "description"}) {
      if (const auto said = text_of(row, field); !said.empty()) {
        kept[field] = said;
      }
    }
    docs.push_back(std::move(kept));
  }
  for (const auto& [name, text] : change.put.items()) {
    docs.push_back({{"name", name}, {"text", text}, {"doc_type", "md"}});
  }
  auto done = api.write("POST", path, {{"docs", docs}}, stop);
  if (!done.ok()) {
    return done.error();
  }
  return Done{};
}

} // namespace flowsync::nexla
