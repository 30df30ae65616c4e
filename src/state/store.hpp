#pragma once

#include "state/change.hpp"
#include "state/folder.hpp"
#include "state/journal_file.hpp"
#include "state/lock.hpp"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

namespace flowsync::state {

// The state of one environment, open for writing under its lock. Every change is a line of the journal when its
// function returns, so that it outlives the process. What must outlive a power cut before anything is sent (an intent,
// the beginning of a cascade) is then on the disk as well, with all that came before it, by one flush, shared by all
// threads that wait for one at that moment. All functions are thread safe.
//
// A change that cannot be written throws Fatal (exit `partial` once something was changed in the service, otherwise
// `error`): its text says what was done and not recorded. The change stays in memory and goes along with the next one
// that can be written, except an intent: that is taken back, because nothing may be sent then.
class Store
{
public:
  // Reads without a lock and without write access; see load_folder.
  static Result<StateData, Problem> load(const std::filesystem::path& folder);

  // Takes the lock, waiting up to `lock_timeout`, and reads what is there; creates the folder when absent. A torn last
  // line is cut off; a damaged or newer file is a problem and stays as it is. `clock` must outlive the store.
  static Result<std::unique_ptr<Store>, Problem> open(const std::filesystem::path& folder, const Holder& holder,
                                                      Clock& clock, Duration lock_timeout, std::stop_token stop);
  // The same with a lock that was taken already.
  static Result<std::unique_ptr<Store>, Problem> open(const std::filesystem::path& folder, Lock lock);

  // Says whose state this is; nothing when the project is not known. Written with the next change.
  void belongs_to(const std::string& project, const std::string& environment);

  // A copy of everything; for one record find() is cheaper.
  StateData data() const;
  std::optional<Record> find(const Address& address) const;
  std::uint64_t serial() const;

  // Replaces the record of that address and answers an open intent for it.
  void record(Record record);
  // Many at once with one flush.
  void record(std::vector<Record> records);
  void forget(const Address& address);
  // Announces a create; when this returns it may be sent.
  void intent(Intent intent);
  // The create was answered without a record coming of it (certainly not done).
  void settle(const Address& address);
  void restoration(Restoration restoration);
  void restored(const Address& cause);
  // Does nothing when it is known.
  void fact(std::string fact);
  // Whose token, which git commit ("" unknown), when it was made ("" unknown), and when it was applied.
  void applied(Identity identity, std::string commit, std::string commit_time, WallTime time);

  // The layer `base` of that commit was applied as a whole; see StateData::completed.
  void completed(std::string commit, WallTime time);

  // Brings everything into the state file and empties the journal; does nothing when the journal is empty. Happens by
  // itself when the journal grows. Returns why it could not be done although nothing is lost (all is in the journal);
  // throws Fatal when changes are recorded nowhere.
  std::optional<std::string> compact();

private:
  Store(Folder folder, Lock lock, Loaded loaded);

  struct Pending
  {
    std::uint64_t ticket = 0;
    std::string encoded;
  };

  void commit(std::vector<Change> changes);
  // How far a change has come: the second one outlives a power cut.
  enum class Reach
  {
    journal,
    disk
  };
  static Reach needed_reach(const Change& change);
  std::uint64_t& ticket_at(Reach reach) { return reach == Reach::disk ? m_durable_ticket : m_written_ticket; }
  // Both write all that is pending, with the mutex free meanwhile; false (m_failure set): nothing changed.
  bool append_pending(std::unique_lock<std::mutex>& lock, Reach reach);
  bool rewrite(std::unique_lock<std::mutex>& lock);
  void take_back(std::uint64_t ticket, const Intent& intent, std::optional<Intent> before);

  Folder m_folder;
  Lock m_lock;

  mutable std::mutex m_mutex; // guards all below; the files belong to whoever set m_writing
  std::condition_variable m_written;
  StateData m_data;
  std::deque<Pending> m_pending; // changes in m_data that are not in the journal
  std::uint64_t m_last_ticket = 0;
  std::uint64_t m_written_ticket = 0;
  std::uint64_t m_durable_ticket = 0;
  std::uint64_t m_flushed_serial = 0; // as the journal's lines tell it
  bool m_writing = false;
  bool m_changed_service = false; // a record was made since opening
  std::string m_failure;          // why the last write failed

  JournalFile m_journal;
  bool m_journal_reliable = true;
  std::size_t m_state_file_bytes = 0;
  std::size_t m_rewrite_at = 0; // journal size that triggers a compaction
};

} // namespace flowsync::state
