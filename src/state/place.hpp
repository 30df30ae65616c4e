#pragma once

#include "git/checkout.hpp"
#include "model/record.hpp"
#include "model/state_settings.hpp"
#include "state/storage.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::state {

// Whose state is meant, and where it lives. Nobody outside this room knows a path.
struct Place
{
  std::filesystem::path root; // of the project
  std::string project;
  std::string environment;
  std::vector<std::string> formerly; // names that the environment had before
  StateSettings settings;
  std::function<std::optional<std::string>(const std::string&)> variable; // of the process, for passwords
  std::shared_ptr<const git::Checkout> checkout{}; // around the root, when others ask about it, too

  // The folder on this machine: the state itself, or what is being worked on of a shared one.
  std::filesystem::path folder() const;
  bool shared() const { return settings.shared(); }
  // For people: "refs/flowsync/acme/prod of origin", ".flowsync/state/prod".
  std::string text() const;
};

// The place's storage; for a folder of this machine too, which is then read and written as a whole.
Result<std::unique_ptr<Storage>, Problem> open_storage(const Place& place);

// Whether a state belongs there: a problem when it is of another project or environment.
std::optional<Problem> check_owner(const StateData& data, const Place& place);

} // namespace flowsync::state
