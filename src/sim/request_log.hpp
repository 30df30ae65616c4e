#pragma once

#include "sim/message.hpp"

#include <deque>

namespace flowsync::sim {

// The last requests and their replies, for tests and curious people. Headers are not kept, nor tokens and the secrets
// of credential bodies.
class RequestLog
{
public:
  // `fate` says what a fault did to the request, empty for none. `content` is the reply as it was sent.
  void add(const Request& request, int status, const std::string& content, const std::string& request_id,
           std::int64_t now_ms, const std::string& fate);
  void clear();
  // {total, mutating, entries: [{n, at, method, path, query, status, request_id, fate, request, reply}]}, oldest first.
  nlohmann::json to_json() const;

private:
  struct Entry
  {
    std::uint64_t number = 0;
    std::int64_t at_ms = 0;
    std::string method;
    std::string path;
    std::map<std::string, std::string> query;
    int status = 0;
    std::string request_id;
    std::string fate;
    std::string request;
    std::string reply;
  };

  std::deque<Entry> m_entries;
  std::uint64_t m_total = 0;
  std::uint64_t m_mutating = 0;
};

} // namespace flowsync::sim
