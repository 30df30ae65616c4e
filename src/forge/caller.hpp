#pragma once

#include "base/clock.hpp"
#include "forge/discussion.hpp"
#include "forge/review_place.hpp"
#include "http/transport.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <stop_token>
#include <string>

namespace flowsync::forge {

// Calls one forge's API with one token. It waits where the forge asks for it, and repeats what can be repeated without
// harm. A redirect is an answer like others and is followed nowhere: the token stays with the host that CI named.
class ForgeCaller
{
public:
  // Transport and clock must outlive it. `waiting` is told of every wait worth a word; it may be empty.
  ForgeCaller(ReviewPlace place, http::Transport& transport, Clock& clock, std::stop_token stop,
              std::function<void(const std::string&)> waiting)
      : m_place(std::move(place)),
        m_transport(transport),
        m_clock(clock),
        m_stop(std::move(stop)),
        m_waiting(std::move(waiting))
  {
  }

  struct Answer
  {
    nlohmann::json body;
    bool has_more = false; // the list goes on with the next page
  };
  // `path`: below the API's address, with its query; or, with `at_host`, from the host's root. What was accepted has a
  // status of 2xx; everything else is a problem.
  Result<Answer, ForgeProblem> call(const std::string& method, const std::string& path,
                                    const nlohmann::json& body = nullptr, bool at_host = false);

private:
  http::Request request(const std::string& method, const std::string& path, const nlohmann::json& body,
                        bool at_host) const;

  ReviewPlace m_place;
  http::Transport& m_transport;
  Clock& m_clock;
  std::stop_token m_stop;
  std::function<void(const std::string&)> m_waiting;
};

} // namespace flowsync::forge
