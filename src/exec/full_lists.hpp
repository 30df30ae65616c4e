#pragma once

#include "exec/single_reads.hpp"

#include <optional>

namespace flowsync::exec {

// What lists in their full form showed.
struct FullLists
{
  Readings readings;
  std::optional<bool> given; // whether this service has such lists; nothing where none was asked for
};

// Takes what `reads` names from lists in their full form (API notes J2), where walking them costs fewer requests than
// reading one by one. `inventory`: what there is.
nexla::ApiResult<FullLists> read_in_lists(nexla::Api& api, const std::vector<Read>& reads, const Inventory& inventory,
                                          std::stop_token stop);

} // namespace flowsync::exec
