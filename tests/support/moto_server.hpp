#pragma once

#include "support/git_servers.hpp"

#include <httplib.h>

#include <memory>
#include <string>

namespace flowsync::testing {

// moto, the simulator of Amazon's services that their users test with, where scripts/setup --checks could get it.
class MotoServer
{
public:
  // The one that all tests of a program share; null, after a word of it, when moto is not here.
  static MotoServer* shared()
  {
    static const auto s_server = start();
    return s_server.get();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
  // An empty bucket that nobody has had before.
  std::string new_bucket()
  {
    auto name = "states-" + std::to_string(++m_buckets);
    httplib::Client client(url());
    const auto made = client.Put("/" + name, "", "text/plain");
    REQUIRE((made && made->status == 200));
    return name;
  }

private:
  MotoServer(const std::string& python, int port)
      : m_port(port),
        m_server({python, "-c",
                  "from moto.server import main; main(['-H', '127.0.0.1', '-p', '" + std::to_string(port) + "'])"})
  {
  }

  static std::unique_ptr<MotoServer> start()
  {
    for (const std::string python : {FLOWSYNC_SOURCE_DIR "/build/moto/bin/python", "python3"}) {
      if (std::system((python + " -c 'import moto.server' > /dev/null 2>&1").c_str()) == 0) {
        std::unique_ptr<MotoServer> server(new MotoServer(python, free_port()));
        REQUIRE(answers(server->m_port));
        return server;
      }
    }
    MESSAGE("skipped: s3 of moto, which is not installed here");
    return nullptr;
  }

  int m_port;
  Beside m_server;
  int m_buckets = 0;
};

} // namespace flowsync::testing
