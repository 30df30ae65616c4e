#include "state/observed.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"
#include "base/timestamp.hpp"
#include "state/codec.hpp"
#include "state/entry_lines.hpp"
#include "state/folder.hpp"
#include "state/format_version.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace flowsync::state {

namespace {

constexpr std::string_view k_list_opening = "\"observed\":{";
constexpr std::string_view k_end = "}}";

bool is_later(const std::string& a, const std::string& b)
{
  const auto time_a = parse_timestamp(a);
  const auto time_b = parse_timestamp(b);
  return time_a && (!time_b || *time_a > *time_b);
}

} // namespace

LoadedObservations parse_observed(const std::string& text, const std::string& file, const std::string& lineage)
{
  LoadedObservations loaded;
  try {
    Lines lines(text);
    const auto head = lines.take();
    if (!head.ends_with(k_list_opening)) {
      throw std::invalid_argument("its first line is not complete");
    }
    const auto json = nlohmann::json::parse(std::string(head) + std::string(k_end));
    if (decode_number(json.at("version")) != k_format_version || json.at("lineage").get<std::string>() != lineage) {
      return loaded;
    }
    for (auto& record : read_records(take_entries(lines, k_end))) {
      auto address = record.address;
      loaded.observations.emplace_hint(loaded.observations.end(), std::move(address),
                                       static_cast<Observation&&>(record));
    }
  } catch (const std::exception& error) {
    loaded.observations.clear();
    loaded.warning = fmt::format("{} cannot be used, so more is read from Nexla this time: {}", file, error.what());
  }
  return loaded;
}

LoadedObservations load_observed(const std::filesystem::path& folder, const std::string& lineage)
{
  const auto file = Folder{folder}.observed();
  try {
    const auto text = read_file(file);
    return text ? parse_observed(*text, file.string(), lineage) : LoadedObservations{};
  } catch (const Fatal& fatal) {
    return {{},
            fmt::format("{} cannot be used, so more is read from Nexla this time: {}", file.string(), fatal.what())};
  }
}

std::optional<std::string> save_observed(const std::filesystem::path& folder, const std::string& lineage,
                                         const Observations& observations)
{
  std::error_code ignored;
  if (lineage.empty() || !std::filesystem::is_directory(folder, ignored)) {
    return std::nullopt;
  }
  auto text = fmt::format("{{\"version\":{},\"lineage\":{},{}\n", k_format_version, dump_line(lineage), k_list_opening);
  std::size_t left = observations.size();
  for (const auto& [address, seen] : observations) {
    fmt::format_to(std::back_inserter(text), "\"{}\":{}{}\n", address.text(), observation_line(seen),
                   --left > 0 ? "," : "");
  }
  text += k_end;
  text += '\n';
  try {
    write_file_atomically(Folder{folder}.observed(), text, Durable::no);
  } catch (const Fatal& fatal) {
    return fatal.what();
  }
  return std::nullopt;
}

void refresh(StateData& data, Observations observations)
{
  for (auto& [address, seen] : observations) {
    const auto found = data.records.find(address);
    if (found == data.records.end() || found->second.id != seen.id || !is_later(seen.read_at, found->second.read_at)) {
      continue;
    }
    auto& record = found->second;
    if (record.observed != seen.observed || record.observed_sets != seen.observed_sets) { // else one says it all
      record.baseline = {std::move(record.observed), std::move(record.observed_sets)};
    }
    record.looked_since = true;
    static_cast<Observation&>(record) = std::move(seen);
  }
}

} // namespace flowsync::state
