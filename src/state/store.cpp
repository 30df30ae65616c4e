#include "state/store.hpp"

#include "base/atomic_file.hpp"
#include "base/digest.hpp"
#include "base/fatal.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "state/journal.hpp"
#include "state/lineage.hpp"
#include "state/state_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace flowsync::state {

namespace {

// Below this the journal is not worth a rewrite; above it grows to the size of the state file before one, so that
// rewriting costs a constant share.
constexpr std::size_t k_smallest_rewrite = 4U << 20U;

[[noreturn]] void throw_unrecorded(const Change& change, std::size_t more, const Folder& folder,
                                   const std::string& reason, bool changed_service)
{
  const auto where = fmt::format("{}: {}", folder.journal().string(), reason);
  if (std::holds_alternative<Intended>(change)) {
    throw Fatal(fmt::format("{} was not created, because that could not be announced in {}", describe(change), where),
                changed_service ? ExitCode::partial : ExitCode::error,
                "nothing was sent for it; free some disk space and run the command again");
  }
  const auto what = more == 0 ? describe(change) : fmt::format("{} and {} more", describe(change), more);
  throw Fatal(fmt::format("what was done for {} could not be recorded in {}", what, where),
              changed_service ? ExitCode::partial : ExitCode::error,
              "all that was recorded before is safe; free some disk space and run the command again: what was made is "
              "found by its mark and not made twice");
}

} // namespace

Result<StateData, Problem> Store::load(const std::filesystem::path& folder)
{
  auto loaded = load_folder({folder});
  if (!loaded) {
    return loaded.error();
  }
  return std::move(loaded).value().data;
}

Result<std::unique_ptr<Store>, Problem> Store::open(const std::filesystem::path& path, const Holder& holder,
                                                    Clock& clock, Duration lock_timeout, std::stop_token stop)
{
  try {
    create_durably(path);
    auto lock = Lock::take(Folder{path}.lock(), holder, clock, lock_timeout, stop);
    return lock ? open(path, std::move(lock).value()) : lock.error();
  } catch (const Fatal& fatal) {
    return Problem{Problem::Kind::unreadable, fatal.what(), "applying needs write access to this folder"};
  }
}

Result<std::unique_ptr<Store>, Problem> Store::open(const std::filesystem::path& path, Lock lock)
{
  const Folder folder{path};
  try {
    auto loaded = load_folder(folder);
    if (!loaded) {
      return loaded.error();
    }
    return std::unique_ptr<Store>(new Store(folder, std::move(lock), std::move(loaded).value()));
  } catch (const Fatal& fatal) {
    return Problem{Problem::Kind::unreadable, fatal.what(), "applying needs write access to this folder"};
  }
}

Store::Store(Folder folder, Lock lock, Loaded loaded)
    : m_folder(std::move(folder)),
      m_lock(std::move(lock)),
      m_data(std::move(loaded.data)),
      m_journal(m_folder.journal(), loaded.journal_bytes),
      m_state_file_bytes(loaded.state_file_bytes),
      m_rewrite_at(std::max(k_smallest_rewrite, loaded.state_file_bytes))
{
  m_flushed_serial = m_data.serial;
  if (m_data.lineage.empty()) {
    m_data.lineage = new_lineage();
  }
  if (loaded.replayed == 0 && m_journal.bytes() > 0) { // left by a run that ended while it emptied the journal
    m_journal.start_anew();
  }
}

void Store::belongs_to(const std::string& project, const std::string& environment)
{
  const std::lock_guard lock(m_mutex);
  if (!project.empty()) {
    m_data.project = project;
    m_data.environment = environment;
  }
}

StateData Store::data() const
{
  const std::lock_guard lock(m_mutex);
  return m_data;
}

std::uint64_t Store::serial() const
{
  const std::lock_guard lock(m_mutex);
  return m_data.serial;
}

std::optional<Record> Store::find(const Address& address) const
{
  const std::lock_guard lock(m_mutex);
  const auto found = m_data.records.find(address);
  return found != m_data.records.end() ? std::optional(found->second) : std::nullopt;
}

void Store::record(Record record)
{
  commit({Recorded{std::move(record)}});
}

void Store::record(std::vector<Record> records)
{
  std::vector<Change> changes;
  changes.reserve(records.size());
  for (auto& record : records) {
    changes.emplace_back(Recorded{std::move(record)});
  }
  commit(std::move(changes));
}

void Store::forget(const Address& address)
{
  commit({Forgotten{address}});
}

void Store::intent(Intent intent)
{
  commit({Intended{std::move(intent)}});
}

void Store::settle(const Address& address)
{
  commit({Settled{address}});
}

void Store::restoration(Restoration restoration)
{
  commit({Cascaded{std::move(restoration)}});
}

void Store::restored(const Address& cause)
{
  commit({Restored{cause}});
}

void Store::fact(std::string fact)
{
  {
    const std::lock_guard lock(m_mutex);
    if (m_data.facts.contains(fact)) {
      return;
    }
  }
  commit({Learnt{std::move(fact)}});
}

void Store::applied(Identity identity, std::string commit_id, std::string commit_time, WallTime time)
{
  commit({Applied{std::move(identity), std::move(commit_id), std::move(commit_time), format_timestamp(time)}});
}

void Store::completed(std::string commit_id, WallTime time)
{
  commit({Completed{std::move(commit_id), format_timestamp(time)}});
}

// An intent that were lost would let its resource be made twice, a lost cascade leave others paused. All else the next
// run sees in the service, or learns again (decision 016).
Store::Reach Store::needed_reach(const Change& change)
{
  return std::holds_alternative<Intended>(change) || std::holds_alternative<Cascaded>(change) ? Reach::disk
                                                                                              : Reach::journal;
}

void Store::commit(std::vector<Change> changes)
{
  if (changes.empty()) {
    return;
  }
  std::vector<std::string> encoded;
  encoded.reserve(changes.size());
  std::transform(changes.begin(), changes.end(), std::back_inserter(encoded),
                 [](const Change& change) { return encode(change); });
  const auto more = changes.size() - 1;
  const auto first = changes.front();
  const auto reach = needed_reach(first);

  std::unique_lock lock(m_mutex);
  std::optional<Intent> before;
  if (const auto* const intended = std::get_if<Intended>(&first)) {
    const auto found = m_data.intents.find(intended->intent.address);
    before = found != m_data.intents.end() ? std::optional(found->second) : std::nullopt;
  }
  for (std::size_t i = 0; i < changes.size(); ++i) {
    m_pending.push_back({++m_last_ticket, std::move(encoded[i])});
    apply(m_data, std::move(changes[i]));
  }
  const auto ticket = m_last_ticket;
  m_changed_service = m_changed_service || std::holds_alternative<Recorded>(first) ||
                      std::holds_alternative<Forgotten>(first) || std::holds_alternative<Cascaded>(first);
  while (ticket_at(reach) < ticket) {
    if (m_writing) {
      m_written.wait(lock);
      continue;
    }
    if (!(m_journal_reliable ? append_pending(lock, reach) : rewrite(lock))) {
      if (const auto* const intended = std::get_if<Intended>(&first)) {
        take_back(ticket, intended->intent, std::move(before));
      }
      throw_unrecorded(first, more, m_folder, m_failure, m_changed_service);
    }
  }
  if (!m_writing && m_journal.bytes() > m_rewrite_at && !rewrite(lock)) {
    m_rewrite_at = m_journal.bytes() * 2; // all is in the journal, and appending still works
  }
}

bool Store::append_pending(std::unique_lock<std::mutex>& lock, Reach reach)
{
  std::string lines;
  auto serial = m_data.serial;
  const auto count = m_pending.size();
  for (const auto& pending : m_pending) {
    lines += journal_line(m_data.lineage, ++serial, m_flushed_serial, pending.encoded);
  }
  const auto last_ticket = m_last_ticket;
  m_writing = true;
  lock.unlock();
  auto outcome = m_journal.append(lines);
  if (outcome == JournalFile::Outcome::done && reach == Reach::disk) {
    outcome = m_journal.flush();
  }
  const int reason = errno;
  lock.lock();
  m_writing = false;
  m_written.notify_all();
  if (outcome != JournalFile::Outcome::done) {
    m_failure = std::strerror(reason);
    m_journal_reliable = outcome == JournalFile::Outcome::refused;
    return false;
  }
  m_pending.erase(m_pending.begin(), m_pending.begin() + static_cast<std::ptrdiff_t>(count));
  m_data.serial = serial;
  m_written_ticket = last_ticket;
  if (reach == Reach::disk) {
    m_durable_ticket = last_ticket;
    m_flushed_serial = serial;
  }
  return true;
}

bool Store::rewrite(std::unique_lock<std::mutex>& lock)
{
  const auto count = m_pending.size();
  m_data.serial += count;
  const auto text = state_file_text(m_data);
  const auto last_ticket = m_last_ticket;
  m_writing = true;
  lock.unlock();
  std::string failure;
  bool replaced = false;
  bool emptied = false;
  try {
    write_file_atomically(m_folder.state_file(), text);
    replaced = true;
    m_journal.start_anew();
    emptied = true;
  } catch (const std::exception& error) {
    failure = error.what();
  }
  lock.lock();
  m_writing = false;
  m_written.notify_all();
  if (!replaced) {
    m_data.serial -= count;
    m_failure = std::move(failure);
    return false;
  }
  // A journal that could not be emptied does no harm: the state file's serial says that its lines are old.
  m_pending.erase(m_pending.begin(), m_pending.begin() + static_cast<std::ptrdiff_t>(count));
  m_written_ticket = last_ticket;
  m_durable_ticket = last_ticket;
  m_flushed_serial = m_data.serial;
  m_journal_reliable = m_journal_reliable || emptied;
  m_state_file_bytes = text.size();
  m_rewrite_at = std::max({k_smallest_rewrite, m_state_file_bytes, m_journal.bytes() * 2});
  return true;
}

void Store::take_back(std::uint64_t ticket, const Intent& intent, std::optional<Intent> before)
{
  std::erase_if(m_pending, [&](const Pending& pending) { return pending.ticket == ticket; });
  if (before) {
    m_data.intents.insert_or_assign(intent.address, *std::move(before));
  } else {
    m_data.intents.erase(intent.address);
  }
}

std::optional<std::string> Store::compact()
{
  std::unique_lock lock(m_mutex);
  m_written.wait(lock, [&] { return !m_writing; });
  if ((m_pending.empty() && m_journal.bytes() == 0) || rewrite(lock)) {
    return std::nullopt;
  }
  const auto failure = m_failure;
  const auto left = m_last_ticket - m_durable_ticket;
  if (m_journal_reliable && append_pending(lock, Reach::disk)) {
    return fmt::format("{}; nothing is lost, all of it is in {}", failure, m_folder.journal().string());
  }
  throw Fatal(fmt::format("{} that were made could not be recorded: {}", count_of(left, "change"), failure),
              m_changed_service ? ExitCode::partial : ExitCode::error,
              "all that was recorded before is safe; free some disk space and run the command again: what was made is "
              "found by its mark and not made twice");
}

} // namespace flowsync::state
