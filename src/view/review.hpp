#pragma once

#include "plan/plan.hpp"
#include "view/common_causes.hpp"
#include "view/given_access.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace flowsync::view {

// How much a reviewer must look at a change, the most dangerous first.
enum class Gravity
{
  removal, // deletes or replaces
  reading, // a source reads all its data again
  undoing, // takes back what somebody changed in Nexla
  restart,
  change,
  creation,
  adoption,
  detection // made by Nexla later; nothing is done
};

// A change with what is to be said of it by itself.
struct ReviewedChange
{
  const plan::ResourceChange* change = nullptr;
  Gravity gravity = Gravity::change;
  std::vector<plan::FieldChange> fields; // in natural order, fit to be shown; less what a common cause tells
  std::size_t told = 0;                  // so many are told by a common cause

  // Whether nothing is left to be said of it.
  bool is_told() const { return told > 0 && fields.empty() && change->unverified.empty(); }
};

// What happens to one flow, or to one shared lookup, transform or code.
struct FlowReview
{
  std::string name; // of the flow; else the address
  Gravity gravity = Gravity::change;
  std::vector<ReviewedChange> changes; // source, nexsets parents first, sinks

  // Whether all of it is new.
  bool is_new() const;
  // Whether nothing is left to be said of it beyond its line.
  bool is_told() const;
  // Whether nothing happens to it but that the environment is paused or resumed.
  bool is_suspension() const;
};

// Something that stops, or goes with what is deleted, although nobody here looks after it.
struct Stranger
{
  const plan::Affected* affected = nullptr;
  const plan::ResourceChange* change = nullptr; // whose doing it is
};

// Whether an update takes back what somebody changed in Nexla.
bool undoes_in_nexla(const plan::ResourceChange& change);

// A plan in the order of its importance. Points into the plan that it was made from.
struct Review
{
  std::vector<const plan::ResourceChange*> removed;
  std::vector<const plan::ResourceChange*> replaced;
  std::vector<const plan::ResourceChange*> reading;
  std::vector<const plan::ResourceChange*> moved; // read from or write to another place
  GivenAccess given;
  std::vector<Stranger> strangers;
  std::vector<const plan::ResourceChange*> undoing;
  std::vector<const plan::ResourceChange*> left_running; // no longer in the specs
  std::vector<CommonCause> causes;
  std::vector<FlowReview> flows;
  std::vector<const plan::ResourceChange*> adopted;
  std::size_t created = 0;
  const std::map<Address, plan::Touch>* touches = nullptr; // who made the changes that are undone

  // Whether applying does anything that a reviewer must not miss.
  bool does_harm() const;
  // The same, or something stays without being in the specs.
  bool has_dangers() const { return does_harm() || !left_running.empty(); }
  // Whether nothing is to be looked at but what stays.
  bool only_leaves() const { return has_dangers() && !does_harm(); }
};

Review review_of(const plan::Plan& plan);

// The same parts of several flows, such as "source, nexset/orders and sink/archive" of `a`, `b` and `c`.
struct AlikeFlows
{
  std::vector<std::string> parts;
  std::vector<std::string> flows;
};

// The flows of changes by the parts that these are of; parts of no flow, such as "lookup/regions", have none.
std::vector<AlikeFlows> alike_flows(const std::vector<const plan::ResourceChange*>& changes);

// "1 to destroy, 2 to change; restarts; reads again".
std::string flow_words(const FlowReview& flow);

} // namespace flowsync::view
