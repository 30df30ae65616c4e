#include "state/observed.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"
#include "base/timestamp.hpp"
#include "state/codec.hpp"
#include "state/folder.hpp"
#include "state/format_version.hpp"

#include <fmt/format.h>

namespace flowsync::state {

namespace {

// An observation is written as the record that holds nothing else, so that there is one way to write its fields.
Record record_of(const Address& address, const Observation& seen)
{
  Record record;
  record.address = address;
  record.type = type_of(address.role);
  record.id = seen.id;
  record.observed = seen.observed;
  record.updated_at = seen.updated_at;
  record.container_updated_at = seen.container_updated_at;
  record.observed_credential = seen.observed_credential;
  record.observed_parent = seen.observed_parent;
  record.settled = seen.settled;
  record.read_at = seen.read_at;
  record.observed_sets = seen.observed_sets;
  return record;
}

bool is_later(const std::string& a, const std::string& b)
{
  const auto time_a = parse_timestamp(a);
  const auto time_b = parse_timestamp(b);
  return time_a && (!time_b || *time_a > *time_b);
}

} // namespace

Observation observation_of(const Record& record)
{
  return {record.id,
          record.observed,
          record.updated_at,
          record.container_updated_at,
          record.observed_credential,
          record.observed_parent,
          record.settled,
          record.read_at,
          record.observed_sets};
}

LoadedObservations load_observed(const std::filesystem::path& folder, const std::string& lineage)
{
  const auto file = Folder{folder}.observed();
  LoadedObservations loaded;
  try {
    const auto text = read_file(file);
    if (!text) {
      return loaded;
    }
    const auto json = nlohmann::json::parse(*text);
    if (decode_number(json.at("version")) != k_format_version || json.at("lineage").get<std::string>() != lineage) {
      return loaded;
    }
    for (const auto& [address, value] : json.at("observed").items()) {
      auto record = decode_record(decode_address(address), value);
      loaded.observations.emplace(record.address, observation_of(record));
    }
  } catch (const std::exception& error) {
    loaded.observations.clear();
    loaded.warning =
        fmt::format("{} cannot be used, so more is read from Nexla this time: {}", file.string(), error.what());
  }
  return loaded;
}

std::optional<std::string> save_observed(const std::filesystem::path& folder, const std::string& lineage,
                                         const Observations& observations)
{
  std::error_code ignored;
  if (lineage.empty() || !std::filesystem::is_directory(folder, ignored)) {
    return std::nullopt;
  }
  auto text = fmt::format("{{\"version\":{},\"lineage\":{},\"observed\":{{\n", k_format_version, dump_line(lineage));
  std::size_t left = observations.size();
  for (const auto& [address, seen] : observations) {
    fmt::format_to(std::back_inserter(text), "\"{}\":{}{}\n", address.text(),
                   dump_line(encode(record_of(address, seen))), --left > 0 ? "," : "");
  }
  text += "}}\n";
  try {
    write_file_atomically(Folder{folder}.observed(), text, Durable::no);
  } catch (const Fatal& fatal) {
    return fatal.what();
  }
  return std::nullopt;
}

void refresh(StateData& data, const Observations& observations)
{
  for (const auto& [address, seen] : observations) {
    const auto found = data.records.find(address);
    if (found == data.records.end() || found->second.id != seen.id || !is_later(seen.read_at, found->second.read_at)) {
      continue;
    }
    auto& record = found->second;
    record.observed = seen.observed;
    record.updated_at = seen.updated_at;
    record.container_updated_at = seen.container_updated_at;
    record.observed_credential = seen.observed_credential;
    record.observed_parent = seen.observed_parent;
    record.settled = seen.settled;
    record.read_at = seen.read_at;
    record.observed_sets = seen.observed_sets;
  }
}

} // namespace flowsync::state
