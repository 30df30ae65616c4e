#include "state/open_state.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"
#include "base/timestamp.hpp"
#include "state/folder.hpp"
#include "state/journal_file.hpp"
#include "state/lineage.hpp"
#include "state/lock_wait.hpp"
#include "state/state_file.hpp"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::state {

namespace {

namespace fs = std::filesystem;

// Which version of the shared state the folder's copy began with, and which run wrote it since.
struct Base
{
  std::string version;
  std::string run;
};

fs::path base_file(const fs::path& folder)
{
  return folder / "base.json";
}

Base read_base(const fs::path& folder)
{
  try {
    const auto json = nlohmann::json::parse(read_file(base_file(folder)).value_or("{}"), nullptr, false);
    return json.is_object() ? Base{json.value("version", ""), json.value("run", "")} : Base{};
  } catch (const std::exception&) {
    return {}; // then the copy is not used
  }
}

// Puts the shared state in the place of what the folder holds.
void replace_copy(const Folder& folder, const Stored& stored)
{
  const auto put = [&](const char* name) {
    const auto file = stored.files.find(name);
    std::error_code ignored;
    if (file != stored.files.end()) {
      write_file_atomically(folder.path / name, file->second);
    } else {
      fs::remove(folder.path / name, ignored);
    }
  };
  std::error_code error;
  const auto size = fs::file_size(folder.journal(), error);
  JournalFile(folder.journal(), error ? 0 : size).start_anew();
  put(k_state_file);
  put(k_observed_file);
}

} // namespace

OpenState::OpenState(Place place, Holder holder, Clock& clock, OpenStateOptions options)
    : m_place(std::move(place)),
      m_holder(std::move(holder)),
      m_clock(clock),
      m_options(std::move(options))
{
}

Result<std::unique_ptr<OpenState>, Problem> OpenState::open(const Place& place, const Holder& holder, Clock& clock,
                                                            OpenStateOptions options, std::stop_token stop)
{
  const auto lock_timeout = options.lock_timeout;
  std::unique_ptr<OpenState> session(new OpenState(place, holder, clock, std::move(options)));
  const auto folder = place.folder();
  try {
    create_durably(folder);
    auto local = Lock::take(Folder{folder}.lock(), holder, clock, lock_timeout, stop);
    if (!local) {
      return local.error();
    }
    if (place.shared()) {
      auto storage = open_storage(place);
      if (!storage) {
        return storage.error();
      }
      session->m_storage = std::move(storage).value();
      if (auto problem = session->take_lock(stop)) {
        return *std::move(problem);
      }
      if (auto problem = session->bring_here()) {
        return *std::move(problem);
      }
    }
    auto store = Store::open(folder, std::move(local).value());
    if (!store) {
      return store.error();
    }
    session->m_store = std::move(store).value();
  } catch (const Fatal& fatal) {
    return Problem{Problem::Kind::unreadable, fatal.what(), "applying needs write access to this folder"};
  }
  if (auto problem = check_owner(session->m_store->data(), place)) {
    return *std::move(problem);
  }
  session->m_store->belongs_to(place.project, place.environment);
  session->m_saved_serial = session->m_store->serial();
  if (place.shared()) {
    session->m_keeper = std::jthread([raw = session.get()](std::stop_token ended) { raw->keep(ended); });
  }
  return session;
}

std::optional<Problem> OpenState::take_lock(std::stop_token stop)
{
  auto token = wait_for_lock(*m_storage, m_holder, m_clock, m_options, stop);
  if (!token) {
    return token.error();
  }
  m_token = std::move(token).value();
  note_renewal(m_clock.steady(), m_clock.now());
  return std::nullopt;
}

void OpenState::note_renewal(std::chrono::steady_clock::time_point steady, WallTime wall)
{
  const std::lock_guard lock(m_renewal_mutex);
  m_renewed_steady = steady;
  m_renewed_wall = wall;
}

// For how long nobody can have seen a sign of life of this run. One clock stands still while the machine sleeps, the
// other may be set: the longer time counts.
Duration OpenState::silence() const
{
  const std::lock_guard lock(m_renewal_mutex);
  return std::chrono::duration_cast<Duration>(
      std::max<std::chrono::nanoseconds>(m_clock.steady() - m_renewed_steady, m_clock.now() - m_renewed_wall));
}

void OpenState::make_sure()
{
  if (!m_storage || m_lost.stop_requested() || silence() < m_options.times.give_up) {
    return;
  }
  const std::lock_guard lock(m_mutex);
  if (!m_lost.stop_requested() && silence() >= m_options.times.give_up) {
    renew();
  }
}

void OpenState::settled()
{
  m_unfinished.reset();
}

// What this machine could not bring to its place is still true when nobody has changed the place since.
std::optional<Problem> OpenState::bring_here()
{
  auto stored = m_storage->load({k_state_file, k_observed_file, k_run_file});
  if (!stored) {
    return stored.error();
  }
  m_version = stored->version;
  const Folder folder{m_place.folder()};
  const auto base = read_base(folder.path);
  const auto run = stored->files.find(k_run_file);
  if (run != stored->files.end()) {
    m_unfinished = parse_holder(run->second).value_or(Holder{});
  }
  const auto here = load_folder(folder);
  const bool goes_on = here && !here->data.lineage.empty() && base.version == m_version && !m_version.empty();
  if (goes_on && m_unfinished && m_unfinished->id == base.run) {
    m_unfinished.reset(); // all that it announced stands in the journal
  }
  if (!goes_on) {
    if (const auto file = stored->files.find(k_state_file); file != stored->files.end()) {
      if (const auto data = parse_state_file(file->second, m_storage->place()); !data) {
        return data.error();
      }
    }
    replace_copy(folder, *stored);
  } else {
    m_saved_serial = 0; // to be saved, whatever it holds
  }
  remember_base();
  return std::nullopt;
}

void OpenState::remember_base() const
{
  write_file_atomically(base_file(m_place.folder()),
                        nlohmann::json{{"version", m_version}, {"run", m_holder.id}}.dump() + "\n");
}

Result<std::string, Problem> OpenState::save(Changes changes, const std::string& message)
{
  const SaveNote note{m_holder.who, message, m_clock.now(), m_begun};
  auto version = m_storage->save(changes, m_version, note);
  if (version) {
    m_version = *version;
    remember_base();
  }
  return version;
}

std::optional<Problem> OpenState::begin()
{
  const std::lock_guard lock(m_mutex);
  if (!m_storage || m_begun) {
    return std::nullopt;
  }
  const auto subject = fmt::format("{} of {} has begun", m_holder.what, m_place.environment);
  const auto version =
      save({{k_run_file, holder_text(m_holder)}}, fmt::format("{}\n\n{}\n", subject, words_for(m_holder)));
  if (!version) {
    return version.error();
  }
  m_begun = true;
  return std::nullopt;
}

void OpenState::keep(std::stop_token stop)
{
  while (m_clock.sleep(m_options.times.renew_every, stop) && !m_lost.stop_requested()) {
    const std::lock_guard lock(m_mutex);
    if (!stop.stop_requested()) {
      renew();
    }
  }
}

void OpenState::renew()
{
  const bool was_silent = silence() >= m_options.times.give_up;
  m_holder.renewed_at = format_timestamp(m_clock.now());
  const auto began = m_clock.steady();
  const auto began_wall = m_clock.now();
  auto token = m_storage->lock(m_holder, m_token);
  std::optional<Problem> problem = token ? std::nullopt : std::optional(token.error());
  if (token) {
    m_token = *token;
    note_renewal(began, began_wall);
    const auto serial = m_store->serial();
    // Where a lock cannot be renewed, only a save tells whether it is still held.
    if (m_begun && (serial != m_saved_serial || (!m_storage->renews() && was_silent))) {
      const auto subject = fmt::format("{} of {} goes on", m_holder.what, m_place.environment);
      const auto saved = save({{k_state_file, state_file_text(m_store->data())}, {k_run_file, holder_text(m_holder)}},
                              fmt::format("{}\n\n{}\n", subject, words_for(m_holder)));
      if (saved) {
        m_saved_serial = serial;
      } else {
        problem = saved.error();
      }
    }
  }
  const bool taken = problem && (problem->kind == Problem::Kind::locked || problem->kind == Problem::Kind::moved);
  if (taken || (problem && silence() >= m_options.times.give_up)) {
    m_why_lost = taken ? fmt::format("another run has taken the lock of {}", m_storage->place()) : problem->text;
    m_lost.request_stop();
  }
}

std::string OpenState::why_lost() const
{
  const std::lock_guard lock(m_mutex);
  return m_why_lost;
}

void OpenState::put(const std::string& path, std::string text)
{
  const std::lock_guard lock(m_mutex);
  if (!m_storage) {
    write_file_atomically(m_place.folder() / path, text);
  } else {
    m_more.insert_or_assign(path, std::move(text));
  }
}

fs::path OpenState::saved_as() const
{
  return Folder{m_place.folder()}.state_file();
}

std::optional<Problem> OpenState::finish(const std::string& message)
{
  const auto unwritten = m_store->compact();
  if (!m_storage) {
    m_finished = true;
    return unwritten ? std::optional(Problem{Problem::Kind::unreadable, *unwritten, ""}) : std::nullopt;
  }
  const std::lock_guard lock(m_mutex);
  if (m_finished) {
    return std::nullopt;
  }
  const auto serial = m_store->serial();
  if (!m_begun && serial == m_saved_serial && m_more.empty()) {
    m_finished = true;
    return std::nullopt; // nothing to say
  }
  Changes changes = m_more;
  changes[k_state_file] = state_file_text(m_store->data());
  changes[k_run_file] = m_unfinished ? std::optional(holder_text(*m_unfinished)) : std::nullopt;
  if (auto observed = read_file(Folder{m_place.folder()}.observed())) {
    changes[k_observed_file] = *std::move(observed);
  }
  constexpr int k_tries = 4;
  Duration pause{500};
  for (int tried = 1;; ++tried, pause *= 3) {
    const auto version = save(changes, message);
    if (version) {
      m_saved_serial = serial;
      m_finished = true;
      return std::nullopt;
    }
    if (version.error().kind != Problem::Kind::unreachable || tried == k_tries) {
      return version.error();
    }
    m_clock.sleep(pause, {});
  }
}

OpenState::~OpenState()
try {
  if (m_keeper.joinable()) {
    m_keeper.request_stop();
    m_keeper.join();
  }
  if (m_begun && !m_finished && m_why_lost.empty()) {
    // Stopped by an error: what is open is part of the state, so others need not wonder.
    static_cast<void>(
        finish(fmt::format("{} of {} ended early\n\n{}\n", m_holder.what, m_place.environment, words_for(m_holder))));
  }
  if (m_storage && !m_token.empty() && !m_why_lost.starts_with("another")) {
    static_cast<void>(m_storage->unlock(m_token)); // should it fail, the lock is taken over in time
  }
} catch (const std::exception&) { // a full disk: the journal and the place are as they were
}

} // namespace flowsync::state
