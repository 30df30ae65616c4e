#include "git/remote.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "git/commit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::git {

namespace {

// As git tells an address from the name of a remote, and an address from a path on this machine.
bool is_url(std::string_view text)
{
  const auto scheme = text.find("://");
  return scheme != std::string_view::npos && text.find('/') == scheme + 1;
}

bool is_ssh_short_form(std::string_view text)
{
  const auto colon = text.find(':');
  return colon != std::string_view::npos && text.find('/') > colon;
}

std::string absolute_address(const std::string& address, const std::filesystem::path& base)
{
  if (is_url(address) || is_ssh_short_form(address)) {
    return address;
  }
  return (base / address).lexically_normal().string();
}

} // namespace

Result<RemoteAddress, RemoteProblem> find_remote(const std::filesystem::path& folder, const std::string& name)
{
  return find_remote(Checkout(folder), name);
}

Result<RemoteAddress, RemoteProblem> find_remote(const Checkout& checkout, const std::string& name, AddressFor use)
{
  const auto& folder = checkout.folder();
  const auto top = work_tree(folder);
  const bool stands_for_itself = name.find_first_of("/:") != std::string::npos;
  if (top.empty()) {
    if (stands_for_itself) {
      return RemoteAddress{absolute_address(name, folder), {}};
    }
    return RemoteProblem{RemoteProblem::Kind::unusable, fmt::format("{} is not in a git work tree", folder.string()),
                         "clone the project with git, or write the address of the repository as `remote:`"};
  }
  const auto& answer = checkout.settings();
  if (answer.code != 0 && answer.code != 1) {
    return RemoteProblem{RemoteProblem::Kind::unusable, answer.reason, ""};
  }
  RemoteAddress address;
  std::string push_address;
  for (const auto entry : split(answer.text, '\0')) {
    const auto line = entry.find('\n');
    if (line == std::string_view::npos) {
      continue;
    }
    const auto key = entry.substr(0, line);
    const std::string value(entry.substr(line + 1));
    if (key == fmt::format("remote.{}.url", name)) {
      address.url = address.url.empty() ? value : address.url;
    } else if (key == fmt::format("remote.{}.pushurl", name)) {
      push_address = push_address.empty() ? value : push_address;
    } else if (key.starts_with("http.")) {
      address.headers.emplace_back(key, value);
    }
  }
  address.url = push_address.empty() || use == AddressFor::fetching ? address.url : push_address;
  if (stands_for_itself) {
    address.url = name;
  }
  if (address.url.empty()) {
    return RemoteProblem{
        RemoteProblem::Kind::unusable, fmt::format("this repository has no remote called {}", printable(name)),
        fmt::format("add it (git remote add {} ADDRESS), or name another one with `remote:`", printable(name))};
  }
  address.url = absolute_address(address.url, top);
  return address;
}

bool is_ref_name(std::string_view name)
{
  const std::string_view refused = " ~^:?*[\\";
  const bool plain = std::all_of(name.begin(), name.end(), [&](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '\x7f' && refused.find(c) == std::string_view::npos;
  });
  const auto parts = split(name, '/');
  return plain && name.starts_with("refs/") && parts.size() >= 3 && name.find("..") == std::string_view::npos &&
         name.find("@{") == std::string_view::npos && name.find("//") == std::string_view::npos &&
         std::none_of(parts.begin(), parts.end(), [](std::string_view part) {
           return part.empty() || part.front() == '.' || part.back() == '.' || part.ends_with(".lock");
         });
}

} // namespace flowsync::git
