#pragma once

#include "model/address.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync {

// What one run selects. Each is an address, the name of a flow (all of it) or label=value; `*` and `?` stand for any
// characters between two slashes. One that begins with `!` takes away what it means (--exclude); when there are only
// such, everything else is selected.
using Targets = std::vector<std::string>;
using Labels = std::map<std::string, std::string>;

// What stands before a target that takes away.
inline constexpr char k_exclusion = '!';

bool is_exclusion(std::string_view target);
// Whether it is label=value.
bool is_label_target(std::string_view target);
// Whether it has `*` or `?`.
bool is_target_pattern(std::string_view target);

// One part of many that together are everything: each flow belongs to one of them, by its name, and what flows share to
// the first.
struct Shard
{
  std::size_t index = 0; // from 0
  std::size_t count = 1;

  bool holds(std::string_view flow) const; // "" = what flows share
};

// The target that takes away whatever lies outside of a part. Unlike others it may mean nothing at all.
std::string target_of(const Shard& shard);
// The part that such a target, with or without its `!`, names the outside of; nothing for any other target.
std::optional<Shard> shard_of(std::string_view target);

// Whether a target, with or without its `!`, means this resource.
bool target_means(std::string_view target, const Address& address, const Labels& labels);

// Whether a target, with or without its `!`, means this flow: with `partly`, also something in it.
bool target_means_flow(std::string_view target, std::string_view flow, const Labels& labels, bool partly);

// Whether the targets select a resource; they do when there are none.
bool is_targeted(const Targets& targets, const Address& address, const Labels& labels);

// Those that select, without those that take away.
Targets selecting(const Targets& targets);

// "orders and *-eu without */sink/*"; "everything" for none that selects.
std::string target_words(const Targets& targets);

} // namespace flowsync
