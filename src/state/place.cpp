#include "state/place.hpp"

#include "base/printable.hpp"
#include "state/file_storage.hpp"
#include "state/folder.hpp"
#include "state/git_storage.hpp"
#include "state/http_storage.hpp"
#include "state/s3_storage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

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
  const auto address = place.checkout ? git::find_remote(*place.checkout, name) : git::find_remote(place.root, name);
  if (!address) {
    return Problem{
        Problem::Kind::unreadable,
        fmt::format("the state of {} is shared through git, but {}", place.environment, address.error().reason),
        address.error().hint};
  }
  return git_storage(git::RemoteRefs(place.folder() / "git", *address),
                     state_ref(place.settings, place.project, place.environment), printable(name));
}

// The first of these variables that is set; "" when none is.
std::string variable(const Place& place, std::initializer_list<const char*> names)
{
  for (const auto* const name : names) {
    if (auto value = place.variable ? place.variable(name) : std::nullopt; value && !value->empty()) {
      return *std::move(value);
    }
  }
  return {};
}

http::Authorities authorities_for(const Place& place)
{
  return http::trusted_authorities([&](const std::string& name) -> std::optional<std::string> {
    return place.variable ? place.variable(name) : std::nullopt;
  });
}

Opened open_http(const Place& place)
{
  const auto option = [&](const char* key, std::string usual) {
    auto value = place.settings.option(key);
    return value.empty() ? std::move(usual) : std::move(value);
  };
  HttpPlace http;
  http.address = option("address", "");
  http.update_method = option("update_method", http.update_method);
  http.lock_address = option("lock_address", http.address);
  http.lock_method = option("lock_method", http.lock_method);
  http.unlock_address = option("unlock_address", http.lock_address);
  http.unlock_method = option("unlock_method", http.unlock_method);
  http.username = option("username", variable(place, {"TF_HTTP_USERNAME"}));
  http.password = Secret(variable(place, {"FLOWSYNC_STATE_PASSWORD", "TF_HTTP_PASSWORD"}));
  for (const auto* const key : {"address", "lock_address", "unlock_address"}) {
    auto problem = check_address(option(key, http.address), key, !http.username.empty() && !http.password.empty(),
                                 variable(place, {"FLOWSYNC_HOSTS"}));
    if (problem) {
      return *std::move(problem);
    }
  }
  http.authorities = authorities_for(place);
  return http_storage(std::move(http));
}

Opened open_s3(const Place& place)
{
  const auto& settings = place.settings;
  S3Place s3;
  s3.bucket = settings.option("bucket");
  s3.key = settings.option("key");
  if (s3.key.empty()) {
    s3.key = fmt::format("{}/{}", place.project, place.environment);
  }
  s3.endpoint = settings.option("endpoint");
  if (!s3.endpoint.empty()) {
    if (auto problem = check_address(s3.endpoint, "endpoint", true, variable(place, {"FLOWSYNC_HOSTS"}))) {
      return *std::move(problem);
    }
  } else {
    s3.endpoint = variable(place, {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"});
  }
  s3.path_style = settings.option("path_style") == "true";
  s3.keys.access_key = variable(place, {"AWS_ACCESS_KEY_ID"});
  s3.keys.secret_key = Secret(variable(place, {"AWS_SECRET_ACCESS_KEY"}));
  s3.keys.session_token = Secret(variable(place, {"AWS_SESSION_TOKEN"}));
  s3.keys.region = settings.option("region");
  if (s3.keys.region.empty()) {
    s3.keys.region = variable(place, {"AWS_REGION", "AWS_DEFAULT_REGION"});
  }
  s3.authorities = authorities_for(place);
  return s3_storage(std::move(s3));
}

// How each backend of model/state_settings.hpp is opened.
struct Row
{
  std::string_view backend;
  Opened (*open)(const Place&);
};
constexpr std::array k_rows{Row{"file", open_file}, Row{"git", open_git}, Row{"http", open_http}, Row{"s3", open_s3}};

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
