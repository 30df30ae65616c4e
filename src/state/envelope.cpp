#include "state/envelope.hpp"

#include "base/digest.hpp"
#include "base/printable.hpp"
#include "base/version.hpp"
#include "state/lineage.hpp"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <set>

namespace flowsync::state {

namespace {

constexpr int k_envelope_version = 4; // that of Terraform's states, which some places insist on
constexpr std::size_t k_most_history = 50;
constexpr std::size_t k_most_trash = 20;

Problem damaged_at(const std::string& place, const std::string& what)
{
  return {Problem::Kind::damaged, fmt::format("the state in {} is damaged: {}", place, what),
          "nothing was changed; bring back an earlier version of it there, or put a good copy in its place with "
          "`flowsync state push FILE`"};
}

// The first part of a path below `folder`: a file or a folder; "" for a path that lies elsewhere.
std::string entry_below(const std::string& path, const std::string& folder)
{
  if (!path.starts_with(folder + "/")) {
    return {};
  }
  const auto begin = folder.size() + 1;
  return path.substr(begin, path.find('/', begin) - begin);
}

// Keeps the last `most` entries of a folder. Their names begin with a time or a number of fixed width.
void keep_newest(std::map<std::string, std::string>& files, const std::string& folder, std::size_t most)
{
  std::set<std::string> entries;
  for (const auto& [path, text] : files) {
    if (const auto entry = entry_below(path, folder); !entry.empty()) {
      entries.insert(entry);
    }
  }
  while (entries.size() > most) {
    const auto oldest = *entries.begin();
    entries.erase(entries.begin());
    std::erase_if(files, [&](const auto& file) { return entry_below(file.first, folder) == oldest; });
  }
}

} // namespace

std::string encode_envelope(const Envelope& envelope)
{
  // Written part by part: a state of many megabytes is not copied into a tree first.
  std::string out =
      fmt::format(R"({{"version":{},"serial":{},"lineage":{},"flowsync_version":"{}","files":{{)", k_envelope_version,
                  envelope.serial, nlohmann::json(envelope.lineage).dump(), program_version());
  std::size_t left = envelope.files.size();
  for (const auto& [path, text] : envelope.files) {
    out += fmt::format("\n{}:{}{}", nlohmann::json(path).dump(), nlohmann::json(text).dump(), --left > 0 ? "," : "");
  }
  return out + "}}\n";
}

Result<Envelope, Problem> decode_envelope(std::string_view text, const std::string& place)
{
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) {
    return damaged_at(place, "it is not JSON, so it was cut short, or something else answers there");
  }
  const auto version = json.find("version");
  const auto serial = json.find("serial");
  const auto files = json.find("files");
  if (version != json.end() && version->is_number_integer() && *version > k_envelope_version) {
    const auto writer = newer_writer(text);
    return Problem{Problem::Kind::newer, fmt::format("the state in {} was written by {}", place, writer_words(writer)),
                   fmt::format("nothing was changed; {}", version_to_get(writer))};
  }
  if (files == json.end() && json.contains("terraform_version")) {
    return Problem{Problem::Kind::foreign, fmt::format("what is stored in {} is a state of Terraform", place),
                   "nothing was changed; give the environment an address of its own under `state:`"};
  }
  if (version == json.end() || !version->is_number_integer() || serial == json.end() || !serial->is_number_unsigned() ||
      files == json.end() || !files->is_object()) {
    return damaged_at(place, "it is not what flowsync writes");
  }
  Envelope envelope;
  envelope.serial = serial->get<std::uint64_t>();
  if (const auto lineage = json.find("lineage"); lineage != json.end() && lineage->is_string()) {
    envelope.lineage = lineage->get<std::string>();
  }
  for (const auto& [path, content] : files->items()) {
    if (!content.is_string()) {
      return damaged_at(place, fmt::format("its file {} is not text", printable(path)));
    }
    envelope.files.emplace(path, content.get_ref<const std::string&>());
  }
  return envelope;
}

std::string version_of(const Envelope& envelope, std::string_view encoded)
{
  return fmt::format("{}-{}", envelope.serial, sha256_hex(encoded));
}

Envelope changed(Envelope envelope, const Changes& changes)
{
  if (envelope.lineage.empty()) {
    envelope.lineage = new_lineage();
  }
  ++envelope.serial;
  for (const auto& [path, text] : changes) {
    if (text) {
      envelope.files.insert_or_assign(path, *text);
    } else {
      envelope.files.erase(path);
    }
  }
  keep_newest(envelope.files, k_history_folder, k_most_history);
  keep_newest(envelope.files, k_trash_folder, k_most_trash);
  return envelope;
}

} // namespace flowsync::state
