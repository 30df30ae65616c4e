#include "model/state_settings.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync {

namespace {

using Form = BackendKey::Form;

bool has_scheme(std::string_view text)
{
  return text.starts_with("https://") || text.starts_with("http://");
}

// user:password@ before the host, or password= after the question mark.
bool holds_password(std::string_view text)
{
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos) {
    return false;
  }
  const auto host = text.substr(scheme + 3, text.find('/', scheme + 3) - (scheme + 3));
  const auto at = host.rfind('@');
  return at != std::string_view::npos && host.substr(0, at).find(':') != std::string_view::npos;
}

bool is_secret_key(const std::string& key)
{
  return key == "password" || key == "token" || key == "access_key" || key == "secret_key";
}

std::string names_of_keys(const Backend& backend)
{
  std::vector<std::string> names;
  for (const auto& key : backend.keys) {
    names.emplace_back(key.name);
  }
  return join_words(names);
}

const BackendKey* find_key(const Backend& backend, std::string_view name)
{
  const auto found =
      std::find_if(backend.keys.begin(), backend.keys.end(), [&](const BackendKey& key) { return key.name == name; });
  return found != backend.keys.end() ? &*found : nullptr;
}

std::string wrong_form(const BackendKey& key, const std::string& value)
{
  switch (key.form) {
  case Form::url:
    return has_scheme(value) ? "" : "is not an address: it begins with https:// (or http:// on this machine)";
  case Form::ref:
    return value.starts_with("refs/") && value.find(' ') == std::string::npos && value.find("..") == std::string::npos
               ? ""
               : "is not a whole ref, such as refs/heads/flowsync-state";
  case Form::boolean:
    return value == "true" || value == "false" ? "" : "is neither true nor false";
  case Form::text:
    break;
  }
  return value.empty() ? "is empty" : "";
}

// Where each backend keeps a state: see shared_place().
std::string file_place(const StateSettings& settings, std::string_view /*project*/, std::string_view /*environment*/)
{
  const auto path = settings.option("path");
  return path.empty() ? "" : "file " + path;
}

std::string git_place(const StateSettings& settings, std::string_view project, std::string_view environment)
{
  const auto remote = settings.option("remote");
  return fmt::format("git {} {}", remote.empty() ? "origin" : remote, state_ref(settings, project, environment));
}

std::string http_place(const StateSettings& settings, std::string_view /*project*/, std::string_view /*environment*/)
{
  return "http " + settings.option("address");
}

std::string s3_place(const StateSettings& settings, std::string_view project, std::string_view environment)
{
  const auto key = settings.option("key");
  return fmt::format("s3 {} {}/{}", settings.option("endpoint"), settings.option("bucket"),
                     key.empty() ? fmt::format("{}/{}", project, environment) : key);
}

} // namespace

StateSettings read_state_settings(const Node* state)
{
  StateSettings settings;
  if (state == nullptr || !state->is_map()) {
    return settings;
  }
  settings.given = true;
  for (const auto& entry : state->entries()) {
    if (entry.value->tombstone || !entry.value->is_scalar() || entry.value->kind == NodeKind::null ||
        entry.key.starts_with("x-")) {
      continue;
    }
    settings.places[entry.key] = entry.key_at;
    if (entry.key == "backend") {
      settings.backend = entry.value->text();
    } else {
      settings.options[entry.key] = entry.value->text();
    }
  }
  return settings;
}

std::string StateSettings::option(const std::string& key) const
{
  const auto found = options.find(key);
  return found != options.end() ? found->second : std::string();
}

bool StateSettings::shared() const
{
  const auto* const known = find_backend(backend);
  return known != nullptr && known->shared;
}

const std::vector<Backend>& backends()
{
  static const std::vector<Backend> k_backends{
      {"file", false, file_place, {{"path"}}},
      {"git", true, git_place, {{"remote"}, {"ref", false, Form::ref}}},
      {"http",
       true,
       http_place,
       {{"address", true, Form::url},
        {"update_method"},
        {"lock_address", false, Form::url},
        {"lock_method"},
        {"unlock_address", false, Form::url},
        {"unlock_method"},
        {"username"}}},
      {"s3",
       true,
       s3_place,
       {{"bucket", true}, {"key"}, {"region"}, {"endpoint", false, Form::url}, {"path_style", false, Form::boolean}}},
  };
  return k_backends;
}

const Backend* find_backend(std::string_view name)
{
  const auto& all = backends();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Backend& backend) { return backend.name == name; });
  return found != all.end() ? &*found : nullptr;
}

std::vector<StateSettingsProblem> check_state_settings(const StateSettings& settings)
{
  std::vector<StateSettingsProblem> problems;
  for (const auto& [key, value] : settings.options) {
    if (is_secret_key(key) || holds_password(value)) {
      problems.push_back({key, "literal-secret", fmt::format("`{}` holds a password, and specs are read by many", key),
                          "take it out: flowsync reads it from the environment (FLOWSYNC_STATE_PASSWORD for http, the "
                          "AWS_* variables for s3; git asks its credential helper)"});
    }
  }
  const auto* const backend = find_backend(settings.backend);
  if (backend == nullptr) {
    // The schema says so.
    return problems;
  }
  for (const auto& [key, value] : settings.options) {
    const auto* const known = find_key(*backend, key);
    if (known == nullptr && !is_secret_key(key)) {
      problems.push_back({key, "unknown-key", fmt::format("the backend {} has no key `{}`", backend->name, key),
                          fmt::format("it has {}", names_of_keys(*backend))});
    } else if (known != nullptr) {
      if (const auto wrong = wrong_form(*known, value); !wrong.empty()) {
        problems.push_back({key, "wrong-state-setting", fmt::format("`{}: {}` {}", key, value, wrong), ""});
      }
    }
  }
  for (const auto& key : backend->keys) {
    if (key.required && !settings.options.contains(std::string(key.name))) {
      problems.push_back(
          {"backend", "missing-key", fmt::format("the backend {} needs `{}`", backend->name, key.name), ""});
    }
  }
  return problems;
}

std::string state_ref(const StateSettings& settings, std::string_view project, std::string_view environment)
{
  const auto ref = settings.option("ref");
  return ref.empty() ? fmt::format("refs/flowsync/{}/{}", project, environment) : ref;
}

std::string shared_place(const StateSettings& settings, std::string_view project, std::string_view environment)
{
  const auto* const backend = find_backend(settings.backend);
  return backend != nullptr ? backend->place(settings, project, environment) : "";
}

} // namespace flowsync
