#include "model_check.hpp"

#include <fmt/format.h>

#include <optional>

namespace flowsync::torture {

using nlohmann::json;

namespace {

constexpr std::string_view k_mark = "[flowsync acme-data-k3x9/dev ";

std::string text_of(const Key& key)
{
  return fmt::format("{} {}", key.first, key.second);
}

// The description without its line with the mark.
std::string people_text(const json& record)
{
  auto text = record.value("description", std::string());
  const auto at = text.find(k_mark);
  if (at != std::string::npos) {
    text.erase(at, text.find(']', at) - at + 1);
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
    text.pop_back();
  }
  return text;
}

bool is_detected(const json& record)
{
  return record.at("kind") == "data_sets" && record.contains("source") && !record.contains("set");
}

// One account seen as the resources of one project.
class Checker
{
public:
  Checker(const json& dump, const Strangers& strangers) : m_records(records_of(dump)), m_strangers(strangers)
  {
    for (const auto& [key, record] : m_records) {
      if (!strangers.contains(key) && !record.contains("copied")) {
        if (const auto address = marked_address(record); !address.empty()) {
          m_by_address[address].push_back(key);
        }
      }
    }
  }

  void flow(const std::string& name, const ModelFlow& flow)
  {
    const auto source = one(name + "/source", "data_sources");
    if (!source) {
      return;
    }
    expect(*source, source_name(name), !flow.paused);
    const auto& record = m_records.at(*source);
    expect_value(*source, "path", record["fields"]["source_config"].value("path", ""), source_path(flow.config));
    expect_value(*source, "description", people_text(record), source_text(flow.description));
    const auto detected = detected_set(*source);
    if (!detected) {
      if (!flow.paused) {
        m_problems += text_of(*source) + " has no detected set\n";
      }
      return; // what hangs below waits
    }
    m_met.insert(*detected);
    expect_running(*detected, !flow.paused);
    std::map<std::string, Key> sets{{k_detected, *detected}};
    for (std::size_t round = 0; round < flow.sets.size(); ++round) { // parents first, whatever their keys
      for (const auto& [key, set] : flow.sets) {
        if (sets.contains(set.from) && !sets.contains(key)) {
          add_set(name, flow, key, set, sets);
        }
      }
    }
    for (const auto& [key, sink] : flow.sinks) {
      if (sets.contains(sink.from)) {
        check_sink(name, flow, key, sink, sets.at(sink.from));
      }
    }
  }

  // Nothing is there that was not met.
  void nothing_else()
  {
    for (const auto& [key, record] : m_records) {
      const bool flow_resource = key.first == "data_sources" || key.first == "data_sets" || key.first == "data_sinks";
      if (flow_resource && !m_met.contains(key) && !m_strangers.contains(key) && !below_stranger(record)) {
        m_problems += fmt::format("{} \"{}\" should not be there\n", text_of(key), record.value("name", ""));
      }
    }
  }

  void duplicates()
  {
    for (const auto& [address, keys] : m_by_address) {
      if (keys.size() > 1) {
        m_problems += fmt::format("{} is there {} times\n", address, keys.size());
      }
    }
  }

  void strangers()
  {
    for (const auto& [key, was] : m_strangers) {
      const auto is = m_records.find(key);
      if (is == m_records.end()) {
        m_problems += text_of(key) + ", which belongs to others, is gone\n";
        continue;
      }
      const auto diff = json::diff(after_cascades(was), after_cascades(is->second));
      if (!diff.empty()) {
        m_problems += fmt::format("{}, which belongs to others, changed: {}\n", text_of(key), diff.dump());
      }
    }
  }

  const std::string& problems() const { return m_problems; }

private:
  std::optional<Key> one(const std::string& address, const std::string& type)
  {
    const auto found = m_by_address.find(address);
    if (found == m_by_address.end()) {
      m_problems += address + " is not there\n";
      return std::nullopt;
    }
    if (found->second.size() > 1) {
      m_problems += fmt::format("{} is there {} times\n", address, found->second.size());
    }
    if (found->second.front().first != type) {
      m_problems += fmt::format("{} is {}\n", address, text_of(found->second.front()));
    }
    m_met.insert(found->second.begin(), found->second.end());
    return found->second.front();
  }

  std::optional<Key> detected_set(const Key& source) const
  {
    for (const auto& [key, record] : m_records) { // in order of id: index 1 is the first
      if (is_detected(record) && record["source"] == source.second) {
        return key;
      }
    }
    return std::nullopt;
  }

  bool below_stranger(const json& record) const
  {
    return is_detected(record) && m_strangers.contains({"data_sources", record["source"].get<std::int64_t>()});
  }

  void add_set(const std::string& name, const ModelFlow& flow, const std::string& key, const ModelSet& set,
               std::map<std::string, Key>& sets)
  {
    const auto found = one(name + "/nexset/" + key, "data_sets");
    if (!found) {
      return;
    }
    sets.emplace(key, *found);
    expect(*found, set_name(name, key, set), !flow.paused);
    const auto& record = m_records.at(*found);
    expect_value(*found, "parent", record.value("set", std::int64_t{0}), sets.at(set.from).second);
    const auto container = m_records.find({"code_containers", record.value("container", std::int64_t{0})});
    const auto code = container == m_records.end() ? std::string() : container->second["fields"]["code"].dump();
    expect_value(*found, "transform", code.find('"' + set_output(set.transform) + '"') != std::string::npos, true);
  }

  void check_sink(const std::string& name, const ModelFlow& flow, const std::string& key, const ModelSink& sink,
                  const Key& parent)
  {
    const auto found = one(name + "/sink/" + key, "data_sinks");
    if (!found) {
      return;
    }
    expect(*found, sink_name(name, key, sink), !flow.paused && !sink.paused);
    const auto& record = m_records.at(*found);
    expect_value(*found, "parent", record.value("set", std::int64_t{0}), parent.second);
    expect_value(*found, "table", record["fields"]["sink_config"].value("table", ""), sink_table(sink.config));
    expect_value(*found, "credential", record.value("credential", std::int64_t{0}), std::int64_t{6031});
  }

  void expect(const Key& key, const std::string& name, bool running)
  {
    expect_value(key, "name", m_records.at(key).value("name", ""), name);
    expect_running(key, running);
  }

  void expect_running(const Key& key, bool running) { expect_value(key, "running", runs(m_records.at(key)), running); }

  template <typename T>
  void expect_value(const Key& key, const char* what, const T& found, const T& wanted)
  {
    if (found != wanted) {
      m_problems += fmt::format("{}: {} is {}, not {}\n", text_of(key), what, found, wanted);
    }
  }

  std::map<Key, json> m_records;
  const Strangers& m_strangers;
  std::map<std::string, std::vector<Key>> m_by_address;
  std::set<Key> m_met;
  std::string m_problems;
};

} // namespace

std::string marked_address(const json& record)
{
  const auto text = record.value("description", std::string());
  const auto at = text.find(k_mark);
  if (at == std::string::npos) {
    return {};
  }
  const auto begin = at + k_mark.size();
  return text.substr(begin, text.find_first_of(" ]", begin) - begin);
}

std::string check_flow(const json& dump, const Strangers& strangers, const std::string& name, const ModelFlow& flow)
{
  Checker checker(dump, strangers);
  checker.flow(name, flow);
  return checker.problems();
}

std::string check_account(const json& dump, const Strangers& strangers, const ModelProject& project)
{
  Checker checker(dump, strangers);
  for (const auto& [name, flow] : project.flows) {
    checker.flow(name, flow);
  }
  checker.nothing_else();
  checker.strangers();
  return checker.problems();
}

std::string check_duplicates(const json& dump, const Strangers& strangers)
{
  Checker checker(dump, strangers);
  checker.duplicates();
  return checker.problems();
}

std::string check_strangers(const json& dump, const Strangers& strangers)
{
  Checker checker(dump, strangers);
  checker.strangers();
  return checker.problems();
}

} // namespace flowsync::torture
