#pragma once

#include "account_view.hpp"
#include "positions.hpp"
#include "stage.hpp"

#include <string>
#include <vector>

namespace flowsync::torture {

struct MatrixVerdict
{
  std::string problem;              // "" when everything held
  std::vector<std::string> answers; // steps that were impossible and were answered as they must be
  std::size_t steps = 0;
};

// What a user does to an account in one position of the simulator's switches, inside this process: an account that
// holds one of every kind of thing is exported, adopted by an apply and planned again, with its state and without; a
// project with flows and everything that flows share is applied there, changed, pruned and destroyed.
class MatrixRun
{
public:
  explicit MatrixRun(const Position& position);
  MatrixVerdict run();

private:
  // Carries out one step. `wrong` says what is wrong with it, "" for nothing. False: no step can follow.
  bool step(const std::string& name, const std::vector<std::string>& words,
            const std::function<std::string(const Ran&)>& wrong);
  bool no_changes(const std::string& name, const std::string& folder);
  bool export_all();
  bool main_job();
  void write_projects();
  bool nobody_touched(const std::map<Key, nlohmann::json>& before, const std::set<Key>& untouchable);

  QuietClock m_clock;
  Position m_position;
  Stage m_stage;
  MatrixVerdict m_verdict;
};

} // namespace flowsync::torture
