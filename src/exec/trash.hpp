#pragma once

#include "model/address.hpp"
#include "model/live.hpp"

namespace flowsync::exec {

// Where a resource is kept before it is deleted: deletes are final in Nexla (API notes F7). May be called from several
// threads at once.
class Trash
{
public:
  virtual ~Trash() = default;
  // `live` is a fresh reply. Throws Fatal when it cannot be kept; then
  // it is not deleted.
  virtual void keep(const Address& address, const LiveResource& live) = 0;
};

} // namespace flowsync::exec
