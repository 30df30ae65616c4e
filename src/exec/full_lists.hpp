#pragma once

#include "exec/single_reads.hpp"

namespace flowsync::exec {

// Takes what `reads` names from lists in their full form (API notes J2), where walking them costs fewer requests than
// reading one by one; what they did not show in full stays in `reads`. Whether this service has such lists; nothing
// where none was asked for.
nexla::ApiResult<std::optional<bool>> read_in_lists(nexla::Api& api, std::vector<Read>& reads, Inventory& inventory,
                                                    std::stop_token stop);

} // namespace flowsync::exec
