#include "sim/switches.hpp"
#include "workspace.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace flowsync::scenarios;

namespace {

// Positions in which the service does not let the main job through: it never detects, caps what may run, or asks for
// configuration keys that the sample flows do not have, or shows no names that credentials could be found by.
const std::set<std::string> k_never_through{"detection=never", "source_cap=1", "config_required=on", "null_names=all"};
// Positions in which absence cannot be proved, so that nothing may be created.
const std::set<std::string> k_never_proved{"list_headers=wrong_totals"};

// A value for a switch whose values are "N" or "word:N".
std::string concrete(const std::string& name, const std::string& value)
{
  if (value == "N") {
    return name == "token_ttl"                      ? "2"
           : name == "throttle_rps"                 ? "50"
           : name == "name_max"                     ? "255"
           : name.find("page") != std::string::npos ? "3"
                                                    : "1";
  }
  const auto colon = value.find(":N");
  return colon == std::string::npos ? value : value.substr(0, colon) + ":400";
}

} // namespace

TEST_CASE("the main job and its undoing hold on either side of every single switch")
{
  std::size_t passed = 0;
  std::size_t tried = 0;
  for (const auto& info : flowsync::sim::switch_table()) {
    for (const auto& value : info.values) {
      const auto chosen = concrete(info.name, value);
      const auto position = info.name + "=" + chosen;
      if (value == info.default_value || k_never_through.contains(position)) {
        continue;
      }
      ++tried;
      CAPTURE(info.name);
      CAPTURE(chosen);
      const SwitchValues switches{{info.name, chosen}};
      Workspace workspace(switches);
      const auto first = workspace.apply();
      if (k_never_proved.contains(position)) {
        CHECK_MESSAGE(first.exit == 3, first.err);
        CHECK(workspace.live("data_sources", "Web orders").empty());
        passed += first.exit == 3 ? 1U : 0U;
        continue;
      }
      const auto again = workspace.plan();
      workspace.remove(".flowsync");
      const auto without_state = workspace.plan();
      const auto destroyed = workspace.run({"destroy", "-e", "dev", "--confirm", "dev"});
      workspace.set({{info.name, info.default_value}}); // for the look at what is left
      const bool gone = destroyed.exit == 0 && workspace.live("data_sources", "Web orders").empty() &&
                        workspace.live("data_sinks", "WEB_ORDERS").empty();
      const bool good = gone && first.exit == 0 && again.exit == 0 &&
                        again.out.find("No changes.") != std::string::npos && without_state.exit == 0 &&
                        without_state.out.find("No changes.") != std::string::npos;
      CHECK_MESSAGE(good, first.exit << first.err << again.exit << again.out << again.err << without_state.out
                                     << destroyed.exit << destroyed.err);
      passed += good ? 1U : 0U;
    }
  }
  MESSAGE(passed << " of " << tried << " switch positions passed");
}
