#pragma once

#include "cli/run.hpp"
#include "support/temporary_folder.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <sstream>
#include <string>

namespace flowsync::testing {

// Real time, but whoever sleeps is let go at once and finds the time moved on.
class HurriedClock final : public Clock
{
public:
  WallTime now() override
  {
    const std::lock_guard lock(m_mutex);
    return std::chrono::system_clock::now() + m_skipped;
  }
  std::chrono::steady_clock::time_point steady() override
  {
    const std::lock_guard lock(m_mutex);
    return std::chrono::steady_clock::now() + m_skipped;
  }
  bool sleep(Duration duration, std::stop_token stop) override
  {
    const std::lock_guard lock(m_mutex);
    m_skipped += duration;
    return !stop.stop_requested();
  }

private:
  std::mutex m_mutex;
  Duration m_skipped{0};
};

struct Ran
{
  int exit = -1;
  std::string out;
  std::string err;

  nlohmann::json json() const { return nlohmann::json::parse(out); }
};

// A folder of its own, and a program run inside it.
class Sandbox : public TemporaryFolder
{
public:
  // Replaces the first `from` in a file.
  void edit(const std::string& path, const std::string& from, const std::string& to) const
  {
    auto text = read(path);
    text.replace(text.find(from), from.size(), to);
    write(path, text);
  }

  Ran run(const std::vector<std::string>& words)
  {
    std::ostringstream out;
    std::ostringstream err;
    HurriedClock clock;
    const usecase::Surroundings surroundings{out,
                                             err,
                                             [this](std::stop_token) -> std::optional<std::string> {
                                               if (answers.empty()) {
                                                 return std::nullopt;
                                               }
                                               auto answer = answers.front();
                                               answers.pop_front();
                                               return answer;
                                             },
                                             terminal,
                                             terminal,
                                             false,
                                             80,
                                             environment,
                                             folder(),
                                             stop.get_token(),
                                             clock,
                                             {},
                                             [this](std::size_t most) { return input.substr(0, most); }};
    const int exit = cli::run(words, surroundings);
    return {exit, out.str(), err.str()};
  }

  std::map<std::string, std::string> environment{{"TERM", "dumb"}};
  std::deque<std::string> answers; // what a person types
  std::string input;               // what a pipe brings
  bool terminal = false;
  std::stop_source stop;
};

} // namespace flowsync::testing
