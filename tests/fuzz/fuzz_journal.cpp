// journal.jsonl, as it is and with check sums that fit; also cut short anywhere, as a crash leaves it.

#include "base/digest.hpp"
#include "base/text.hpp"
#include "fuzz/property.hpp"
#include "state/journal.hpp"
#include "state/state_file.hpp"

#include <algorithm>
#include <string>

using namespace flowsync;
using fuzz::must_hold;

namespace {

struct Outcome
{
  StateData data;
  state::Replay replay;
};

Outcome replay(std::string_view text)
{
  Outcome outcome;
  outcome.replay = state::replay_journal(text, "journal.jsonl", outcome.data);
  must_hold(outcome.replay.good_bytes <= text.size(), "no more is believed than is there");
  return outcome;
}

void check(std::string_view text, std::size_t cut)
{
  const auto whole = replay(text);
  if (whole.replay.problem) {
    must_hold(whole.replay.problem->text.find("journal.jsonl") != std::string::npos, "a problem names its file");
    return;
  }
  must_hold(whole.replay.torn == (whole.replay.good_bytes < text.size()), "what follows the good lines is torn");
  must_hold(whole.data.serial == whole.replay.applied, "each change that counts moves the serial by one");

  const auto good = replay(text.substr(0, whole.replay.good_bytes));
  must_hold(!good.replay.problem && !good.replay.torn, "the good lines are good by themselves");
  must_hold(good.data == whole.data, "the good lines give the same state");

  const auto shorter = replay(text.substr(0, cut));
  must_hold(!shorter.replay.problem, "a journal that is cut is torn and not damaged");
  must_hold(shorter.replay.applied <= whole.replay.applied, "a journal that is cut tells no more");

  const auto file = state::state_file_text(whole.data);
  const auto parsed = state::parse_state_file(file, "state.json");
  must_hold(parsed.ok() && parsed.value() == whole.data, "what a journal tells can be kept as a state file");
}

std::string with_check_sums(std::string_view text)
{
  constexpr std::string_view k_opening = R"({"sum":")";
  constexpr std::size_t k_digits = 16;
  std::string result;
  for (const auto line : split(text, '\n')) {
    result += result.empty() ? "" : "\n";
    if (line.starts_with(k_opening) && line.size() > k_opening.size() + k_digits) {
      const auto rest = line.substr(k_opening.size() + k_digits);
      result += std::string(k_opening) + sha256_hex(rest).substr(0, k_digits);
      result += rest;
    } else {
      result += line;
    }
  }
  return result;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
  const auto text = fuzz::text_of(data, size);
  const auto cut = size == 0 ? 0 : data[size / 2] * size / 256;
  check(text, cut);
  const auto summed = with_check_sums(text);
  check(summed, std::min(cut, summed.size()));
  return 0;
}
