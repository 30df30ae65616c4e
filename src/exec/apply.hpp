#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "exec/events.hpp"
#include "exec/trash.hpp"
#include "model/desired.hpp"
#include "nexla/api.hpp"
#include "plan/plan.hpp"

#include <functional>
#include <map>
#include <stop_token>
#include <string>

namespace flowsync::state {
class Store;
}

namespace flowsync::exec {

struct RunOptions
{
  int parallelism = 10;
  Duration detect_timeout = std::chrono::minutes{5};
  Duration create_settle = std::chrono::seconds{60};
  std::string commit;        // recorded as applied when the run ends; "" outside git
  std::string commit_time;   // when that commit was made
  bool others_wrote = false; // other machines may have written the state, by clocks of their own
  // Called before something new is begun; requests `stop` when nothing may be.
  std::function<void()> make_sure = [] {};
  Trash* trash = nullptr; // what is deleted is kept there first; without one nothing is deleted
};

// What one apply works on and with. All of it outlives the apply.
struct ApplyTask
{
  nexla::Api& api;
  const Desired& desired;
  const plan::Plan& plan; // made from these very `desired`, `inventory` and the state in `store`
  const Inventory& inventory;
  const std::map<std::string, Secret>& secrets; // the values of ${secret.…} by name
  state::Store& store;                          // every effect is recorded there as it happens
  Clock& clock;
  Observer& observer;
};

// Carries out the plan, and nothing else. The limits on deletes are the caller's to check. A requested `stop` finishes
// what is in flight and starts nothing new.
Report apply(const ApplyTask& task, const RunOptions& options, std::stop_token stop);

} // namespace flowsync::exec
