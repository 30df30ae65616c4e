#pragma once

#include "base/secret.hpp"
#include "state/storage.hpp"
#include "state/web.hpp"

#include <memory>
#include <string>

namespace flowsync::state {

// A server that speaks the protocol of Terraform's http backend, such as GitLab or Gitea.
struct HttpPlace
{
  std::string address;
  std::string update_method = "POST";
  std::string lock_address; // "": the address itself
  std::string lock_method = "LOCK";
  std::string unlock_address; // likewise
  std::string unlock_method = "UNLOCK";
  std::string username; // "": nobody signs in
  Secret password;
  http::Authorities authorities = {};
};

std::unique_ptr<Storage> http_storage(HttpPlace place, WebTimes times = {});

} // namespace flowsync::state
