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

struct ApplyOptions
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

// Carries out `plan`, made from these very `desired`, `inventory` and state, and nothing else. Every effect is recorded
// in `store` as it happens. The limits on deletes are the caller's to check. `secrets` holds the values of ${secret.…}
// by name. A requested `stop` finishes what is in flight and starts nothing new.
Report apply(nexla::Api& api, const Desired& desired, const plan::Plan& plan, const Inventory& inventory,
             const std::map<std::string, Secret>& secrets, state::Store& store, Clock& clock,
             const ApplyOptions& options, Observer& observer, std::stop_token stop);

} // namespace flowsync::exec
