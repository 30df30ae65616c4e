#pragma once

#include "account_view.hpp"
#include "stage.hpp"

#include <functional>
#include <string>
#include <vector>

namespace flowsync::torture {

// An apply to be killed. `begin` makes the project as it was applied before (by an undisturbed apply); `change` edits
// it to what the killed apply is about.
struct KillScenario
{
  std::string name;
  std::map<std::string, std::string> switches; // of the simulator
  std::function<void(Stage&)> begin;
  std::function<void(Stage&)> change;
  std::vector<std::string> words;      // of the killed apply, and of the one after it
  std::vector<std::string> plan_words; // of the plan after them
  bool needs_state = false;            // holds only while the state is kept
  std::vector<Key> touched{};          // what is not the project's own and may change
};

const std::vector<KillScenario>& kill_scenarios();

} // namespace flowsync::torture
