#include "schema/part_checks.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "model/address.hpp"
#include "model/events.hpp"
#include "schema/present.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace flowsync::schema {

namespace {

class Rows
{
public:
  explicit Rows(Findings& findings) : m_findings(findings) {}

  // Whom or what a row is about, once.
  void take(const std::string& key, const Node& at, std::string_view what)
  {
    const auto [known, fresh] = m_seen.emplace(key, at.at);
    if (!fresh) {
      m_findings.error("duplicate-key", fmt::format("{} is named twice", what), at.at, "keep one of them", width(at));
      m_findings.relate("the first one is here", known->second);
    }
  }

private:
  Findings& m_findings;
  std::map<std::string, Position> m_seen;
};

void check_row(const Node& row, Rows& rows, Findings& findings)
{
  const Entry* who = nullptr;
  for (const auto* const word : {"user", "team", "org"}) {
    const auto* const entry = present(row, word);
    if (entry != nullptr && who != nullptr) {
      findings.error("conflict", fmt::format("`{}` and `{}` both say whose access this is", who->key, entry->key),
                     entry->key_at, "write a row for each", underline_length(entry->key));
      return;
    }
    who = who != nullptr ? who : entry;
  }
  if (who == nullptr) {
    findings.error("missing-key", "access is given to a `user`, a `team` or the organisation (`org: true`)", row.at,
                   "write `{user: ann@acme.example, role: operator}`");
    return;
  }
  const auto& value = *who->value;
  if (who->key == "org" && value.text() != "true") {
    findings.error("bad-value", "`org` is `true` or left out", value.at, "remove the row to give no access",
                   width(value));
    return;
  }
  if (who->key == "user" && value.is_string() && !value.deferred && value.text().find('@') == std::string::npos) {
    findings.error("bad-value", fmt::format("`{}` is not an e-mail address", excerpt(value.text())), value.at,
                   "users are named by their e-mail address, teams by `team: NAME`", width(value));
    return;
  }
  if (present(row, "role") == nullptr) {
    findings.error("missing-key", "this access has no `role`", row.at,
                   "add `role: collaborator`, `operator` or `admin`");
    return;
  }
  const auto name = who->key == "user" ? lower(value.text()) : value.text();
  rows.take(who->key + " " + name, value,
            who->key == "org" ? "the organisation" : fmt::format("`{}`", excerpt(value.text())));
}

void check_access(const Node& holder, Findings& findings)
{
  const auto* const access = present_value(holder, "access");
  const auto* const list = access != nullptr && access->is_map() ? present_value(*access, "list") : access;
  if (access != nullptr && access->is_map() && list == nullptr) {
    findings.error("missing-key", "`access` with a `mode` needs a `list`", access->at,
                   "add `list: [{user: ann@acme.example, role: operator}]`; with `mode: exact`, `list: []` is nobody");
  }
  Rows rows(findings);
  for (const auto& row : list != nullptr ? list->items() : std::vector<NodePtr>{}) {
    if (row->is_map()) {
      check_row(*row, rows, findings);
    }
  }
}

void check_docs(const Node& holder, Findings& findings)
{
  const auto* const docs = present_value(holder, "docs");
  Rows rows(findings);
  for (const auto& doc : docs != nullptr ? docs->items() : std::vector<NodePtr>{}) {
    if (!doc->is_map()) {
      continue;
    }
    const auto* const file = present(*doc, "file");
    const auto* const text = present(*doc, "text");
    const auto* const name = present(*doc, "name");
    if (file != nullptr && text != nullptr) {
      findings.error("conflict", "a document is either a `file` or a `text`", text->key_at, "keep one of them",
                     underline_length(text->key));
    } else if (file == nullptr && (text == nullptr || name == nullptr)) {
      findings.error("missing-key", "a document is a `file`, or a `name` with a `text`", doc->at,
                     "write `{file: orders.md}` or `{name: Orders, text: What they are}`");
    } else if (name != nullptr && name->value->is_string()) {
      rows.take(name->value->text(), *name->value, fmt::format("`{}`", excerpt(name->value->text())));
    } else if (file != nullptr && file->value->is_string()) {
      const auto base = std::filesystem::path(file->value->text()).filename().string();
      rows.take(base, *file->value, fmt::format("the document `{}`", excerpt(base)));
    }
  }
}

std::vector<std::string> events_known(std::optional<ResourceKind> kind)
{
  std::set<std::string> events;
  for (const auto one : kinds_in_flow()) {
    const auto of_kind = kind.value_or(one) == one ? events_of(one) : std::span<const std::string_view>();
    events.insert(of_kind.begin(), of_kind.end());
  }
  return {events.begin(), events.end()};
}

void check_event(const Node& event, std::optional<ResourceKind> kind, Findings& findings)
{
  const auto known = events_known(kind);
  const auto everywhere = events_known({});
  const auto word = upper(event.text());
  if (std::find(known.begin(), known.end(), word) != known.end()) {
    return;
  }
  if (std::find(everywhere.begin(), everywhere.end(), word) != everywhere.end()) {
    findings.error("bad-value", fmt::format("`{}` is not an event of a {}", word, kind_word(*kind)), event.at,
                   fmt::format("a {} has {}", kind_word(*kind), join_words(known)), width(event));
    return;
  }
  const auto near = nearest(word, known);
  auto hint = near ? fmt::format("did you mean `{}`?", *near) : std::string();
  if (kind) {
    findings.warning("unknown-event", fmt::format("`{}` is not a known event", excerpt(event.text())), event.at,
                     near ? std::move(hint) : "it is passed on as it is", width(event));
  } else {
    findings.error("bad-value", fmt::format("`{}` is not a known event", excerpt(event.text())), event.at,
                   near ? std::move(hint) : "write it at the resource that has it", width(event));
  }
}

void check_notifications(const Node& holder, std::optional<ResourceKind> kind, Findings& findings)
{
  const auto* const notifications = present_value(holder, "notifications");
  Rows rows(findings);
  for (const auto& row : notifications != nullptr ? notifications->items() : std::vector<NodePtr>{}) {
    const auto* const event = row->is_map() ? known_text(*row, "event") : nullptr;
    const auto* const channel = row->is_map() ? known_text(*row, "channel") : nullptr;
    if (event != nullptr) {
      check_event(*event, kind, findings);
    }
    if (event != nullptr && channel != nullptr) {
      const auto way = lower(channel->text());
      rows.take(upper(event->text()) + " " + (is_way_of_telling(way) ? way : channel->text()), *channel,
                fmt::format("`{}` for {}", excerpt(channel->text()), excerpt(upper(event->text()))));
    }
  }
}

void check_triggers(const Node& spec, Findings& findings)
{
  const auto* const entry = present(spec, "triggers");
  if (entry == nullptr) {
    return;
  }
  if (present(spec, "source") == nullptr) {
    findings.error("conflict", "only a flow with a source of its own can run after another one", entry->key_at,
                   "remove it here: what hangs from a nexset runs with that", underline_length(entry->key));
  }
  Rows rows(findings);
  for (const auto& row : entry->value->items()) {
    const auto* const after = row->is_map() ? known_text(*row, "after") : nullptr;
    if (after == nullptr) {
      continue;
    }
    const auto address = Address::parse(after->text());
    const bool of_flow = address && (address->kind == ResourceKind::source || address->kind == ResourceKind::sink);
    if (!of_flow && !is_flow_name(after->text())) {
      findings.error("bad-value", fmt::format("`{}` is not a flow, source or sink", excerpt(after->text())), after->at,
                     "write `after: orders`, `after: orders/source` or `after: orders/sink/warehouse`", width(*after));
    } else {
      rows.take(after->text(), *after, fmt::format("`{}`", excerpt(after->text())));
    }
  }
}

} // namespace

void check_parts(const Node& holder, std::optional<ResourceKind> kind, Findings& findings)
{
  check_access(holder, findings);
  if (!kind || *kind == ResourceKind::nexset) {
    check_docs(holder, findings);
  }
  if (!kind) {
    check_triggers(holder, findings);
  }
  if (!kind || in_flow(*kind)) {
    check_notifications(holder, kind, findings);
  }
}

} // namespace flowsync::schema
