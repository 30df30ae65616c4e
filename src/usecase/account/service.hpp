#pragma once

#include "http/transport.hpp"
#include "model/environment.hpp"
#include "nexla/api.hpp"
#include "nexla/auth.hpp"
#include "sim/server.hpp"
#include "spec/project.hpp"
#include "usecase/run/context.hpp"

#include <memory>
#include <mutex>

namespace flowsync::usecase {

// What a command does in the account. Reading takes the key of `nexla.read_auth`, where the environment has one.
enum class AccountAccess
{
  read,
  write
};

// The account of an environment: the real service, or for `url: sim:NAME` a simulator inside this process whose data
// lies in .flowsync/sim/NAME.json. Nothing is sent before the first call of api().
class Service
{
public:
  nexla::Api& api() { return *m_api; }

private:
  friend std::unique_ptr<Service> open_service(const spec::Project&, const Environment&, const Location&,
                                               const CommandContext&, AccountAccess);
  std::mutex m_trace_mutex;
  std::unique_ptr<sim::Server> m_simulator; // ends last
  std::unique_ptr<http::Transport> m_transport;
  std::unique_ptr<nexla::Api> m_api;
};

// Finds the key and makes the client. `url_place` is where the environment says `nexla.url`. Throws Rejected for a key
// that cannot be found and an address that keys may not go to, Fatal when the simulator cannot start.
std::unique_ptr<Service> open_service(const spec::Project& project, const Environment& environment,
                                      const Location& url_place, const CommandContext& context,
                                      AccountAccess access = AccountAccess::read);

// Where keys and secrets come from in this run.
nexla::KeySources key_sources(const spec::Project& project, const CommandContext& context);

// The value of a call, or Fatal with what went wrong: "while reading the account of prod: GET ...: 403 ...".
template <typename T>
T value_or_fail(nexla::ApiResult<T> result, const std::string& while_doing);
[[noreturn]] void fail_call(const nexla::ApiError& error, const std::string& while_doing);

template <typename T>
T value_or_fail(nexla::ApiResult<T> result, const std::string& while_doing)
{
  if (!result) {
    fail_call(result.error(), while_doing);
  }
  return std::move(result).value();
}

} // namespace flowsync::usecase
