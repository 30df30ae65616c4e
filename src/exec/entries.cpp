#include "exec/entries.hpp"

#include "exec/calls.hpp"

#include <algorithm>

namespace flowsync::exec {

namespace {

using nlohmann::json;

constexpr std::size_t k_keys_a_request = 50; // they stand in the path

template <typename T>
const T& checked(const nexla::ApiResult<T>& reply)
{
  if (!reply.ok()) {
    throw ResourceFailure(reply.error());
  }
  return *reply;
}

std::map<std::string, json> by_key(const json& rows, const std::string& primary_key)
{
  std::map<std::string, json> found;
  for (const auto& row : rows.is_array() ? rows : json::array()) {
    if (row.is_object() && row.contains(primary_key) && row[primary_key].is_string()) {
      found[row[primary_key].get<std::string>()] = row;
    }
  }
  return found;
}

void remove(Run& run, ResourceId id, const std::vector<std::string>& keys)
{
  for (std::size_t begin = 0; begin < keys.size(); begin += k_keys_a_request) {
    const auto end = std::min(keys.size(), begin + k_keys_a_request);
    checked(run.api.remove_entries(
        id, {keys.begin() + static_cast<std::ptrdiff_t>(begin), keys.begin() + static_cast<std::ptrdiff_t>(end)}, {}));
  }
}

} // namespace

bool may_be_deleted_by_path(std::string_view key)
{
  return !key.empty() && key.find_first_of("*,/?#%") == std::string_view::npos &&
         std::all_of(key.begin(), key.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte >= 0x20 && byte != 0x7F;
         });
}

void write_entries(Run& run, ResourceId id, const std::string& primary_key, const json& wanted, bool again)
{
  const auto now = run.account.latest({ResourceKind::lookup, id}); // read just before, whoever asks for this
  if (!now || now->sink_id) {
    throw ResourceFailure("it is filled by a sink by now, so its entries are left alone");
  }
  const auto shown = now->body.find("entries");
  const auto live = by_key(shown != now->body.end() ? *shown : json(), primary_key);
  const auto rows = by_key(wanted, primary_key);
  auto changed = json::array();
  std::vector<std::string> gone;
  for (const auto& [key, row] : rows) {
    const auto there = live.find(key);
    if (there == live.end() || there->second != row) {
      changed.push_back(row);
      if (again && there != live.end()) {
        gone.push_back(key);
      }
    }
  }
  for (const auto& [key, row] : live) {
    if (!rows.contains(key)) {
      gone.push_back(key);
    }
  }
  if (!std::all_of(gone.begin(), gone.end(), may_be_deleted_by_path)) {
    checked(run.api.update(ResourceKind::lookup, id, {{"entries", wanted}}, {}));
    return;
  }
  remove(run, id, gone);
  if (!changed.empty()) {
    checked(run.api.put_entries(id, changed, {}));
  }
}

} // namespace flowsync::exec
