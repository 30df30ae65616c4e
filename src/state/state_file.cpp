#include "state/state_file.hpp"

#include "base/digest.hpp"
#include "base/version.hpp"
#include "state/codec.hpp"
#include "state/entry_lines.hpp"
#include "state/format_version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <vector>

namespace flowsync::state {

namespace {

using Json = nlohmann::json;

constexpr std::string_view k_head = R"({"version":)";
constexpr std::string_view k_checksum = "\"checksum\":\"sha256:";

std::string entry_line(const Record& record)
{
  return record_line(record);
}

template <typename Value>
std::string entry_line(const Value& value)
{
  return dump_line(encode(value));
}

template <typename Values>
void write_section(std::string& out, std::string_view name, const Values& values)
{
  fmt::format_to(std::back_inserter(out), "\"{}\":{{\n", name);
  std::size_t left = values.size();
  for (const auto& [address, value] : values) {
    fmt::format_to(std::back_inserter(out), "\"{}\":{}{}\n", address.text(), entry_line(value), --left > 0 ? "," : "");
  }
  out += "},\n";
}

std::string write_head(const StateData& data)
{
  auto head = fmt::format(R"({}{},"lineage":{},"serial":{},"flowsync_version":"{}")", k_head, k_format_version,
                          dump_line(data.lineage), data.serial, program_version());
  if (!data.project.empty()) {
    head += fmt::format(R"(,"project":{},"environment":{})", dump_line(data.project), dump_line(data.environment));
  }
  if (data.identity) {
    head += ",\"identity\":" + dump_line(encode(*data.identity));
  }
  return head + fmt::format(R"(,"owners":{},"commit":{},"commit_time":{},"applied_at":{},"completed":{},"facts":{})",
                            dump_line(Json(data.owners)), dump_line(data.commit), dump_line(data.commit_time),
                            dump_line(data.applied_at), dump_line(Json(data.completed)), dump_line(Json(data.facts)));
}

// The entry lines of a section.
std::vector<std::string_view> take_section(Lines& lines, std::string_view name)
{
  if (lines.take() != fmt::format("\"{}\":{{", name)) {
    throw std::invalid_argument(fmt::format("the section \"{}\" is missing", name));
  }
  return take_entries(lines, "},");
}

void read_head(std::string_view line, StateData& data)
{
  if (!line.ends_with(',')) {
    throw std::invalid_argument("its first line is not complete");
  }
  line.remove_suffix(1);
  const auto head = Json::parse(std::string(line) + "}");
  data.lineage = head.at("lineage").get<std::string>();
  data.serial = decode_count(head.at("serial"));
  data.project = head.value("project", std::string()); // since version 4
  data.environment = head.value("environment", std::string());
  if (const auto identity = head.find("identity"); identity != head.end()) {
    data.identity = decode_identity(*identity);
  }
  data.owners = head.value("owners", data.owners); // since version 4; before, the one who applied last is all there is
  if (data.identity && data.owners.empty()) {
    data.owners.insert(data.identity->user_id);
  }
  data.commit = head.at("commit").get<std::string>();
  data.commit_time = head.value("commit_time", std::string()); // since version 2
  data.applied_at = head.at("applied_at").get<std::string>();
  data.completed = head.value("completed", data.completed); // since version 3
  data.facts = head.at("facts").get<std::set<std::string>>();
}

// The version that the text says it has; nothing when it says none.
std::optional<std::int64_t> version_of(std::string_view text)
{
  const auto whole = Json::parse(text, nullptr, false);
  const auto version = whole.is_object() ? whole.find("version") : whole.end();
  if (!whole.is_object() || version == whole.end() || !version->is_number_integer()) {
    return std::nullopt;
  }
  return version->get<std::int64_t>();
}

bool has_known_version(std::string_view text)
{
  int version = 0;
  const auto digits = text.substr(std::min(k_head.size(), text.size()));
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  return text.starts_with(k_head) && read.ec == std::errc{} && version >= 1 && version <= k_format_version;
}

// Whether the check sum at the end fits what comes before it.
bool checksum_fits(std::string_view text)
{
  const auto at = text.rfind(k_checksum);
  return at != std::string_view::npos &&
         text.substr(at) == fmt::format("{}{}\"}}\n", k_checksum, sha256_hex(text.substr(0, at)));
}

} // namespace

std::string state_file_text(const StateData& data)
{
  std::string out = write_head(data) + ",\n";
  write_section(out, "records", data.records);
  write_section(out, "intents", data.intents);
  write_section(out, "restorations", data.restorations);
  const auto sum = sha256_hex(out);
  return out + fmt::format("{}{}\"}}\n", k_checksum, sum);
}

Result<StateData, Problem> parse_state_file(std::string_view text, const std::string& file)
{
  if (!has_known_version(text) || !checksum_fits(text)) {
    if (version_of(text).value_or(0) > k_format_version) {
      return newer_format(file, text);
    }
    return damaged(file, "its check sum does not fit, so it was cut short or edited");
  }
  StateData data;
  Lines lines(text);
  try {
    read_head(lines.take(), data);
    for (auto& record : read_records(take_section(lines, "records"))) {
      auto address = record.address;
      data.records.emplace_hint(data.records.end(), std::move(address), std::move(record));
    }
    for (const auto entry : take_section(lines, "intents")) {
      auto [address, value] = split_entry(entry);
      data.intents.emplace(address, decode_intent(address, value));
    }
    for (const auto entry : take_section(lines, "restorations")) {
      auto [address, value] = split_entry(entry);
      data.restorations.emplace(address, decode_restoration(address, value));
    }
  } catch (const std::exception& error) {
    return damaged(file, fmt::format("at or before line {}: {}", lines.number(), error.what()));
  }
  return data;
}

} // namespace flowsync::state
