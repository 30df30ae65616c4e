#include "account_view.hpp"

#include <algorithm>
#include <iterator>

namespace flowsync::torture {

using nlohmann::json;

namespace {

// A detected set gets its mark with the first reason to write it at all; whether it had one is not a difference.
json description(const json& record)
{
  auto text = record.value("description", std::string());
  const bool detected = record.contains("source") && !record.contains("set");
  const auto mark = detected ? text.find("\n\n[flowsync ") : std::string::npos;
  return record.contains("description") ? json(text.substr(0, mark)) : json();
}

// Ids that the server counts are different each time.
void drop_counters(json& value)
{
  if (!value.is_structured()) {
    return;
  }
  if (value.is_object()) {
    for (const auto* const counted : {"$schema-id", "owner_node_id", "data_set_id"}) {
      value.erase(counted);
    }
  }
  for (auto& item : value) {
    drop_counters(item);
  }
}

class Viewer
{
public:
  explicit Viewer(const json& dump) : m_records(records_of(dump)) {}

  const std::map<Key, json>& records() const { return m_records; }

  std::string text(const Key& key) const
  {
    const auto& record = m_records.at(key);
    json shown{{"what", key.first},
               {"chain", chain(key)},
               {"description", description(record)},
               {"runs", runs(record)},
               {"fields", record.value("fields", json())},
               {"credential", record.value("credential", json())},
               {"project", record.value("project", json())},
               {"copied", record.value("copied", json())},
               {"owner", record.value("owner", json())}};
    for (const auto* const history : {"detected_count", "run_ids"}) {
      shown["fields"].erase(history);
    }
    drop_counters(shown["fields"]);
    if (record.contains("container")) {
      const auto found = m_records.find({"code_containers", record["container"].get<std::int64_t>()});
      shown["container"] = found != m_records.end() ? found->second.value("fields", json()) : json("gone");
      drop_counters(shown["container"]);
    }
    return shown.dump();
  }

private:
  // Names from the resource up to its source.
  std::string chain(const Key& key) const
  {
    std::string names;
    auto at = key;
    for (int depth = 0; depth < 50; ++depth) {
      const auto found = m_records.find(at);
      if (found == m_records.end()) {
        return names + " < (gone)";
      }
      names += (names.empty() ? "" : " < ") + found->second.value("name", std::string("(no name)"));
      const auto& record = found->second;
      if (record.contains("set")) {
        at = {"data_sets", record["set"].get<std::int64_t>()};
      } else if (at.first == "data_sets" && record.contains("source")) {
        at = {"data_sources", record["source"].get<std::int64_t>()};
      } else {
        break;
      }
    }
    return names;
  }

  std::map<Key, json> m_records;
};

} // namespace

bool runs(const json& record)
{
  const auto status = record.value("status", std::string());
  return status == "ACTIVE" || status == "PROCESSING" || status == "RATE_LIMITED";
}

json after_cascades(json record)
{
  record.erase("updated");
  for (const auto* const history : {"detected_count", "run_ids"}) {
    record["fields"].erase(history);
  }
  record["status"] = runs(record);
  return record;
}

std::map<Key, json> records_of(const json& dump)
{
  std::map<Key, json> records;
  for (const auto& [type, list] : dump.items()) {
    for (const auto& record : list) {
      records.emplace(Key{type, record.at("id").get<std::int64_t>()}, record);
    }
  }
  return records;
}

std::vector<std::string> view_of(const json& dump, const std::set<Key>& strangers)
{
  const Viewer viewer(dump);
  std::vector<std::string> texts;
  for (const auto& [key, record] : viewer.records()) {
    if (!strangers.contains(key) && key.first != "code_containers") { // these show with what they belong to
      texts.push_back(viewer.text(key));
    }
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::string changes_of(const std::map<Key, json>& before, const json& after, const std::set<Key>& strangers,
                       const std::set<Key>& cascaded)
{
  const auto now = records_of(after);
  std::string text;
  for (const auto& key : strangers) {
    const auto was = before.find(key);
    const auto is = now.find(key);
    const bool there_before = was != before.end();
    const bool there_now = is != now.end();
    if (there_before != there_now) {
      text += key.first + " " + std::to_string(key.second) + (there_now ? " appeared\n" : " is gone\n");
      continue;
    }
    const bool loosely = cascaded.contains(key);
    const auto diff = !there_now ? json::array()
                      : loosely  ? json::diff(after_cascades(was->second), after_cascades(is->second))
                                 : json::diff(was->second, is->second);
    if (!diff.empty()) {
      text += key.first + " " + std::to_string(key.second) + ": " + diff.dump() + "\n";
    }
  }
  return text;
}

std::string difference(const std::vector<std::string>& expected, const std::vector<std::string>& found)
{
  std::vector<std::string> missing;
  std::vector<std::string> extra;
  std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(), std::back_inserter(missing));
  std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(), std::back_inserter(extra));
  std::string text;
  for (const auto& line : missing) {
    text += "  missing: " + line + "\n";
  }
  for (const auto& line : extra) {
    text += "  extra:   " + line + "\n";
  }
  return text;
}

} // namespace flowsync::torture
