#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"
#include "model/record.hpp"
#include "nexla/api.hpp"

#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace flowsync::exec {

// What one survey lists.
struct SurveyScope
{
  std::vector<ResourceKind> types; // lists to walk; sources, sets, sinks and credentials always
};
SurveyScope scope_of(const Desired& desired, const StateData& state);

// The lists of an account, as far as the scope asks for them.
struct Walks
{
  std::map<ResourceKind, nexla::Listing> lists;
  std::optional<nexla::FlowIndex> flows; // absent: the service did not give one that can be read
  std::string flows_problem;             // then why
  std::optional<WallTime> began;         // the server's time before the first request; absent: it tells none
};

// Walks all of them at once, each on a thread of its own.
nexla::ApiResult<Walks> walk(nexla::Api& api, const SurveyScope& scope, std::stop_token stop);

// Whether a type's list is whole: it ended by itself and the header, when sent, says as many.
bool ended_whole(const nexla::Listing& listing);
std::set<ResourceId> ids_of(const nexla::Listing& listing);
std::set<ResourceId> ids_of(const nexla::FlowIndex& index, ResourceKind type);

} // namespace flowsync::exec
