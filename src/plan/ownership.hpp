#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"
#include "model/mark.hpp"
#include "model/record.hpp"

#include <string>
#include <vector>

namespace flowsync::plan {

// Whose marks are ours: those of a project and an environment, also under its former names.
struct MarkOwner
{
  std::string project;
  std::string environment;
  std::vector<std::string> formerly;
};
MarkOwner mark_owner(const Desired& desired);

// What a mark on a resource says of whose it is. Everything that asks this, for a plan or on a fresh reply while one is
// carried out, asks here.
struct SeenMark
{
  enum class Kind
  {
    none,
    ours,
    foreign
  };
  Kind kind = Kind::none;
  Mark mark;
  bool former_environment = false;
  bool copy = false;    // it came with a copy made in the UI: it says whose the original is
  bool several = false; // the resource carries others beside it

  // It is ours, and of this very resource.
  bool is_own() const { return kind == Kind::ours && !copy; }
  // Somebody else's, and of this very resource.
  bool is_of_others() const { return kind == Kind::foreign && !copy; }
  // Nothing that speaks of this very resource.
  bool says_nothing() const { return kind == Kind::none || copy; }
  // Whatever it is known as elsewhere, it says that it stands for something else than that address.
  bool contradicts(const Address& address) const
  {
    return kind == Kind::foreign || (kind == Kind::ours && mark.address != address);
  }
};

// Each mark of a resource, in the order they stand in its description.
std::vector<SeenMark> see_marks(const MarkOwner& owner, const LiveResource& live);
// The one that counts: the first of ours, or else the first.
SeenMark see_mark(const MarkOwner& owner, const LiveResource& live);

// Whether a marked resource belongs to somebody whose resources may be bound: `nexla.owners`, by default the caller and
// those who applied before. Unknown owners are accepted.
bool accepts_owner(const Desired& desired, const StateData& state, const Identity& identity, const LiveResource& live);

} // namespace flowsync::plan
