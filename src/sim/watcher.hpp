#pragma once

#include <functional>

namespace flowsync::sim {

struct Request;

enum class Moment
{
  before_effect,
  after_effect // the reply is made and not sent
};

// Somebody in the same process who is told of each request to the API (not of /_sim/) and acts at that very moment: a
// test that kills the client, say. Called by many threads at once. False closes the connection there and then: without
// an effect, or without a reply.
using Watcher = std::function<bool(const Request& request, Moment moment)>;

} // namespace flowsync::sim
