#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace flowsync {

// What a connector keeps data in, which decides how its config tells where (model/place_keys.hpp).
enum class DataStore
{
  none,        // a place of its own for each source or sink, such as a webhook
  open_files,  // files whose bucket or container has one meaning world-wide
  cloud_files, // files whose bucket or container likely has one meaning, unless the credential says another server
  files,       // files in what the credential opens
  iceberg,
  tables,
  documents,
  messages,
  web
};

// What is known of a connector by its codename (API notes D). Open set: other names are only worth a warning.
struct ConnectorFacts
{
  std::string_view name{};
  unsigned uses = 0; // of the words below
  DataStore store = DataStore::none;

  bool has(unsigned wanted) const { return (uses & wanted) == wanted; }
};

inline constexpr unsigned k_as_source = 1;
inline constexpr unsigned k_as_sink = 2;
inline constexpr unsigned k_as_credential = 4; // there are credentials of this type
inline constexpr unsigned k_free_source = 8;   // a source of this type has no credential (API notes B2)
inline constexpr unsigned k_free_sink = 16;    // a sink of this type has no credential (API notes B4)
inline constexpr unsigned k_waits = 32;        // a source gets nothing until somebody sends data

// The row of a connector; null for a name that is not known here.
const ConnectorFacts* find_connector(std::string_view name);
// The names of those with that use, for messages.
std::vector<std::string> connectors_with(unsigned use);

// Whether a source or sink of this type needs a credential to be created; an unknown type does.
bool source_needs_credential(std::string_view type);
bool sink_needs_credential(std::string_view type);
// Whether nothing is detected in a source of this type until somebody sends data: a webhook, an upload, an e-mail.
bool waits_for_data(std::string_view source_type);

// Whether a credential of this type can open a source or sink of that type: of the same type, or one of the two is no
// codename that is known here (the type of a credential may be a vendor's name, API notes B1), so that nobody can tell.
bool may_open(std::string_view credential_type, std::string_view connector);

// Whether the config of a webhook checks hashes, so that it has a secret which the service does not show (API notes
// D1, F3). Letter case does not count.
bool checks_hashes(const nlohmann::json& config);

} // namespace flowsync
