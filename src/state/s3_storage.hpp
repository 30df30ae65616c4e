#pragma once

#include "http/transport.hpp"
#include "state/storage.hpp"
#include "state/web.hpp"

#include <memory>
#include <string>

namespace flowsync::state {

// An object of a service that speaks S3 with conditional writes, with its lock in a second object, KEY.lock.
struct S3Place
{
  std::string bucket;
  std::string key;
  std::string endpoint;    // "": Amazon's own
  bool path_style = false; // the bucket stands in the path, not in the host's name
  http::AwsKeys keys;
  http::Authorities authorities = {};
};

// A problem when the place cannot be meant: no keys, no region, a bucket that cannot be one.
Result<std::unique_ptr<Storage>, Problem> s3_storage(S3Place place, WebTimes times = {});

} // namespace flowsync::state
