#pragma once

#include "base/atomic_file.hpp"
#include "base/clock.hpp"
#include "state/store.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>

namespace flowsync::state {

// An empty folder for one test, as that of a state; goes away with it.
class StateFolder
{
public:
  const std::filesystem::path& path() const { return m_folder.folder(); }
  Folder folder() const { return {path()}; }

private:
  testing::TemporaryFolder m_folder;
};

// Time that passes only while the thread sleeps that made the clock. Other threads that sleep wait for that.
class SharedClock final : public Clock
{
public:
  WallTime now() override { return WallTime{} + std::chrono::hours{24 * 365 * 50} + passed(); }
  std::chrono::steady_clock::time_point steady() override { return std::chrono::steady_clock::time_point{} + passed(); }
  bool sleep(Duration duration, std::stop_token stop) override
  {
    std::unique_lock lock(m_mutex);
    if (std::this_thread::get_id() == m_maker) {
      m_passed += duration;
      m_moved.notify_all();
    } else {
      m_moved.wait(lock, stop, [this, due = m_passed + duration] { return m_passed >= due; });
    }
    return !stop.stop_requested();
  }
  Duration passed() const
  {
    const std::lock_guard lock(m_mutex);
    return m_passed;
  }

private:
  const std::thread::id m_maker = std::this_thread::get_id();
  mutable std::mutex m_mutex; // guards all below
  std::condition_variable_any m_moved;
  Duration m_passed{0};
};

inline void write_raw(const std::filesystem::path& file, std::string_view text)
{
  std::ofstream(file, std::ios::binary) << text;
}

inline std::string read_raw(const std::filesystem::path& file)
{
  return read_file(file).value_or("");
}

inline Address address(std::string_view text)
{
  const auto parsed = Address::parse(text);
  REQUIRE(parsed);
  return *parsed;
}

// A record as apply would leave it.
inline Record sample_record(std::string_view where, ResourceId id)
{
  Record record;
  record.address = address(where);
  record.type = record.address.kind;
  record.id = id;
  record.applied = {{"name", "Orders"}, {"source_config", {{"start.cron", "0 0 * * * ? *"}, {"n", 9007199254740993}}}};
  record.observed = {{"name", "Orders"}, {"source_config", {{"start.cron", "0 0 * * * ? *"}, {"mode", "none"}}}};
  record.not_kept = {"/source_config/a~1b"};
  record.deferred = {"/source_config/key"};
  record.updated_at = "2026-11-22T09:41:17.250Z";
  record.observed_credential = 6027;
  record.settled = true;
  record.read_at = "2026-11-22T09:41:20.000Z";
  return record;
}

inline std::unique_ptr<Store> open_store(const StateFolder& folder, Clock& clock)
{
  auto opened = Store::open(folder.path(), this_process("test", "", "", clock.now()), clock, Duration{0}, {});
  REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().text));
  return std::move(opened).value();
}

inline StateData load(const StateFolder& folder)
{
  auto loaded = Store::load(folder.path());
  REQUIRE_MESSAGE(loaded.ok(), (loaded.ok() ? "" : loaded.error().text));
  return std::move(loaded).value();
}

} // namespace flowsync::state
