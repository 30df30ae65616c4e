#include "state/reading.hpp"

#include "state/observed.hpp"
#include "state/state_file.hpp"
#include "state/store.hpp"

namespace flowsync::state {

namespace {

Result<ReadState, Problem> read_shared(const Place& place)
{
  const auto storage = open_storage(place);
  if (!storage) {
    return storage.error();
  }
  const auto stored = (*storage)->load({k_state_file, k_observed_file});
  if (!stored) {
    return stored.error();
  }
  ReadState result;
  result.tells_holder = stored->tells_holder;
  result.holder = stored->holder;
  if (const auto file = stored->files.find(k_state_file); file != stored->files.end()) {
    auto data = parse_state_file(file->second, (*storage)->place());
    if (!data) {
      return data.error();
    }
    result.data = std::move(data).value();
  }
  if (const auto file = stored->files.find(k_observed_file); file != stored->files.end()) {
    auto observed = parse_observed(file->second, (*storage)->place(), result.data.lineage);
    if (!observed.warning.empty()) {
      result.warnings.push_back(observed.warning);
    }
    refresh(result.data, std::move(observed.observations));
  }
  return result;
}

Result<ReadState, Problem> read_folder(const Place& place)
{
  auto loaded = Store::load(place.folder());
  return loaded ? Result<ReadState, Problem>(ReadState{std::move(loaded).value(), {}, false, {}}) : loaded.error();
}

} // namespace

Result<ReadState, Problem> read_state(const Place& place)
{
  auto result = place.shared() ? read_shared(place) : read_folder(place);
  if (!result) {
    return result;
  }
  if (auto problem = check_owner(result->data, place)) {
    return *std::move(problem);
  }
  for (auto& warning : add_observations(result->data, place)) {
    result->warnings.push_back(std::move(warning));
  }
  return result;
}

std::vector<std::string> add_observations(StateData& data, const Place& place)
{
  auto observed = load_observed(place.folder(), data.lineage);
  refresh(data, std::move(observed.observations));
  return observed.warning.empty() ? std::vector<std::string>() : std::vector{observed.warning};
}

} // namespace flowsync::state
