#include "scene.hpp"

#include <atomic>
#include <chrono>
#include <deque>
#include <thread>

// Others work on the same account while flowsync plans and applies.

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

// Makes twenty sinks and sources a second, and deletes them again a little later, until it is destroyed.
class Strangers
{
public:
  Strangers(Workspace& workspace, bool deleting)
      : m_workspace(workspace),
        m_deleting(deleting),
        m_set(workspace.only("data_sets", "Web orders, clean").at("id").get<std::int64_t>()),
        m_thread([this](const std::stop_token& stop) { work(stop); })
  {
  }
  ~Strangers()
  {
    m_thread.request_stop();
    m_thread.join();
    CHECK(m_made > 10);
  }
  Strangers(const Strangers&) = delete;
  Strangers& operator=(const Strangers&) = delete;

private:
  void work(const std::stop_token& stop)
  {
    auto next = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
      const bool sink = m_made % 2 == 0;
      const json body = sink ? json{{"name", "Theirs"},
                                    {"sink_type", "gcs"},
                                    {"sink_config", {{"path", "theirs"}, {"data_format", "json"}}},
                                    {"data_credentials_id", 6028},
                                    {"data_set_id", m_set}}
                             : json{{"name", "Theirs"},
                                    {"source_type", "s3"},
                                    {"data_credentials_id", 6027},
                                    {"source_config", {{"path", "theirs"}}}};
      const std::string path = sink ? "/data_sinks" : "/data_sources";
      const auto id = m_workspace.api("POST", path, body).at("id").get<std::int64_t>();
      m_alive.push_back(path + "/" + std::to_string(id));
      ++m_made;
      if (m_deleting && m_alive.size() > 20) {
        m_workspace.api("DELETE", m_alive.front());
        m_alive.pop_front();
      }
      next += std::chrono::milliseconds{50};
      std::this_thread::sleep_until(next);
    }
  }

  Workspace& m_workspace;
  bool m_deleting;
  std::int64_t m_set;
  int m_made = 0;
  std::deque<std::string> m_alive;
  std::jthread m_thread; // last, so that it begins when the rest is there
};

} // namespace

TEST_CASE("strangers who make and delete resources all the time stop no create and double nothing")
{
  const SwitchValues small_pages{{"page_size", "5"}, {"page_cap", "5"}};
  const SwitchValues oldest_first{{"page_size", "5"}, {"page_cap", "5"}, {"list_order", "oldest"}};
  for (const auto& switches : {SwitchValues{}, small_pages, oldest_first}) {
    for (const bool deleting : {false, true}) {
      CAPTURE(switches.size());
      CAPTURE(deleting);
      Workspace workspace(switches);
      workspace.remove(flowsync::torture::k_people_file);
      workspace.apply_well();
      workspace.write(flowsync::torture::k_people_file, flowsync::torture::k_people_text);
      workspace.write("environments/base/lookups/zones.yaml",
                      "apiVersion: flowsync/v1\nkind: Lookup\nmetadata: {name: zones}\nspec: {primary_key: zone, "
                      "entries: [{zone: a, name: A}]}\n");
      {
        const Strangers strangers(workspace, deleting);
        std::this_thread::sleep_for(std::chrono::milliseconds{700});
        workspace.apply_well();
        const auto again = workspace.apply();
        CHECK_MESSAGE(again.exit == 0, again.out << again.err);
        std::filesystem::remove_all(workspace.root() / ".flowsync" / "state");
        const auto without = workspace.apply();
        CHECK_MESSAGE(without.exit == 0, without.out << without.err);
      }
      CHECK(workspace.live("data_sources", "People").size() == 1);
      CHECK(workspace.live("data_sinks", "People two").size() == 1);
      CHECK(workspace.live("data_sinks", "WEB_ORDERS").size() == 1);
      CHECK(ends_with_no_changes(workspace.plan()));
    }
  }
}
