#include "model_actor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

// What people do in the UI, and what becomes of the state meanwhile.

namespace flowsync::torture {

using nlohmann::json;

namespace {

constexpr const char* k_kept = "kept-state";

std::string state_folder(const Stage& stage)
{
  return (stage.project() / ".flowsync" / "state").string();
}

std::string path_to(const json& record)
{
  return fmt::format("/{}/{}", record.at("kind").get<std::string>(), record.at("id").get<std::int64_t>());
}

} // namespace

std::vector<json> ModelActor::owned(const std::string& type)
{
  std::vector<json> found;
  for (const auto& [key, record] : records_of(m_stage.dump())) {
    const auto address = marked_address(record);
    const bool wanted = m_project.flows.contains(address.substr(0, address.find('/')));
    if (key.first == type && wanted && !record.contains("copied") && !m_strangers.contains(key)) {
      found.push_back(record);
    }
  }
  return found;
}

void ModelActor::edit_live()
{
  const bool source = draw(2) == 0;
  const auto all = owned(source ? "data_sources" : "data_sinks");
  if (all.empty()) {
    return;
  }
  const auto& record = all[draw(all.size())];
  const json config = source ? json{{"path", "by-hand"}} : json{{"table", "BY_HAND"}, {"outside", ++m_counter}};
  const json edit = draw(3) == 0 ? json{{"name", fmt::format("By hand {}", ++m_counter)}}
                                 : json{{source ? "source_config" : "sink_config", config}};
  m_stage.account().call("PATCH", "/_sim/resources" + path_to(record), edit);
  say("UI: edit " + path_to(record) + " " + edit.dump());
}

void ModelActor::toggle_live()
{
  const std::array<const char*, 3> types{"data_sources", "data_sets", "data_sinks"};
  const auto all = owned(types[draw(types.size())]);
  if (all.empty() || m_disturbed) { // a restoration that is still open would win over what is done here
    return;
  }
  const auto& record = all[draw(all.size())];
  // A verb of the UI reaches what hangs below as well; what belongs to nobody there changes with it.
  const auto before = records_of(m_stage.dump());
  const std::string verb = runs(record) ? "/flow/pause" : "/flow/activate";
  m_stage.api("PUT", path_to(record) + verb);
  for (int look = 0; look < 3; ++look) { // if it is to detect something, then now, and not in the middle of an apply
    m_stage.api("GET", path_to(record));
  }
  for (const auto& [key, now] : records_of(m_stage.dump())) {
    if (m_strangers.contains(key) && before.at(key) != now) {
      m_strangers[key] = now;
    }
  }
  say("UI: " + path_to(record) + verb);
}

void ModelActor::delete_live_sink()
{
  const auto all = owned("data_sinks");
  if (all.empty()) {
    return;
  }
  const auto& record = all[draw(all.size())];
  if (runs(record)) {
    m_stage.api("PUT", path_to(record) + "/flow/pause");
  }
  m_stage.api("DELETE", path_to(record));
  say("UI: delete " + path_to(record));
}

void ModelActor::copy_live()
{
  const auto all = owned("data_sources");
  constexpr std::size_t k_most_copies = 3;
  const auto dump = records_of(m_stage.dump());
  const auto copies = std::count_if(dump.begin(), dump.end(), [](const auto& item) {
    return item.first.first == "data_sources" && item.second.contains("copied");
  });
  if (all.empty() || static_cast<std::size_t>(copies) >= k_most_copies) {
    return;
  }
  const auto& record = all[draw(all.size())];
  m_stage.api("POST", path_to(record) + "/copy", {{"reuse_data_credentials", true}});
  for (const auto& [key, now] : records_of(m_stage.dump())) {
    if (!dump.contains(key)) {
      m_strangers.emplace(key, now);
    }
  }
  say("UI: copy " + path_to(record));
}

// Only the state knows this one until the next apply writes the mark again.
void ModelActor::drop_mark()
{
  const auto all = owned("data_sinks");
  if (all.empty() || m_forgotten) {
    return;
  }
  const auto& record = all[draw(all.size())];
  if (record.value("name", "").starts_with("By hand")) { // without its name as well it is nobody's
    return;
  }
  m_stage.account().call("PATCH", "/_sim/resources" + path_to(record), {{"description", "by hand"}});
  m_unmarked = true;
  say("UI: drop the mark of " + path_to(record));
}

void ModelActor::forget_state()
{
  if (m_unmarked) {
    return;
  }
  std::filesystem::remove_all(state_folder(m_stage));
  m_forgotten = true;
  say("the state is lost");
}

void ModelActor::keep_state()
{
  if (m_unmarked) {
    return;
  }
  const auto kept = m_stage.saved(k_kept);
  std::filesystem::remove_all(kept);
  std::filesystem::create_directories(kept);
  if (std::filesystem::exists(state_folder(m_stage))) {
    std::filesystem::copy(state_folder(m_stage), kept, std::filesystem::copy_options::recursive);
  }
  say("a copy of the state is kept");
}

void ModelActor::bring_back_state()
{
  const auto kept = m_stage.saved(k_kept);
  if (m_unmarked || !std::filesystem::exists(kept)) {
    return;
  }
  std::filesystem::remove_all(state_folder(m_stage));
  std::filesystem::create_directories(state_folder(m_stage));
  std::filesystem::copy(kept, state_folder(m_stage), std::filesystem::copy_options::recursive);
  m_forgotten = true;
  say("the copy of the state is back");
}

} // namespace flowsync::torture
