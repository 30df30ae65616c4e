#pragma once

#include "base/clock.hpp"
#include "state/place.hpp"
#include "state/store.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace flowsync::state {

// How long things take between machines. The clock of another machine may be wrong, so nothing is taken from it because
// of a time that it wrote alone: a lock is watched as well.
struct SharingTimes
{
  Duration renew_every = std::chrono::seconds{30};
  Duration give_up = std::chrono::seconds{60};  // a holder that could not renew for so long starts nothing more
  Duration abandoned = std::chrono::minutes{3}; // not renewed for so long: may be taken over …
  Duration watch = std::chrono::seconds{90};    // … by whoever has seen it unchanged for so long (more than give_up)
  Duration surely_abandoned = std::chrono::hours{25}; // no clock is so wrong: no need to watch
  Duration retry = std::chrono::seconds{1};           // between two looks at a lock
};

// What a session tells while it works.
struct SessionListener
{
  std::function<void(const std::string& line)> news = [](const std::string&) {};
};

struct OpenStateOptions
{
  Duration lock_timeout{0}; // how long to wait for a lock that somebody holds
  SessionListener listener{};
  SharingTimes times{};
};

// The state of an environment, open for writing under the lock of its place, wherever that is. A state of this machine
// is worked on where it lies. Of a shared one the store is a copy in a folder of this machine with a journal, brought
// back to its place: when the run begins to write (so that others know, should it die), every 30 s, and at the end.
class OpenState
{
public:
  // Takes the lock and reads the state. Waits for a lock that somebody holds as the options say, and a little longer
  // for one that looks abandoned. `clock` must outlive the session.
  static Result<std::unique_ptr<OpenState>, Problem> open(const Place& place, const Holder& holder, Clock& clock,
                                                          OpenStateOptions options, std::stop_token stop);
  OpenState(const OpenState&) = delete;
  OpenState& operator=(const OpenState&) = delete;
  // Gives the lock back. What was not finished stays on this machine, and its place knows that a run did not end.
  ~OpenState();

  Store& store() { return *m_store; }
  const Place& place() const { return m_place; }

  // An earlier run that began to write and did not say that it ended: what it sent may still arrive. Nothing when all
  // of that is known here.
  const std::optional<Holder>& unfinished() const { return m_unfinished; }
  // What that run sent has arrived by now, or never will: limits.create_settle has passed since this session was
  // opened. Until somebody says so, each session that ends leaves the word of it for the next one.
  void settled();

  // The first write is about to be made: says so at the place. A problem: nothing may be written.
  std::optional<Problem> begin();

  // To be called before something new is begun. A machine that slept has not renewed its lock meanwhile, and another
  // run may have it: so whoever was silent for too long renews it here and now, which may request lost().
  void make_sure();

  // Requested when the lock was lost, or the place could not be reached for too long: start nothing more.
  std::stop_token lost() const { return m_lost.get_token(); }
  std::string why_lost() const;

  // A file of the state to be saved at the end: history/…, trash/….
  void put(const std::string& path, std::string text);

  // Brings everything to its place, the run's end included. A problem: everything is on this machine, in saved_as().
  std::optional<Problem> finish(const std::string& message);

  // The file that holds the whole state on this machine.
  std::filesystem::path saved_as() const;

private:
  OpenState(Place place, Holder holder, Clock& clock, OpenStateOptions options);

  std::optional<Problem> take_lock(std::stop_token stop);
  std::optional<Problem> bring_here();
  Result<std::string, Problem> save(Changes changes, const std::string& message);
  void keep(std::stop_token stop);
  void renew();
  void note_renewal(std::chrono::steady_clock::time_point steady, WallTime wall);
  Duration silence() const;
  void remember_base() const;

  Place m_place;
  Holder m_holder;
  Clock& m_clock;
  OpenStateOptions m_options;

  std::unique_ptr<Storage> m_storage; // of a shared state
  std::unique_ptr<Store> m_store;
  std::optional<Holder> m_unfinished;
  std::stop_source m_lost;

  mutable std::mutex m_renewal_mutex; // guards the two that follow
  std::chrono::steady_clock::time_point m_renewed_steady;
  WallTime m_renewed_wall; // goes on while the machine sleeps

  mutable std::mutex m_mutex; // guards the storage and what follows
  std::string m_token;        // of the lock; "" not held
  std::string m_version;      // of the state at its place
  std::uint64_t m_saved_serial = 0;
  bool m_begun = false;
  bool m_finished = false;
  std::string m_why_lost;
  Changes m_more; // put()
  std::jthread m_keeper;
};

} // namespace flowsync::state
