#include "exec/change.hpp"

#include "base/printable.hpp"
#include "exec/cascade.hpp"
#include "exec/parts.hpp"
#include "exec/project.hpp"
#include "model/habits.hpp"
#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "plan/fields.hpp"
#include "plan/planner.hpp"
#include "plan/pointer.hpp"
#include "plan/secret_memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace flowsync::exec {

namespace {

using nlohmann::json;
using plan::FieldChange;
using plan::FieldClass;

bool is_link(const std::string& path)
{
  return path == "/data_credentials_id" || path == "/data_set_id";
}

// The whole of one alteration.
class Altering
{
public:
  Altering(Run& run, const DesiredResource& wanted, const Reading& live, const Alteration& alteration, Record record,
           const std::function<void(const std::string&)>& wrote)
      : m_run(run),
        m_wanted(wanted),
        m_key(live.shown.type, live.shown.id),
        m_last(live),
        m_record(std::move(record)),
        m_wrote(wrote),
        m_writing{wanted, json::object(), {}, alteration.write_mark, m_record},
        m_mark_can_wait(alteration.mark_can_wait),
        m_flow(alteration.flow)
  {
    for (const auto& field : alteration.fields) {
      if (field.field_class == FieldClass::status) {
        m_status = true;
      } else if (field.path == pointer_below("", plan::k_project_field)) {
        m_project = true;
      } else if (is_part(plan::first_segment(field.path))) {
        m_parts.push_back(field);
      } else {
        m_writing.changes.push_back(field);
      }
    }
    if (!m_writing.changes.empty() || !m_parts.empty()) {
      m_writing.document = run.document_of(wanted);
    }
  }

  void carry_out()
  {
    const auto body = body_of(m_run, m_writing, m_last.shown);
    if (!body.empty()) {
      write(body);
    }
    const bool runs = running(m_last.shown.status) == Running::yes;
    const bool should = m_wanted.state != RunState::paused; // a status is planned for what is left alone to start it
    if (m_status && runs != should) {
      m_last = bring_to(m_run, m_wanted, m_key, should);
      m_wrote(should ? "activated" : "paused");
    }
    if (m_project) {
      join_wanted_project(m_run, m_wanted, m_last.completed);
      m_wrote("joined " + project_words(m_wanted));
    }
    keep_known_parts();
    if (!m_parts.empty()) {
      write_parts(m_run, m_parts, m_writing.document, m_last.completed);
      m_wrote(what_of_parts(m_parts));
    }
    note_applied(m_run, m_wanted, m_record, unsent());
    m_record.needs_replace = false;
    m_run.record(plan::observe(m_wanted, m_last.completed, m_record, m_run.api.server_time(), false));
  }

private:
  bool runs() const { return has_status(m_key.first) && running(m_last.shown.status) == Running::yes; }

  void write(const json& body)
  {
    const bool runtime = std::any_of(m_writing.changes.begin(), m_writing.changes.end(), [](const FieldChange& change) {
      return change.field_class == FieldClass::runtime;
    });
    const bool mark_only = m_writing.changes.empty();
    if (runs() && (runtime || (!m_mark_can_wait && m_run.knows(habit::k_strict_pause)))) {
      bounce();
      return;
    }
    try {
      put_links(body);
    } catch (const ResourceFailure& failure) {
      const bool not_written =
          failure.kind() == nexla::ApiError::Kind::refused || dynamic_cast<const NotKept*>(&failure) != nullptr;
      if (mark_only && m_mark_can_wait && not_written) {
        m_record.mark_pending = true;
        m_run.telling.warning(m_wanted.address, "mark-waits",
                              fmt::format("its mark could not be written yet and waits for the next update: {}",
                                          printable(failure.what())));
        return;
      }
      const bool may_run = has_status(m_key.first) && running(m_last.shown.status) != Running::no; // some show none
      if (!may_run || !asks_for_pause(body, failure)) {
        throw;
      }
      bounce();
      m_run.learn(habit::k_strict_pause);
    }
  }

  // Pause, GET, PUT, GET, activate; then what hangs below as it should be.
  void bounce()
  {
    Cascade cascade(m_run, m_wanted.address, m_last.completed, std::exchange(m_flow, std::nullopt));
    set_running(m_run, m_key, false);
    try {
      m_last = read(m_run, m_key);
      if (runs()) { // answered yes and did nothing
        set_running(m_run, m_key, false);
        m_last = read(m_run, m_key);
      }
      put_links(body_of(m_run, m_writing, m_last.shown));
    } catch (...) { // whatever it was, the flow is not left standing
      resume(cascade);
      throw;
    }
    const bool should = m_wanted.state != RunState::paused;
    if (should) {
      set_running(m_run, m_key, true);
    }
    cascade.restore();
    see_again(cascade.seen_after());
    if (should && running(m_last.shown.status) == Running::no) {
      m_last = bring_to(m_run, m_wanted, m_key, true);
    }
  }

  // How it came out: by what the flow showed of it, where that is still what was read back after the write.
  void see_again(const std::optional<LiveResource>& shown)
  {
    if (!shown || shown->status.empty() || shown->updated_at.empty() || shown->updated_at != m_last.shown.updated_at) {
      m_last = read(m_run, m_key);
      return;
    }
    m_last.shown.status = shown->status;
    m_last.completed.status = shown->status;
    m_run.account.note(m_last.shown);
  }

  void resume(Cascade& cascade)
  {
    try {
      set_running(m_run, m_key, true);
      cascade.restore();
    } catch (const std::exception& failure) {
      m_run.telling.warning(m_wanted.address, "left-paused",
                            fmt::format("it could not be started again: {}", printable(failure.what())),
                            "the next apply finishes this");
    }
  }

  // A PUT that may change a sink's credential or nexset, which some servers do not do (API notes G17, G18).
  void put_links(const json& body)
  {
    std::vector<std::string> links;
    for (const auto& change : m_writing.changes) {
      if (m_wanted.type == ResourceKind::sink && is_link(change.path)) {
        links.push_back(change.path);
      }
    }
    try {
      m_last = put(m_run, m_key, m_writing, body);
    } catch (const NotKept& failure) {
      if (!m_writing.changes.empty()) {
        m_wrote("written in part");
      }
      const bool only_links = std::all_of(failure.paths().begin(), failure.paths().end(), is_link);
      if (only_links) {
        needs_replace(failure.paths(), "answered yes and changed nothing");
      }
      throw;
    } catch (const ResourceFailure& failure) {
      if (links.empty() || failure.kind() != nexla::ApiError::Kind::refused || asks_for_pause(body, failure)) {
        throw;
      }
      put_without(links, body);
      needs_replace(links, printable(failure.what()));
    }
    m_record.mark_pending = m_record.mark_pending && !body.contains("description");
    m_wrote(m_writing.changes.empty() ? "mark written" : "updated " + changed_paths());
    note_put();
  }

  // Tells by elimination that it was the links which the server refused; throws what it says of the rest.
  void put_without(const std::vector<std::string>& links, const json& body)
  {
    auto rest = body;
    for (const auto& link : links) {
      rest.erase(link.substr(1));
    }
    if (!rest.empty()) {
      m_last = put(m_run, m_key, m_writing, rest);
      m_wrote("updated in part");
    }
  }

  [[noreturn]] void needs_replace(const std::vector<std::string>& links, const std::string& why)
  {
    m_record.needs_replace = true;
    m_run.learn(habit::k_links_fixed);
    m_run.record(m_record);
    throw ResourceFailure(fmt::format("this server does not change {} of an existing sink ({}): it has to be replaced",
                                      join_words(links), why),
                          ExitCode::error, "the next plan shows the replacement");
  }

  // Top-level fields of the document that this change leaves as they are.
  std::set<std::string> unsent() const
  {
    std::set<std::string> fields;
    for (const auto& [field, value] : m_wanted.document.items()) {
      fields.insert(field);
    }
    for (const auto& change : m_writing.changes) {
      fields.erase(plan::first_segment(change.path));
    }
    return fields;
  }

  // Replies about a resource do not show its parts; those that nobody changes are as they were observed.
  void keep_known_parts()
  {
    for (const auto& item : m_wanted.document.items()) {
      const auto* const known = is_part(item.key()) ? plan::member(&m_record.observed, item.key()) : nullptr;
      if (known != nullptr && !m_last.completed.body.contains(item.key())) {
        m_last.completed.body[item.key()] = *known;
      }
    }
  }

  // What is stored from here on is the new document, whatever becomes of the status.
  void note_put()
  {
    if (m_writing.changes.empty()) {
      return;
    }
    const auto status =
        m_record.applied.is_object() && m_record.applied.contains("status") ? m_record.applied["status"] : json();
    const auto before = m_record.applied;
    note_applied(m_run, m_wanted, m_record, unsent());
    if (m_status && !status.is_null()) {
      m_record.applied["status"] = status;
    }
    for (const auto& change : m_parts) { // still to be written
      const auto part = plan::first_segment(change.path);
      const auto* const applied = plan::member(&before, part);
      applied != nullptr ? void(m_record.applied[part] = *applied) : void(m_record.applied.erase(part));
    }
    m_run.record(plan::observe(m_wanted, m_last.completed, m_record, m_run.api.server_time(), true));
  }

  std::string changed_paths() const
  {
    std::vector<std::string> paths;
    for (const auto& change : m_writing.changes) {
      paths.push_back(change.path);
    }
    if (paths.size() > 3) {
      return fmt::format("{} and {} more", paths.front(), paths.size() - 1);
    }
    return join_words(paths);
  }

  Run& m_run;
  const DesiredResource& m_wanted;
  LiveKey m_key;
  Reading m_last;
  Record m_record;
  const std::function<void(const std::string&)>& m_wrote;
  Writing m_writing;
  std::vector<FieldChange> m_parts; // entries of what has a path of its own
  bool m_mark_can_wait = false;
  std::optional<FlowReading> m_flow;
  bool m_status = false;
  bool m_project = false;
};

} // namespace

void alter(Run& run, const DesiredResource& wanted, const Reading& live, const Alteration& alteration, Record record,
           const std::function<void(const std::string&)>& wrote)
{
  Altering(run, wanted, live, alteration, std::move(record), wrote).carry_out();
}

json applied_document(Run& run, const DesiredResource& wanted)
{
  auto document = plan::recorded_document(wanted, plan::full_document(wanted, run.bindings_of(wanted)));
  if (const auto project = wanted_project(run, wanted)) {
    document[std::string(plan::k_project_field)] = *project;
  }
  return document;
}

void note_applied(Run& run, const DesiredResource& wanted, Record& record, const std::set<std::string>& unsent)
{
  record.applied = without_later_triggers(run, wanted, applied_document(run, wanted));
  record.deferred = wanted.deferred;
  record.secrets.erase_if([&](std::string_view path, const auto&) { return !wanted.sensitive.contains(path); });
  if (wanted.sensitive.empty()) {
    return;
  }
  std::set<std::string> unknown;
  const auto full = plan::full_document(wanted, run.bindings_of(wanted));
  auto sent = plan::resolve_document(full, wanted.deferred, run.resolver(), unknown);
  for (const auto& field : unsent) {
    sent.erase(field);
  }
  for (auto& [path, digest] : plan::remembered_secrets(wanted, sent, run.left.lineage)) {
    record.secrets[path] = std::move(digest);
  }
}

Reading bring_to(Run& run, const DesiredResource& wanted, const LiveKey& key, bool active)
{
  auto reading = read(run, key);
  Cascade cascade(run, wanted.address, reading.completed);
  const auto there = [&] {
    const auto is = running(reading.shown.status);
    return active ? is != Running::no : is != Running::yes;
  };
  for (int attempt = 0; attempt < 2; ++attempt) {
    set_running(run, key, active);
    reading = read(run, key);
    if (there()) {
      cascade.restore();
      return reading;
    }
  }
  cascade.restore();
  throw ResourceFailure(fmt::format("it was {} twice and the service still shows it as {}",
                                    active ? "activated" : "paused", printable(reading.shown.status)));
}

} // namespace flowsync::exec
