#pragma once

#include "exec/branch.hpp"
#include "exec/detection.hpp"
#include "exec/job.hpp"
#include "exec/remove_job.hpp"

#include <map>
#include <memory>
#include <set>
#include <utility>

namespace flowsync::exec {

// The jobs of a plan, each depending on those that must be over before it. What is deleted or replaced takes up to
// three of them: it is stopped, removed, and made anew.
class Jobs
{
public:
  explicit Jobs(Run& run);

  std::size_t size() const { return m_last.size(); }
  // Carries all of them out on `threads` threads; returns how long nothing but detection was waited for.
  Duration carry_out(std::size_t threads);
  // Of every resource, sorted by address.
  std::vector<ResourceResult> results() const;

private:
  enum class Phase
  {
    stop,
    remove,
    make,  // create, update, detect: whatever leaves the resource as the specs want it
    start, // of what was made with a branch
  };
  using Key = std::pair<Address, Phase>;

  void add(const plan::ResourceChange& change);
  void add(const plan::ResourceChange& change, Phase phase, std::unique_ptr<Job> job);
  void add_removal(const plan::ResourceChange& change);
  std::unique_ptr<Job> make_job(const plan::ResourceChange& change);
  void add_branches();

  bool used(const plan::ResourceChange& change, const plan::ResourceChange& user) const;
  bool goes_with_all_below(const LiveKey& live) const;

  void order_all();
  void order_make(const Key& key, const plan::ResourceChange& change);
  void order_start(const Key& key);
  void order_removal(const Key& key, const plan::ResourceChange& change);
  // `later` begins when `earlier` is over; when that is `needed` and fails, it is skipped.
  void order(const Key& later, const Key& earlier, bool needed);

  Run& m_run;
  const std::set<Address> m_parents_of_new;
  Detections m_detections;
  SecondLook m_look;
  std::vector<std::unique_ptr<Branch>> m_branches;
  std::map<Address, std::vector<Address>> m_started_after; // of the members of a branch: all of them
  std::map<Key, std::unique_ptr<Job>> m_jobs;
  std::map<Address, Job*> m_last;              // the last phase of each resource
  std::map<Key, std::map<Key, bool>> m_orders; // later -> earlier -> needed
  std::map<LiveKey, Address> m_removed;
};

} // namespace flowsync::exec
