#include "spec/yaml_events.hpp"

#include "spec/yaml_placing.hpp"

namespace flowsync::spec {

namespace {

// How many bytes may be read anew to get past what the library stumbles over.
constexpr std::size_t k_most_read_anew = std::size_t{2} * 1024 * 1024;

} // namespace

std::optional<YamlComplaint> read_events(std::string_view text, std::uint32_t file, YamlEventSink& sink)
{
  TamedText tamed(text);
  for (std::size_t read_anew = 0;; read_anew += text.size()) {
    const auto [complaint, to_hide] = read_placed(tamed, file, sink);
    const bool is_unknown = complaint && complaint->problem == yaml_problem::k_unknown_anchor;
    const bool is_tamed = (is_unknown && tamed.hide_alias(complaint->byte)) || (to_hide && tamed.hide(*to_hide));
    if (!is_tamed || read_anew > k_most_read_anew) {
      return complaint;
    }
    sink.restart();
  }
}

} // namespace flowsync::spec
