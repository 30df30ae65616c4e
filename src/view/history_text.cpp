#include "view/history_text.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "view/touch_words.hpp"
#include "view/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

constexpr std::size_t k_short_commit = 12;

// A text of an entry, which anybody who can write the state may have written.
std::string text_of(const nlohmann::json& entry, const char* key)
{
  const auto found = entry.find(key);
  return found != entry.end() && found->is_string() ? printable(found->get_ref<const std::string&>()) : std::string();
}

std::int64_t number_of(const nlohmann::json& entry, const char* key)
{
  const auto found = entry.find(key);
  return found != entry.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::string counts(const nlohmann::json& entry)
{
  const auto found = entry.find("summary");
  const auto none = nlohmann::json::object();
  const auto& summary = found != entry.end() && found->is_object() ? *found : none;
  std::vector<std::string> words;
  const std::vector<std::pair<const char*, const char*>> kinds{
      {"create", "created"}, {"update", "changed"}, {"replace", "replaced"}, {"delete", "deleted"},
      {"adopt", "adopted"},  {"move", "moved"},     {"failed", "failed"}};
  for (const auto& [key, word] : kinds) {
    if (const auto count = number_of(summary, key); count > 0) {
      words.push_back(fmt::format("{} {}", count, word));
    }
  }
  return words.empty() ? "nothing changed" : fmt::format("{}", fmt::join(words, ", "));
}

std::string moment(const nlohmann::json& entry)
{
  auto time = text_of(entry, "ended_at");
  if (const auto point = time.find('.'); point != std::string::npos) {
    time = time.substr(0, point) + "Z";
  }
  std::replace(time.begin(), time.end(), 'T', ' ');
  return time;
}

std::string commit_of(const nlohmann::json& entry)
{
  const auto commit = text_of(entry, "commit").substr(0, k_short_commit);
  const auto dirty = entry.find("dirty");
  const bool changed = dirty != entry.end() && dirty->is_boolean() && dirty->get<bool>();
  return commit.empty() ? "" : fmt::format("  commit {}{}", commit, changed ? " (dirty)" : "");
}

} // namespace

std::string history_text(const std::vector<nlohmann::json>& entries, const Paint& paint)
{
  std::string text;
  for (const auto& entry : entries) {
    const auto link = text_of(entry, "link");
    text +=
        fmt::format("{:>6}  {}  {}  by {}{}{}\n", number_of(entry, "serial"), moment(entry), paint.bold(counts(entry)),
                    text_of(entry, "who"), commit_of(entry), link.empty() ? "" : "  " + link);
  }
  return text;
}

std::string history_entry_text(const nlohmann::json& entry, const Paint& paint)
{
  auto text = history_text({entry}, paint);
  if (const auto digest = text_of(entry, "actions_digest"); !digest.empty()) {
    text += fmt::format("        plan {}\n", digest);
  }
  const auto changes = entry.find("changes");
  if (changes == entry.end() || !changes->is_array()) {
    return text;
  }
  for (const auto& change : *changes) {
    if (!change.is_object()) {
      continue;
    }
    const auto actions = change.find("actions");
    std::string action;
    for (const auto& one : actions != change.end() && actions->is_array() ? *actions : nlohmann::json::array()) {
      action += (action.empty() ? "" : ", ") + (one.is_string() ? printable(one.get<std::string>()) : std::string());
    }
    text += fmt::format("\n{}: {} ({} {}), {}\n", paint.bold(text_of(change, "address")), action,
                        text_of(change, "type"), number_of(change, "id"), text_of(change, "outcome"));
    if (const auto undone = change.find("undone"); undone != change.end() && undone->is_object()) {
      text += fmt::format("  undoes what was changed in Nexla{}\n",
                          touch_words({undone->value("who", ""), parse_timestamp(text_of(*undone, "at"))}, " "));
    }
    const auto fields = change.find("fields");
    for (const auto& field : fields != change.end() && fields->is_array() ? *fields : nlohmann::json::array()) {
      if (field.is_object()) {
        text += fmt::format("  {}: {} -> {}\n", text_of(field, "path"),
                            inline_value(field.value("before", nlohmann::json())),
                            inline_value(field.value("after", nlohmann::json())));
      }
    }
    if (const auto left_out = number_of(change, "fields_left_out"); left_out > 0) {
      text += fmt::format("  {} fields are not kept, because this apply changed very much\n", left_out);
    }
  }
  return text;
}

} // namespace flowsync::view
