#include "exec/created.hpp"

#include "base/printable.hpp"
#include "exec/change.hpp"
#include "exec/filled_lookup.hpp"
#include "exec/join.hpp"
#include "exec/kept.hpp"
#include "exec/parts.hpp"
#include "exec/project.hpp"
#include "model/habits.hpp"
#include "model/pointer.hpp"
#include "plan/fields.hpp"
#include "plan/planner.hpp"
#include "plan/pointer.hpp"

#include <algorithm>
#include <set>

namespace flowsync::exec {

namespace {

using nlohmann::json;

// The fields sent that `shown` does not tell.
std::vector<std::string> untold(const json& body, const LiveResource& shown)
{
  std::vector<std::string> fields;
  for (const auto& item : body.items()) {
    if (field_facts(item.key()).comparison != FieldComparison::not_read && !plan::shows_field(shown, item.key())) {
      fields.push_back(item.key());
    }
  }
  return fields;
}

class Finish
{
public:
  Finish(Run& run, const DesiredResource& wanted, const Created& created,
         const std::function<void(const std::string&)>& wrote)
      : m_run(run),
        m_wanted(wanted),
        m_created(created),
        m_wrote(wrote),
        m_document(run.document_of(wanted)),
        m_record(run.store.find(wanted.address).value_or(Record{}))
  {
    note_applied(m_run, m_wanted, m_record);
  }

  void carry_out()
  {
    auto reading = read_back();
    const auto kept = kept_in(reading.shown);
    learn_spellings(m_run, m_wanted.address, kept.spelt, m_document, m_record);
    if (const auto repair = repair_of(kept); !repair.fields.empty()) {
      alter(m_run, m_wanted, reading, repair, m_record, m_wrote);
      m_record = m_run.store.find(m_wanted.address).value_or(m_record); // with what was learnt meanwhile
      reading = read(m_run, m_created.key);
    }
    const bool should = has_status(m_created.key.first) && m_wanted.state != RunState::paused;
    if (should && running(reading.shown.status) == Running::no) {
      reading = bring_to(m_run, m_wanted, m_created.key, true);
    }
    if (m_wanted.joins_project()) {
      join_wanted_project(m_run, m_wanted, reading.completed);
      m_wrote("joined " + project_words(m_wanted));
    }
    if (const auto parts = all_of_parts(without_later_triggers(m_run, m_wanted, m_document)); !parts.empty()) {
      write_parts(m_run, parts, m_document, reading.completed);
      m_wrote(what_of_parts(parts));
    }
    m_run.record(plan::observe(m_wanted, reading.completed, m_record, m_run.api.server_time(), false));
  }

private:
  Kept kept_in(const LiveResource& shown)
  {
    return what_was_kept(m_run, {m_wanted, m_document, {}, false, m_record}, m_created.body, nullptr, shown);
  }

  Reading read_back()
  {
    if (auto reading = reply_as_reading()) {
      return std::move(*reading);
    }
    auto reading = read(m_run, m_created.key);
    m_run.note_untold(m_created.key.first, untold(m_created.body, reading.shown));
    if (m_created.body.contains("data_map")) {
      show_filled_lookup(m_run, reading.shown);
    }
    return reading;
  }

  std::optional<Reading> reply_as_reading()
  {
    const auto element = m_run.account.element(m_created.key);
    const auto& body = m_created.body;
    if (!element || element->status.empty() || m_created.reply.updated_at.empty() || body.contains("data_map") ||
        !m_run.carries_mark(m_wanted.address, element->description) || element->name != m_created.reply.name) {
      return std::nullopt;
    }
    const auto missing = untold(body, m_created.reply);
    const auto kept = kept_in(m_created.reply);
    if (!kept.lost.empty() || !kept.spelt.empty() ||
        !std::all_of(missing.begin(), missing.end(),
                     [&](const std::string& field) { return m_run.is_untold(m_created.key.first, field); })) {
      return std::nullopt;
    }
    Reading reading{m_created.reply, {}};
    reading.shown.status = element->status;
    reading.shown.read_alone = true;
    fill_links(reading.shown, *element);
    reading.shown.code_container_updated_at = element->code_container_updated_at;
    reading.completed = m_run.account.note(reading.shown);
    return reading;
  }

  // What was lost is written once more.
  Alteration repair_of(const Kept& kept) const
  {
    std::set<std::string> fields;
    for (const auto& path : kept.lost) {
      fields.insert(plan::first_segment(path));
    }
    Alteration repair;
    for (const auto& field : fields) {
      plan::FieldChange change;
      change.path = pointer_below("", field);
      change.after = m_created.body.at(field);
      change.field_class = field_facts(field).change;
      repair.fields.push_back(std::move(change));
    }
    return repair;
  }

  Run& m_run;
  const DesiredResource& m_wanted;
  const Created& m_created;
  const std::function<void(const std::string&)>& m_wrote;
  json m_document;
  Record m_record;
};

} // namespace

void start_created(Run& run, const DesiredResource& wanted, const LiveKey& key, const std::string& status)
{
  if (!has_status(key.first)) {
    return;
  }
  const bool should = wanted.state != RunState::paused;
  const auto is = running(status);
  if (is == Running::yes) {
    run.learn(habit::k_runs_after_create);
  }
  if (should ? is != Running::yes : is == Running::yes) {
    set_running(run, key, should);
  }
}

void finish_created(Run& run, const DesiredResource& wanted, const Created& created,
                    const std::function<void(const std::string&)>& wrote)
{
  Finish(run, wanted, created, wrote).carry_out();
}

} // namespace flowsync::exec
