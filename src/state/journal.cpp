#include "state/journal.hpp"

#include "base/digest.hpp"
#include "model/quick_json.hpp"
#include "state/codec.hpp"
#include "state/format_version.hpp"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

namespace flowsync::state {

namespace {

constexpr std::string_view k_opening = R"({"sum":")";
constexpr std::size_t k_sum_digits = 16;

std::string sum_of(std::string_view rest)
{
  return sha256_hex(rest).substr(0, k_sum_digits);
}

// The part of a line that its sum covers; nothing when the sum does not fit.
std::optional<std::string_view> checked(std::string_view line)
{
  const auto rest_at = k_opening.size() + k_sum_digits;
  if (!line.starts_with(k_opening) || line.size() < rest_at ||
      line.substr(k_opening.size(), k_sum_digits) != sum_of(line.substr(rest_at))) {
    return std::nullopt;
  }
  return line.substr(rest_at);
}

// Whether a whole line of the text says that the change of that serial was on the disk. Lines of the formats before 6
// were written when all before them was.
bool any_says_flushed(std::string_view text, std::uint64_t serial)
{
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (!checked(line)) {
      continue;
    }
    const auto json = read_json(line);
    const auto own = decode_count(json.at("serial"));
    const auto flushed = json.find("flushed");
    if ((flushed != json.end() ? decode_count(*flushed) + 1 : own) > serial) {
      return true;
    }
  }
  return false;
}

// Whether a line has a hole of what never came to the disk, and nothing behind it, `rest`, says that it had.
bool is_unflushed(std::string_view line, std::string_view rest, std::uint64_t serial)
{
  return line.find('\0') != std::string_view::npos && !any_says_flushed(rest, serial);
}

} // namespace

std::string journal_line(const std::string& lineage, std::uint64_t serial, std::uint64_t flushed,
                         std::string_view encoded_change)
{
  const auto rest = fmt::format(R"(","version":{},"lineage":"{}","serial":{},"flushed":{},{}}})", k_format_version,
                                lineage, serial, flushed, encoded_change);
  return fmt::format("{}{}{}\n", k_opening, sum_of(rest), rest);
}

Replay replay_journal(std::string_view text, const std::string& file, StateData& data)
{
  Replay replay;
  const auto refuse = [&](std::size_t line, std::string_view what) {
    replay.problem = damaged(file, fmt::format("line {}: {}", line, what));
    return replay;
  };
  const auto first_serial = data.serial;
  for (std::size_t number = 1; replay.good_bytes < text.size(); ++number) {
    const auto rest = text.substr(replay.good_bytes);
    const auto end = rest.find('\n');
    // A cut write leaves a beginning of a line; after a power cut its bytes may be zero.
    if (end == std::string_view::npos || rest.find_first_not_of('\0') == std::string_view::npos) {
      replay.torn = true;
      return replay;
    }
    const auto line = rest.substr(0, end);
    try {
      if (!checked(line)) {
        if (!is_unflushed(line, rest.substr(end + 1), data.serial + 1)) {
          return refuse(number, "its check sum does not fit");
        }
        replay.torn = true;
        return replay;
      }
      const auto json = read_json(line);
      if (decode_number(json.at("version")) > k_format_version) {
        replay.problem = newer_format(file, line);
        return replay;
      }
      const auto lineage = json.at("lineage").get<std::string>();
      const auto serial = decode_count(json.at("serial"));
      if (data.lineage.empty()) {
        data.lineage = lineage;
      }
      if (lineage != data.lineage) {
        return refuse(number, "it belongs to another state");
      }
      if (serial > data.serial + 1 || (serial <= data.serial && replay.applied > 0)) {
        return refuse(number, fmt::format("change {} follows change {}; an older copy of a file was put back", serial,
                                          replay.applied > 0 ? data.serial : first_serial));
      }
      if (serial == data.serial + 1) {
        apply(data, decode_change(json));
        data.serial = serial;
        ++replay.applied;
      }
    } catch (const std::exception& error) {
      return refuse(number, error.what());
    }
    replay.good_bytes += end + 1;
  }
  return replay;
}

} // namespace flowsync::state
