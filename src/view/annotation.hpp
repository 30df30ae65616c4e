#pragma once

#include "base/diagnostic.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// Something to be told at a line of a file, in whatever form a tool that shows lines wants it.
struct Annotation
{
  Severity level = Severity::error;
  std::string rule;     // stable, in kebab-case: the code of a problem, or what a plan does ("reads-again")
  std::string title;    // one short line; "" = the rule
  std::string message;  // foreign text in it is untrusted
  std::string hint;     // "" = none
  Location where;       // file "" = no place
  std::string identity; // of what is told: the same when its line moves
  std::vector<Related> related;
};

// Problems, each at its place, in their order.
std::vector<Annotation> annotations_of(const Diagnostics& diagnostics);

// For forms in which nothing is without a place: its file, or the one that every project has (flowsync.yaml), and a
// line from 1.
Location anchored(const Annotation& annotation);

// SHA-256 of the identities, each with its rule, in hexadecimal digits; those of equal ones differ by their number.
std::vector<std::string> fingerprints_of(const std::vector<Annotation>& annotations);

} // namespace flowsync::view
