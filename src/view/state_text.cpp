#include "view/state_text.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/secret_places.hpp"
#include "model/sensitive_keys.hpp"
#include "view/state_json.hpp"
#include "view/table.hpp"
#include "view/value_text.hpp"

#include <fmt/format.h>

#include <map>

namespace flowsync::view {

namespace {

using nlohmann::json;

std::string line(std::string_view name, const std::string& text)
{
  return text.empty() ? "" : fmt::format("  {:<12} {}\n", fmt::format("{}:", name), printable(text));
}

std::string block(std::string_view name, const json& value)
{
  if (value.is_null()) {
    return line(name, "nothing");
  }
  auto text = fmt::format("  {}:\n", name);
  for (const auto& part : block_lines(value)) {
    text += "    " + part + "\n";
  }
  return text;
}

template <typename Words>
std::string joined(const Words& words)
{
  return join_words({words.begin(), words.end()});
}

std::string person(const Identity& identity)
{
  auto text = fmt::format("user {}", identity.user_id);
  text += identity.user_name.empty() ? "" : fmt::format(" ({})", identity.user_name);
  text += identity.org_id ? fmt::format(" of organisation {}", *identity.org_id) : "";
  return text + (identity.org_id && !identity.org_name.empty() ? fmt::format(" ({})", identity.org_name) : "");
}

std::string counts(const StateData& state)
{
  std::map<ResourceKind, std::size_t> by_type;
  for (const auto& [address, record] : state.records) {
    ++by_type[record.type];
  }
  std::vector<std::string> words;
  for (const auto& [type, count] : by_type) {
    words.push_back(count_of(count, type_name(type)));
  }
  return words.empty() ? "none" : join_words(words);
}

std::string intent_line(const Intent& intent)
{
  return line("create open", fmt::format("{} ({}), announced at {} and not answered for certain", intent.address.text(),
                                         type_name(intent.type), intent.sent_at));
}

std::string restoration_line(const Restoration& restoration)
{
  return line("to restore", fmt::format("{} below {}, touched by its last verb",
                                        count_of(restoration.statuses.size(), "resource"), restoration.cause.text()));
}

} // namespace

std::string recorded_name(const Record& record)
{
  for (const auto* const side : {&record.observed, &record.applied}) {
    if (const auto name = side->is_object() ? side->find("name") : side->end();
        side->is_object() && name != side->end() && name->is_string()) {
      return name->get<std::string>();
    }
  }
  return {};
}

std::string state_list_text(const std::vector<const Record*>& records, bool wide, const Paint& paint)
{
  if (records.empty()) {
    return {};
  }
  std::string text;
  std::vector<std::vector<std::string>> cells;
  for (const auto* const record : records) {
    text += record->address.text() + "\n";
    cells.push_back({record->address.text(), std::string(type_name(record->type)), std::to_string(record->id),
                     recorded_name(*record)});
  }
  return wide ? table_text({"ADDRESS", "TYPE", "ID", "NAME"}, cells, paint) : text;
}

std::string state_head_text(const StateData& state, const std::string& environment, const Paint& paint)
{
  auto text = paint.bold(fmt::format("State of {}", environment)) + "\n";
  if (state.lineage.empty()) {
    return text + "  nothing was applied here yet\n";
  }
  text += line("serial", std::to_string(state.serial)) + line("lineage", state.lineage);
  text += line("resources", counts(state)) + line("applied at", state.applied_at);
  text += line("applied by", state.identity ? person(*state.identity) : "");
  text += line("commit", state.commit + (state.commit_time.empty() ? "" : " of " + state.commit_time));
  text += line("learnt", joined(state.facts));
  for (const auto& [address, intent] : state.intents) {
    text += intent_line(intent);
  }
  for (const auto& [cause, restoration] : state.restorations) {
    text += restoration_line(restoration);
  }
  return text;
}

std::string record_text(const Record& record, const StateData& state, const Paint& paint)
{
  const auto name = recorded_name(record);
  auto text = paint.bold(record.address.text()) + fmt::format("  {} {}", type_name(record.type), record.id) +
              (name.empty() ? "" : fmt::format(" \"{}\"", printable(name))) + "\n";
  text += line("changed at", record.updated_at);
  text += line("read at", record.read_at + (record.read_at.empty() || record.settled ? "" : " (not settled)"));
  text += line("not kept", joined(record.not_kept));
  std::set<std::string> spelt;
  for (const auto& [path, spelling] : record.spellings) {
    spelt.insert(std::string(path));
  }
  text += line("spelt otherwise", joined(spelt));
  text += record.needs_replace ? line("replace", "this server refused to change its parent or credential") : "";
  if (const auto intent = state.intents.find(record.address); intent != state.intents.end()) {
    text += intent_line(intent->second);
  }
  for (const auto* const restoration : restorations_of(record, state)) {
    text += restoration_line(*restoration);
  }
  auto observed = SecretPlaces(record).masked(record.observed, "");
  mask_sensitive_fields(observed);
  mask_secret_shapes(observed);
  return text + block("last applied", record.applied) + block("last observed", observed);
}

} // namespace flowsync::view
