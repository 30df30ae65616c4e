// state.json, as it is and with a check sum that fits.

#include "base/digest.hpp"
#include "fuzz/property.hpp"
#include "state/state_file.hpp"

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

std::string with_check_sum(std::string_view text)
{
  const auto body = std::string(text.substr(0, text.rfind("\"checksum\"")));
  return body + "\"checksum\":\"sha256:" + sha256_hex(body) + "\"}\n";
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const auto text = fuzz::text_of(data, size);
  check(text);
  check(with_check_sum(text));
  return 0;
}
