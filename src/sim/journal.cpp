#include "sim/journal.hpp"

#include "base/own_file.hpp"

#include <fmt/format.h>

#include <sys/file.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <stdexcept>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr int k_version = 1;

std::runtime_error file_error(const std::string& what, const std::filesystem::path& file)
{
  return std::runtime_error(
      fmt::format("cannot {} the simulator's data file {}: {}", what, file.string(), std::strerror(errno)));
}

std::string line_of(const World::Changes& changes, const std::vector<Id>& counters)
{
  json line{{"next", counters}};
  for (const auto& object : changes.put) {
    line["put"].push_back(to_record(*object));
  }
  for (const auto& ref : changes.erased) {
    line["del"].push_back({path_of(ref.kind), ref.id});
  }
  return line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

void apply_line(const json& line, World& world)
{
  for (const auto& record : line.value("put", json::array())) {
    world.put(from_record(record));
  }
  for (const auto& gone : line.value("del", json::array())) {
    if (const auto kind = kind_of_path(gone.at(0).get<std::string>())) {
      world.erase(*kind, gone.at(1).get<Id>());
    }
  }
  world.restore_counters(line.value("next", std::vector<Id>()));
  world.commit();
}

} // namespace

Journal::Journal(const std::filesystem::path& file, World& world, Clock& clock, Duration patience) : m_file(file)
{
  if (file.has_parent_path()) {
    create_own_folder(file.parent_path());
  }
  take_lock(clock, patience);
  try {
    replay(world);
    open_for_append();
  } catch (...) {
    ::close(m_lock);
    throw;
  }
}

Journal::~Journal()
{
  if (m_out >= 0) {
    ::close(m_out);
  }
  ::close(m_lock);
}

void Journal::take_lock(Clock& clock, Duration patience)
{
  const auto path = m_file.string() + ".lock";
  m_lock = open_own_file(path, OwnUse::lock).release();
  if (m_lock < 0) {
    throw file_error("lock", m_file);
  }
  const auto end = clock.steady() + patience;
  while (::flock(m_lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      const auto error = file_error("lock", m_file);
      ::close(m_lock);
      throw error;
    }
    if (clock.steady() >= end) {
      ::close(m_lock);
      throw std::runtime_error(fmt::format(
          "another process is using the simulator's data file {}{}; to share an account, run one `flowsync "
          "sim --data FILE` and give everybody its address as `nexla.url`",
          m_file.string(), patience.count() > 0 ? fmt::format(" (waited {} s)", patience.count() / 1000) : ""));
    }
    clock.sleep(Duration(50), {});
  }
}

void Journal::replay(World& world)
{
  auto content = read_own_file(m_file);
  if (!content) {
    m_fresh = true;
    compact(world);
    return;
  }
  std::istringstream in(*std::move(content));
  std::string text;
  std::size_t number = 0;
  bool torn = false;
  while (std::getline(in, text)) {
    ++number;
    if (in.eof()) { // no line break: the last write was cut, its reply never left
      torn = true;
      break;
    }
    try {
      const auto line = json::parse(text);
      if (number == 1 && line.value("flowsync_sim", 0) != k_version) {
        throw std::runtime_error("not written by this simulator");
      }
      apply_line(line, world);
    } catch (const std::exception& error) {
      throw std::runtime_error(
          fmt::format("cannot read the simulator's data file {}: line {}: {}", m_file.string(), number, error.what()));
    }
    m_size += text.size() + 1;
    ++m_lines;
  }
  if (number == 0 || (torn && m_lines == 0)) { // cut before its first line was complete
    m_fresh = true;
    compact(world);
    return;
  }
  if (m_lines == 1 && world.counters() == World().counters()) {
    m_fresh = true; // killed between the first line and the first transaction
  }
  std::size_t objects = 0;
  for (const auto kind : k_kinds) {
    objects += world.all(kind).size();
  }
  if (torn || m_lines > 2 * objects + 1000) {
    compact(world);
  }
}

void Journal::compact(const World& world)
{
  std::string text = json{{"flowsync_sim", k_version}, {"next", world.counters()}}.dump() + "\n";
  std::size_t lines = 1;
  for (const auto kind : k_kinds) {
    for (const auto& [id, object] : world.all(kind)) {
      text += line_of({{object}, {}}, world.counters());
      ++lines;
    }
  }
  write_own_file(m_file, text, Durable::no);
  m_size = text.size();
  m_lines = lines;
}

void Journal::open_for_append()
{
  m_out = open_own_file(m_file, OwnUse::append).release();
  if (m_out < 0) {
    throw file_error("write", m_file);
  }
}

void Journal::append(const World& world)
{
  const auto line = line_of(world.changes(), world.counters());
  if (!write_fully(m_out, line)) {
    const auto error = file_error("write", m_file);
    if (::ftruncate(m_out, static_cast<off_t>(m_size)) != 0) {
      throw file_error("repair", m_file);
    }
    throw error;
  }
  m_size += line.size();
  ++m_lines;
}

} // namespace flowsync::sim
