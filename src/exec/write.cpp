#include "exec/write.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "exec/entries.hpp"
#include "exec/filled_lookup.hpp"
#include "exec/hidden.hpp"
#include "exec/kept.hpp"
#include "model/habits.hpp"
#include "plan/fields.hpp"
#include "plan/pointer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::exec {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> k_pause_words{"paus", "active", "running", "stop"};

bool touches_filled_lookup(const Writing& writing)
{
  return std::any_of(writing.changes.begin(), writing.changes.end(),
                     [](const plan::FieldChange& change) { return plan::first_segment(change.path) == "data_map"; });
}

// Keys that were to go and are there.
std::vector<std::string> written_back(const Writing& writing, const json& shown)
{
  std::vector<std::string> paths;
  for (const auto& change : writing.changes) {
    if (!change.after && !change.after_unknown && shown.contains(json::json_pointer(change.path))) {
      paths.push_back(change.path);
    }
  }
  return paths;
}

void learn_not_kept(Run& run, const Writing& writing, const std::vector<std::string>& back)
{
  for (const auto& path : back) {
    if (writing.wanted.tombstones.contains(path) && writing.record.not_kept.insert(path).second) {
      run.learn(habit::k_keys_written_back);
      run.telling.warning(writing.wanted.address, "not-kept",
                          fmt::format("the service writes {} again by itself; its `null` counts as fulfilled", path));
    }
  }
}

// That a write does not move updated_at shows only when time has passed since the last one.
void watch_updated_at(Run& run, const std::string& before, const Reading& after)
{
  const auto moved_last = parse_timestamp(before);
  if (moved_last && before == after.shown.updated_at && run.api.server_time() - *moved_last > std::chrono::seconds{2}) {
    run.learn(habit::k_updated_at_frozen);
  }
}

// The entries of a lookup have paths of their own (API notes B7), and so has the lookup that a sink fills.
void send(Run& run, const LiveKey& key, const Writing& writing, const json& body, bool again)
{
  auto fields = body;
  fields.erase("entries");
  fields.erase("data_map");
  if (!fields.empty()) {
    if (auto reply = run.api.update(key.first, key.second, fields, {}); !reply) {
      throw ResourceFailure(reply.error());
    }
  }
  if (body.contains("data_map")) {
    write_filled_lookup(run, key, body["data_map"]);
  }
  if (body.contains("entries")) {
    write_entries(run, key.second, writing.document.value("map_primary_key", ""), body["entries"], again);
  }
}

} // namespace

json body_of(Run& run, const Writing& writing, LiveResource shown)
{
  const auto& wanted = writing.wanted;
  if (touches_filled_lookup(writing)) {
    show_filled_lookup(run, shown);
  }
  auto body = writing.changes.empty()
                  ? json::object()
                  : plan::update_body(wanted, writing.document, shown.body, writing.record.applied, writing.changes);
  refuse_lost_secrets(wanted, writing.document, body, shown);
  const bool marks = writing.write_mark || (!body.empty() && !run.carries_mark(wanted.address, shown.description));
  if (marks || body.contains("description")) {
    const auto text = body.contains("description") && body["description"].is_string()
                          ? body["description"].get<std::string>()
                      : body.contains("description") ? std::string()
                                                     : strip_marks(shown.description);
    body["description"] = run.marked(wanted.address, text, &shown);
  }
  complete_code(body, writing.document, shown);
  return body;
}

void complete_code(json& body, const json& document, const LiveResource& shown)
{
  if (!facts(shown.type).is_code || body.empty()) {
    return;
  }
  for (const auto* const key : {"name", "output_type", "code_type", "code_encoding", "code", "reusable"}) {
    for (const auto* const side : {&document, &shown.body}) {
      if (const auto found = side->find(key); found != side->end() && !found->is_null() && !body.contains(key)) {
        body[key] = *found;
      }
    }
  }
}

Reading put(Run& run, const LiveKey& key, const Writing& writing, const json& body)
{
  const auto before = run.account.latest(key);
  std::vector<std::string> lost;
  std::map<std::string, Spelling> spelt; // as the first answer showed it: once is chance, twice is a habit
  for (int attempt = 0; attempt < 2; ++attempt) {
    send(run, key, writing, body, attempt > 0);
    auto reading = read(run, key);
    if (body.contains("transform")) {
      show_transform(run, reading.shown);
    }
    if (body.contains("data_map")) {
      show_filled_lookup(run, reading.shown);
    }
    auto kept = what_was_kept(run, writing, body, before ? &*before : nullptr, reading.shown);
    lost = std::move(kept.lost);
    if (body.contains("description") && !run.carries_mark(writing.wanted.address, reading.shown.description)) {
      lost.emplace_back("/description");
    }
    const auto back = written_back(writing, plan::live_document(reading.shown));
    const bool as_sent = back.empty() && kept.spelt.empty();
    if (attempt > 0) {
      for (const auto& [path, spelling] : kept.spelt) {
        if (const auto first = spelt.find(path); first == spelt.end() || first->second != spelling) {
          lost.push_back(path);
        }
      }
    }
    spelt = std::move(kept.spelt);
    if (lost.empty() && (as_sent || attempt > 0)) {
      watch_updated_at(run, before ? before->updated_at : "", reading);
      learn_not_kept(run, writing, back);
      learn_spellings(run, writing.wanted.address, spelt, writing.document, writing.record);
      return reading;
    }
  }
  throw NotKept(lost);
}

bool asks_for_pause(const json& body, const ResourceFailure& failure)
{
  if (failure.kind() != nexla::ApiError::Kind::refused || body.empty()) {
    return false;
  }
  if (failure.status() == 405) {
    return true;
  }
  const auto words = lower(failure.service_words());
  const bool speaks_of_it = std::any_of(k_pause_words.begin(), k_pause_words.end(),
                                        [&](std::string_view word) { return words.find(word) != std::string::npos; });
  return speaks_of_it || (failure.status() == 400 && words.empty());
}

} // namespace flowsync::exec
