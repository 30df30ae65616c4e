#pragma once

#include "cli/run.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
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

// A folder of its own, removed at the end, and a program run inside it.
class Sandbox
{
public:
  Sandbox()
      : m_folder(std::filesystem::temp_directory_path() /
                 ("flowsync-cli-" + std::to_string(std::random_device{}()) + std::to_string(std::random_device{}())))
  {
    std::filesystem::create_directories(m_folder);
  }
  ~Sandbox()
  {
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
  }
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  const std::filesystem::path& folder() const { return m_folder; }

  void write(const std::string& path, const std::string& text) const
  {
    std::filesystem::create_directories((m_folder / path).parent_path());
    std::ofstream(m_folder / path, std::ios::binary) << text;
  }

  std::string read(const std::string& path) const
  {
    std::ifstream file(m_folder / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

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
    const cli::Surroundings surroundings{out,
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
                                         m_folder,
                                         stop.get_token(),
                                         clock};
    const int exit = cli::run(words, surroundings);
    return {exit, out.str(), err.str()};
  }

  std::map<std::string, std::string> environment{{"TERM", "dumb"}};
  std::deque<std::string> answers; // what a person types
  bool terminal = false;
  std::stop_source stop;

private:
  std::filesystem::path m_folder;
};

} // namespace flowsync::testing
