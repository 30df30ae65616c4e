#pragma once

#include "account_view.hpp"
#include "positions.hpp"
#include "stage.hpp"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::torture {

struct MatrixVerdict
{
  std::string problem;              // "" when everything held
  std::vector<std::string> answers; // steps that were impossible and were answered as they must be
  std::size_t steps = 0;
};

// Steps, one after the other, on an account in one position of the simulator's switches, inside this process. All that
// return false have noted a problem, after which no step can follow.
class MatrixWalk
{
public:
  explicit MatrixWalk(const Position& position);

  // Runs flowsync. `wrong` says what is wrong with it, "" for nothing. What honest_answers() expects is mended and
  // tried again.
  bool step(const std::string& name, const std::vector<std::string>& words,
            const std::function<std::string(const Ran&)>& wrong);
  // A plan of the project in that folder says that there are no changes.
  bool no_changes(const std::string& name, const std::string& folder);
  // An apply of the project in that folder adopts and does nothing but write marks; plans after it are empty, also
  // without its state. `name` stands in front of the steps' names.
  bool adopts(const std::string& name, const std::string& folder);
  // These are in the account as they were.
  bool untouched(const std::map<Key, nlohmann::json>& before, const std::set<Key>& keys);

  Stage& stage() { return m_stage; }
  const MatrixVerdict& verdict() const { return m_verdict; }

private:
  QuietClock m_clock;
  Position m_position;
  Stage m_stage;
  MatrixVerdict m_verdict;
};

// What must be wrong with a step when it does not exit 0.
std::string must_end_well(const Ran& ran);

} // namespace flowsync::torture
