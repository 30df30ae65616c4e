#pragma once

#include "program.hpp"
#include "quiet_clock.hpp"
#include "sim/server.hpp"
#include "support/temporary_folder.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace flowsync::torture {

using scenarios::Ran;

struct StageOptions
{
  std::map<std::string, std::string> switches; // of the simulator
  sim::Watcher watcher;
  QuietClock* clock = nullptr; // null: the machine's
  bool keep_account = true;    // in a file, so that it can be saved and restored
};

// A project folder, an account simulated in this process, and ways to run flowsync against it: the real program, or
// inside this process with a clock of its own. All below one folder, which disappears with the stage.
class Stage
{
public:
  explicit Stage(StageOptions options = {});
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // Files of the project, by path relative to its root. `@URL@` in a text stands for the account's address.
  void write(const std::string& path, const std::string& text);
  std::string read(const std::string& path) const;
  void remove(const std::string& path);
  // Replaces the one place where `from` stands; throws when it stands nowhere or twice.
  void edit(const std::string& path, const std::string& from, const std::string& to);
  std::filesystem::path project() const { return m_root / "project"; }

  // The real program. `started` is told its process id. Both kinds of run throw when they show the key.
  Ran run(const std::vector<std::string>& words, const std::function<void(int)>& started = {});
  // flowsync::cli inside this process, on the stage's clock. `stop` interrupts it as Ctrl-C would.
  Ran run_inside(const std::vector<std::string>& words, std::stop_token stop = {});

  // From here on flowsync's clock, inside this process, shows so much more than the account's.
  void skew(Duration by) { m_skew = by; }

  sim::Server& account() { return *m_server; }
  nlohmann::json dump() { return m_server->call("GET", "/_sim/dump"); }
  // As somebody does it in the UI, with the token of user 42. Throws std::runtime_error when it is refused.
  nlohmann::json api(const std::string& method, const std::string& path, const nlohmann::json& body = nullptr);
  std::string log_in(); // the token of a new session of that user
  void set(const std::map<std::string, std::string>& switches);

  // The account, project and state as they are now, under a name of this stage or in another folder; and back. The
  // account is closed meanwhile, so that nothing is in flight.
  void save(const std::filesystem::path& folder);
  void restore(const std::filesystem::path& folder);
  std::filesystem::path saved(const std::string& name) const { return m_root / "saved" / name; }

  std::map<std::string, std::string> environment; // of the program

private:
  // The run as it is; throws std::runtime_error when it showed the key or left it in a file.
  Ran searched(Ran ran) const;
  void open();
  void close();

  StageOptions m_options;
  testing::TemporaryFolder m_folder;
  const std::filesystem::path& m_root = m_folder.folder();
  std::map<std::string, std::string> m_texts; // of the project's files that name the address
  SystemClock m_real_clock;
  Duration m_skew{0};
  std::unique_ptr<sim::Server> m_server;
};

} // namespace flowsync::torture
