#pragma once

#include "base/diagnostic_code.hpp"
#include "model/node.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync {

// Where the state of an environment lives: `spec.state`.
struct StateSettings
{
  std::string backend = "file";
  std::map<std::string, std::string> options; // the other keys, as written
  std::map<std::string, Position> places;     // of all keys
  bool given = false;                         // there is a `state:` at all

  bool shared() const; // every machine sees the same

  // "" when it was not written.
  std::string option(const std::string& key) const;
};

// Reads the map `spec.state`; the usual settings when there is none.
StateSettings read_state_settings(const Node* state);

// One key of a backend.
struct BackendKey
{
  std::string_view name;
  bool required = false;
  enum class Form
  {
    text,
    url, // with a scheme
    ref, // a whole ref of git
    boolean,
  };
  Form form = Form::text;
};

// A kind of place that a state can live in, as far as specs can say something wrong about it.
struct Backend
{
  std::string_view name;
  bool shared = true; // every machine sees the same
  std::string (*place)(const StateSettings& settings, std::string_view project, std::string_view environment);
  std::vector<BackendKey> keys;
};

// All backends, in the order in which people are told of them.
const std::vector<Backend>& backends();
// Nothing for a name that is none.
const Backend* find_backend(std::string_view name);

// Something wrong with the settings.
struct StateSettingsProblem
{
  std::string key; // where it shows
  DiagnosticCode code;
  std::string text;
  std::string hint;
};
std::vector<StateSettingsProblem> check_state_settings(const StateSettings& settings);

// The place that these settings stand for, the same text for the same place; "" for a folder of this machine.
std::string shared_place(const StateSettings& settings, std::string_view project, std::string_view environment);

// The ref of a git backend: `ref:`, or refs/flowsync/PROJECT/ENVIRONMENT.
std::string state_ref(const StateSettings& settings, std::string_view project, std::string_view environment);

} // namespace flowsync
