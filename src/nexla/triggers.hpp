#pragma once

#include "nexla/parts.hpp"

namespace flowsync::nexla {

// All triggers of flows in the account; absent where the service has none (API notes J3).
ApiResult<TriggerRows> list_triggers(Api& api, std::stop_token stop);

// What a source runs after, by entries "orders/sink/warehouse", or "data_sink 5031" for what has no address: "active"
// or "paused".
Part decode_triggers(const TriggerRows& rows, const LiveKey& of, const PartNames& names);
// Triggers are listed where `names` has none.
ApiResult<Part> read_triggers(Api& api, const LiveKey& of, const PartNames& names, std::stop_token stop);

// Other triggers of the source stay.
ApiResult<Done> change_triggers(Api& api, const LiveKey& of, const PartChange& change, const PartNames& names,
                                std::stop_token stop);

} // namespace flowsync::nexla
