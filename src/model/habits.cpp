#include "model/habits.hpp"

#include <algorithm>
#include <array>

namespace flowsync {

namespace {

struct Meaning
{
  std::string_view habit;
  std::string_view text;
};

constexpr std::array k_meanings{
    Meaning{habit::k_updated_at_frozen, "updated_at does not move with a write, so every plan reads all resources"},
    Meaning{habit::k_strict_pause, "what runs is not changed: even a name or a mark needs a pause"},
    Meaning{habit::k_config_in_lists, "lists show configurations, so plans read less one by one"},
    Meaning{habit::k_full_lists, "lists with expand=1 show configurations, so plans read less one by one"},
    Meaning{habit::k_flows_unreadable, "GET /flows gives nothing that can be used, so every plan reads all resources"},
    Meaning{habit::k_transform_in_nexset, "a nexset shows its own transform"},
    Meaning{habit::k_transform_in_source, "a nexset's transform shows under its source, expanded"},
    Meaning{habit::k_runs_after_create, "what is created runs at once"},
    Meaning{habit::k_links_fixed, "a sink keeps its credential and nexset: other ones mean a replacement"},
    Meaning{habit::k_keys_written_back, "keys that are removed from a config are written again"},
    Meaning{habit::k_verbs_stay, "a verb on a nexset does not reach what is below it, so each is started by itself"},
    Meaning{habit::k_flow_verbs, "verbs are spelled /flow/activate and /flow/pause"},
};

} // namespace

std::string_view describe_habit(std::string_view habit)
{
  const auto* const found = std::find_if(k_meanings.begin(), k_meanings.end(),
                                         [&](const Meaning& meaning) { return meaning.habit == habit; });
  return found != k_meanings.end() ? found->text : std::string_view();
}

} // namespace flowsync
