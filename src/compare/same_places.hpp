#pragma once

#include "base/diagnostic.hpp"
#include "compare/used_places.hpp"

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowsync::compare {

// Who uses a place.
struct PlaceUse
{
  std::string environment;
  Address address;
  Position at;
  Origin origin;                                         // the same for people
  std::vector<std::pair<std::string, Origin>> variables; // "var.bucket" and where its value is written
};

// One place that several environments use: what they do to it touches one another's data.
struct SamePlace
{
  enum class Kind : std::uint8_t
  {
    written,         // several write it
    read,            // several read it
    written_and_read // one writes what another one reads
  };
  Kind kind = Kind::read;
  std::string connector;
  std::string place; // UsedPlace::text()
  std::vector<PlaceUse> uses;

  std::vector<std::string> environments() const; // each once, in the order of the uses
};
// In kebab-case, for JSON.
std::string_view same_place_code(SamePlace::Kind kind);
// "dev and prod write the same place: s3 `acme/orders`"; foreign text inside is printable.
std::string same_place_sentence(const SamePlace& place);

// Places that two of these environments use through the same or a like credential: of the same id in one account, of
// the same name, or one that no environment defines. Credentials of two accounts are alike whatever their names where
// the place says by itself where it is (a bucket), and without names where it mostly does (a URL). A simulated account
// has places of its own. In the order of the first environment's flows. The environments must outlive the call, `files`
// are those of their documents.
std::vector<SamePlace> same_places(const std::vector<EnvironmentPlaces>& environments, const SourceFiles& files);

// Warnings `same-place` about those in which one of these environments has a part, each at its use there with the other
// places beside it; what is beyond `most` is counted in one more.
Diagnostics same_place_warnings(const std::vector<SamePlace>& places, const std::vector<std::string>& environments,
                                const SourceFiles& files, std::size_t most = std::numeric_limits<std::size_t>::max());

} // namespace flowsync::compare
