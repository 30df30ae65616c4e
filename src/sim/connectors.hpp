#pragma once

#include <string_view>

namespace flowsync::sim {

// What a connector reads or writes; decides configuration keys (API notes D, D1).
enum class Family
{
  file,
  database,
  stream,
  nosql,
  vector,
  api,
  push,
  other
};

// Families of names outside of the published lists are `other`.
Family family_of(std::string_view connector);
// "file", "database", ...: the connection_type of replies.
std::string_view family_name(std::string_view connector);
// Whether the published lists name it for that use.
bool is_source_type(std::string_view connector);
bool is_sink_type(std::string_view connector);
bool is_credential_type(std::string_view connector);

// nexla_rest, file_upload and email: data comes by itself, so no credential is needed and nothing is detected before.
bool receives_data(std::string_view source_type);

// POLL, STREAMING or WEBHOOK, derived from the connector (API notes E2).
std::string_view ingest_method_of(std::string_view source_type);

} // namespace flowsync::sim
