#pragma once

#include "exec/created.hpp"

#include <map>
#include <mutex>
#include <set>
#include <vector>

namespace flowsync::exec {

// A new nexset and everything new below it, where all of it is to run: it is created first and then started by one verb
// on the nexset, which reaches what is below (API notes C2), and read back in one reply.
using BranchOf = std::vector<Address>; // the nexset first

// Those of a plan, as far as one verb can do: nothing below is there already, or must not run.
std::vector<BranchOf> branches_of(const Desired& desired, const plan::Plan& plan);

// Those right below which a plan creates something: each such POST tells whether they exist.
std::set<Address> parents_of_new(const Desired& desired, const plan::Plan& plan);

// One of them while it is carried out. Thread safe.
class Branch
{
public:
  explicit Branch(Address top) : m_top(std::move(top)) {}

  const Address& top() const { return m_top; }
  void add(const Address& address, Created created);
  // What was created; nothing where that failed.
  std::optional<Created> made(const Address& address) const;
  // Starts the nexset, reads the flow, and learns when a verb does not reach what is below. Throws ResourceFailure.
  void start(Run& run) const;

private:
  const Address m_top;
  mutable std::mutex m_mutex;
  std::map<Address, Created> m_made;
};

} // namespace flowsync::exec
