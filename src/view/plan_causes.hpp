#pragma once

#include "plan/plan.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// What a change of a plan does at its worst, the worst first.
enum class Danger
{
  blocked,
  deletes,
  replaces,
  reads_again,
  undoes,
  restarts,
  changes,
  creates,
  adopts
};

// What one field brings about in the resource it belongs to.
Danger danger_of(const plan::ResourceChange& change, const plan::FieldChange& field);

// A line of the specs and all that it changes.
struct CausingLine
{
  struct Field
  {
    const plan::ResourceChange* change = nullptr;
    const plan::FieldChange* field = nullptr;
  };
  Location where;            // file "" = nothing in the specs sets these values
  std::string variable;      // "var.bucket at environments/prod/environment.yaml:8" for the reader; "" = none
  std::vector<Field> fields; // at least one, in the plan's order, the most dangerous first
  Danger danger = Danger::changes;

  // The resources, each once.
  std::vector<const plan::ResourceChange*> changes() const;
  // How many of them it does `danger` to.
  std::size_t most_dangerous() const;
};

// The lines that cause updates and replacements; what is created or deleted is not among them. A value that a variable
// gives to several lines is caused where the variable is written, otherwise by the line that uses it.
std::vector<CausingLine> causing_lines(const plan::Plan& plan);

// The first line of a new resource: of its name, or else of whatever has a place.
Location first_line(const plan::ResourceChange& change);

} // namespace flowsync::view
