#pragma once

#include "model/address.hpp"
#include "model/environment.hpp"
#include "model/node.hpp"
#include "model/place_keys.hpp"
#include "overlay/render.hpp"

#include <string>
#include <utility>
#include <vector>

namespace flowsync::compare {

// A place outside of the service that a source reads or a sink writes.
struct UsedPlace
{
  Address address;
  std::string connector;
  std::vector<std::pair<std::string, std::string>> parts; // key and value, in the order of the table of keys
  bool sensitive = false;                                 // never to be shown
  PlaceReach reach = PlaceReach::credential;
  std::string alias;                           // of the credential; "" none
  Position at;                                 // of the last part
  std::vector<Provenance::Variable> variables; // that the parts were made with

  bool writes() const { return address.kind == ResourceKind::sink; }
  // "acme/orders", or "database=SALES table=ORDERS"; "(sensitive)" where it may not show.
  std::string text() const;
};

// What the sources and sinks of one environment use.
struct EnvironmentPlaces
{
  Environment environment;
  std::vector<UsedPlace> places;
};

// Reads the rendered flows. Which keys of a config name a place is the table of model/place_keys.hpp. Left out are
// values that are only known when they are sent (${secret.…}, ${ref.…}) and what `safety.shared_places` names.
EnvironmentPlaces used_places(const overlay::Rendered& rendered);

} // namespace flowsync::compare
