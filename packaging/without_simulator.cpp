// In place of the simulator where a packager leaves it out (FLOWSYNC_SIMULATOR=OFF): the same interface, of a server
// that never starts and says why.

#include "sim/accounts.hpp"
#include "sim/server.hpp"

#include <stdexcept>

namespace flowsync::sim {

struct Server::Parts
{
};

Server::Server(Options /*options*/) {}
Server::~Server() = default;

void Server::start()
{
  throw std::runtime_error("this flowsync was built without it");
}

void Server::stop() {}

std::string Server::url() const
{
  return {};
}

void Server::wait() {}

const std::vector<AccountInfo>& account_table()
{
  static const std::vector<AccountInfo> k_table{{Options{}.account, "the usual one", nullptr}};
  return k_table;
}

} // namespace flowsync::sim
