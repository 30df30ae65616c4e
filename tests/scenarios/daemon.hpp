#pragma once

#include "scenarios/workspace.hpp"

#include <chrono>
#include <csignal>
#include <functional>
#include <future>
#include <thread>

namespace flowsync::scenarios {

// Whether it comes true within `seconds`.
inline bool eventually(const std::function<bool()>& condition, int seconds = 60)
{
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) {
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

// The real program, running beside the test until it is told to end.
class Daemon
{
public:
  Daemon(Workspace& workspace, std::vector<std::string> words) : Daemon(workspace, std::move(words), {}) {}
  // With further variables.
  Daemon(Workspace& workspace, std::vector<std::string> words, const std::map<std::string, std::string>& more)
  {
    auto variables = workspace.environment;
    for (const auto& [name, value] : more) {
      variables[name] = value;
    }
    std::promise<int> started;
    auto process = started.get_future();
    m_ran = std::async(std::launch::async, [words = std::move(words), variables, root = workspace.root(),
                                            started = std::move(started)]() mutable {
      return run_program(words, variables, root, 0, [&](int id) { started.set_value(id); });
    });
    m_process = process.get();
  }
  ~Daemon()
  {
    if (m_ran.valid()) {
      end(SIGKILL);
    }
  }
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  void signal(int number) const { ::kill(m_process, number); }
  // Waits for its end by itself.
  Ran ended() { return m_ran.get(); }
  Ran end(int number = SIGTERM)
  {
    signal(number);
    return m_ran.get();
  }

private:
  std::future<Ran> m_ran;
  int m_process = 0;
};

// How often `word` stands in `text`.
inline std::size_t times(const std::string& text, const std::string& word)
{
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + word.size())) {
    ++count;
  }
  return count;
}

} // namespace flowsync::scenarios
