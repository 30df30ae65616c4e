#pragma once

#include "model/live.hpp"

namespace flowsync::nexla {

// Brings the rows of a lookup's reply, whatever they are called there, into `body["entries"]`: objects whose values are
// all texts, sorted by the primary key (API notes B7: values are stored as texts, an object {key: value} stands for
// rows with `key` and `value`). False when the reply holds none though the lookup says that it has some.
bool take_entries(LiveResource& lookup);

// A body as it is sent: the rows of a lookup travel as `data_map` in it. Other bodies stay as they are.
nlohmann::json sent_entries(ResourceKind type, const nlohmann::json& body);

} // namespace flowsync::nexla
