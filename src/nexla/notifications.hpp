#pragma once

#include "nexla/parts.hpp"

namespace flowsync::nexla {

// The channels that the user of this key set up, by their names: what their settings call them, told apart by their
// ids where two are called the same (API notes J3).
ApiResult<std::map<std::string, Channel>> list_channels(Api& api, std::stop_token stop);
std::map<std::string, Channel> decode_channels(const nlohmann::json& rows);

// Which events of a source, nexset or sink the user of this key has people told of, by entries "EVENT CHANNEL".
// Channels are listed where `names` has none and a setting names one.
ApiResult<Part> read_notifications(Api& api, const std::string& path, const PartNames& names, std::stop_token stop);

// Settings of other events and channels stay.
ApiResult<Done> change_notifications(Api& api, const std::string& path, const LiveKey& of, const PartChange& change,
                                     const PartNames& names, std::stop_token stop);

} // namespace flowsync::nexla
