#pragma once

#include "model_check.hpp"
#include "stage.hpp"

#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace flowsync::torture {

// Does one random thing after the other to a stage, and keeps the value that says what the account must hold.
class ModelActor
{
public:
  explicit ModelActor(std::uint64_t seed);

  // One step; what is wrong after it, "" for nothing.
  std::string step();

  const std::string& history() const { return m_history; }
  std::size_t applies() const { return m_applies; }

private:
  // Edits of the specs.
  void add_flow();
  void remove_flow();
  void edit_source();
  void toggle_flow();
  void add_set();
  void edit_set();
  void add_sink();
  void remove_sink();
  void edit_sink();
  void toggle_sink();
  void rename_sink();
  void hang_sink_elsewhere();

  // What people do in the UI.
  void edit_live();
  void toggle_live();
  void delete_live_sink();
  void copy_live();
  void drop_mark();

  void forget_state();
  void keep_state();
  void bring_back_state();

  std::string plan();
  std::string apply();
  std::string apply_target();
  std::string apply_prune();
  std::string apply_disturbed();

  std::size_t draw(std::size_t count);
  template <typename Map>
  typename Map::iterator any_of(Map& map)
  {
    return map.empty() ? map.end() : std::next(map.begin(), static_cast<std::ptrdiff_t>(draw(map.size())));
  }
  std::map<std::string, ModelFlow>::iterator any_flow() { return any_of(m_project.flows); }
  void say(const std::string& what);
  void write(const std::string& flow);
  std::string set_to_hang_from(const ModelFlow& flow);
  // Resources of the account that are this project's, of a type.
  std::vector<nlohmann::json> owned(const std::string& type);
  void make_stranger(const std::vector<std::string>& addresses);
  Ran command(const std::vector<std::string>& words);
  std::string checked_apply(bool prune);

  std::mt19937_64 m_random;
  QuietClock m_clock;
  Stage m_stage;
  ModelProject m_project;
  Strangers m_strangers;
  std::string m_history;
  std::size_t m_applies = 0;
  int m_counter = 0;        // makes values and keys that were never used before
  bool m_unmarked = false;  // a mark was dropped and not yet restored: only the state knows that one
  bool m_disturbed = false; // since the last good apply: the next one restores what was cut, whatever its target
  bool m_forgotten = false; // the state does not know all that was applied
};

} // namespace flowsync::torture
