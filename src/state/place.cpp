#include "state/place.hpp"

#include "base/printable.hpp"
#include "state/file_storage.hpp"
#include "state/folder.hpp"
#include "state/git_storage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::state {

namespace {

using Opened = Result<std::unique_ptr<Storage>, Problem>;

Opened open_file(const Place& place)
{
  return file_storage(place.folder());
}

Opened open_git(const Place& place)
{
  const auto given = place.settings.option("remote");
  const auto name = given.empty() ? "origin" : given;
  const auto address = git::find_remote(place.root, name);
  if (!address) {
    return Problem{
        Problem::Kind::unreadable,
        fmt::format("the state of {} is shared through git, but {}", place.environment, address.error().reason),
        address.error().hint};
  }
  return git_storage(git::RemoteRefs(place.folder() / "git", *address),
                     state_ref(place.settings, place.project, place.environment), printable(name));
}

// How each backend of model/state_settings.hpp is opened.
struct Row
{
  std::string_view backend;
  Opened (*open)(const Place&);
};
constexpr std::array k_rows{Row{"file", open_file}, Row{"git", open_git}};

} // namespace

std::filesystem::path Place::folder() const
{
  if (shared()) {
    return root / ".flowsync" / "shared" / environment;
  }
  const auto path = settings.option("path");
  return path.empty() ? state_folder(root, environment) : root / path / environment;
}

std::string Place::text() const
{
  if (!shared()) {
    const auto near = folder().lexically_relative(root);
    return near.empty() || near.begin()->string() == ".." ? folder().string() : near.generic_string();
  }
  return shared_place(settings, project, environment);
}

Opened open_storage(const Place& place)
{
  for (const auto& row : k_rows) {
    if (row.backend == place.settings.backend) {
      return row.open(place);
    }
  }
  return Problem{Problem::Kind::unreadable, fmt::format("there is no backend `{}`", printable(place.settings.backend)),
                 "correct `state:` in the environment"};
}

std::optional<Problem> check_owner(const StateData& data, const Place& place)
{
  const bool by_name = data.environment == place.environment || std::find(place.formerly.begin(), place.formerly.end(),
                                                                          data.environment) != place.formerly.end();
  if (data.project.empty() || place.project.empty() || (data.project == place.project && by_name)) {
    return std::nullopt;
  }
  return Problem{Problem::Kind::foreign,
                 fmt::format("the state in {} is that of {}/{}, not of {}/{}", place.text(), printable(data.project),
                             printable(data.environment), place.project, place.environment),
                 "each environment needs a place of its own: correct `state:` in the environment (a layer that several "
                 "environments extend must not name one place for all)"};
}

} // namespace flowsync::state
