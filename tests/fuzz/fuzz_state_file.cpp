// state.json, as it is and with a check sum that fits.

#include "base/text.hpp"
#include "fuzz/pieces.hpp"
#include "fuzz/property.hpp"
#include "model/quick_json.hpp"
#include "state/codec.hpp"
#include "state/state_file.hpp"

#include <nlohmann/json.hpp>

#include <string>

using namespace flowsync;
using fuzz::must_hold;

namespace {

void check(std::string_view text)
{
  const auto parsed = state::parse_state_file(text, "state.json");
  if (!parsed) {
    const auto kind = parsed.error().kind;
    must_hold(kind == state::Problem::Kind::damaged || kind == state::Problem::Kind::newer,
              "a bad file is damaged or newer");
    must_hold(parsed.error().text.find("state.json") != std::string::npos, "a problem names its file");
    return;
  }
  const auto written = state::state_file_text(*parsed);
  const auto again = state::parse_state_file(written, "state.json");
  must_hold(again.ok(), "a state that was read can be written and read");
  must_hold(again.value() == parsed.value(), "a state survives being written");
  must_hold(state::state_file_text(*again) == written, "writing again gives the same bytes");
}

// The state's own reader of JSON gives what the library's gives, or refuses as it does.
void check_json(std::string_view text)
{
  const auto expected = nlohmann::json::parse(text, nullptr, false);
  try {
    const auto value = read_json(text);
    must_hold(!expected.is_discarded() && value == expected && state::dump_line(value) == state::dump_line(expected),
              "JSON is read as the library reads it");
  } catch (const nlohmann::json::exception&) {
    must_hold(expected.is_discarded(), "JSON is refused when the library refuses it");
  }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const auto text = fuzz::text_of(data, size);
  check(text);
  check(fuzz::with_check_sum(text));
  for (auto line : split(text, '\n')) {
    line.remove_suffix(line.ends_with(',') ? 1 : 0);
    const auto value = line.find("\":");
    check_json(value == std::string_view::npos ? line : line.substr(value + 2));
  }
  return 0;
}
