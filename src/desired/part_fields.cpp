#include "desired/part_fields.hpp"

#include "base/text.hpp"
#include "desired/script.hpp"
#include "model/events.hpp"
#include "model/parts.hpp"
#include "spec/flow_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace flowsync::desired {

namespace {

// The entries of a part under construction; the later word for one key counts.
class Entries
{
public:
  void put(std::string key, Position at, NodePtr value)
  {
    const auto known =
        std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) { return entry.key == key; });
    if (known != m_entries.end()) {
      *known = Entry{std::move(key), at, std::move(value)};
    } else {
      m_entries.push_back({std::move(key), at, std::move(value)});
    }
  }

  std::vector<Entry> take() { return std::move(m_entries); }

private:
  std::vector<Entry> m_entries;
};

// The flow's word and the resource's own, those that are there.
std::vector<const Node*> said(ResourceBuilder& builder, const char* word, bool inherited = true)
{
  std::vector<const Node*> found;
  const auto* const flow = inherited && builder.flow().spec != nullptr ? builder.flow().spec->get(word) : nullptr;
  for (const auto* const node : {flow, builder.get(word)}) {
    if (node != nullptr && !node->tombstone && node->kind != NodeKind::null) {
      found.push_back(node);
    }
  }
  return found;
}

// A text that must be known before anything is sent; nothing when it is not (reported) or no text.
const Node* known_text(ResourceBuilder& builder, const Node& map, const char* key)
{
  const auto* const node = map.get(key);
  if (node == nullptr || !node->is_string()) {
    return nullptr;
  }
  if (node->deferred) {
    builder.flow().diagnostics.error(
        "reference-not-allowed",
        fmt::format("`{}` must be known before anything is sent: no secret, no id of a resource", key),
        builder.flow().build.files.locate(node->at));
    return nullptr;
  }
  return node;
}

void add_access(ResourceBuilder& builder, const Node& row, Entries& entries)
{
  const auto* const role = known_text(builder, row, "role");
  if (role == nullptr) {
    return;
  }
  const auto value = make_scalar(NodeKind::string, role->text(), role->at);
  if (const auto* const user = known_text(builder, row, "user")) {
    entries.put("user " + lower(user->text()), user->at, value);
  } else if (const auto* const team = known_text(builder, row, "team")) {
    entries.put("team " + team->text(), team->at, value);
  } else if (row.get("org") != nullptr) {
    entries.put("org", row.at, value);
  }
}

void add_doc(ResourceBuilder& builder, const Node& doc, Entries& entries)
{
  const auto* const file = known_text(builder, doc, "file");
  const auto* const text = doc.get("text");
  const auto* const name = known_text(builder, doc, "name");
  if (file != nullptr) {
    const auto& build = builder.flow().build;
    auto read = read_script(*file, build.root, build.files, builder.flow().diagnostics);
    if (read) {
      entries.put(name != nullptr ? name->text() : std::filesystem::path(file->text()).filename().string(), file->at,
                  make_scalar(NodeKind::string, std::string(trim(*read)), file->at));
    }
  } else if (name != nullptr && text != nullptr && text->is_string()) {
    auto value = std::make_shared<Node>(*text);
    if (!text->deferred) {
      value = std::make_shared<Node>(*make_scalar(NodeKind::string, std::string(trim(text->text())), text->at));
      value->sensitive = text->sensitive;
      value->provenance = text->provenance;
    }
    entries.put(name->text(), name->at, value);
  }
}

void add_notification(ResourceBuilder& builder, const Node& row, bool of_flow, Entries& entries)
{
  const auto* const event = known_text(builder, row, "event");
  const auto* const channel = known_text(builder, row, "channel");
  if (event == nullptr || channel == nullptr) {
    return;
  }
  const auto word = upper(event->text());
  if (of_flow && !has_event(builder.resource().type, word)) {
    return;
  }
  const auto way = lower(channel->text());
  entries.put(fmt::format("{} {}", word, is_way_of_telling(way) ? way : channel->text()), channel->at,
              make_scalar(NodeKind::string, "active", channel->at));
}

void set_access(ResourceBuilder& builder)
{
  Entries entries;
  const auto words = said(builder, "access");
  for (const auto* const access : words) {
    const auto* const list = access->is_map() ? access->get("list") : access;
    for (const auto& row : list != nullptr ? list->items() : std::vector<NodePtr>{}) {
      add_access(builder, *row, entries);
    }
    const auto* const mode = access->is_map() ? access->get("mode") : nullptr;
    if (mode != nullptr && mode->text() == "exact") {
      builder.resource().exact.emplace(k_access_part);
    } else if (mode != nullptr) {
      builder.resource().exact.erase(std::string(k_access_part));
    }
  }
  if (!words.empty()) {
    builder.writer().put(std::string(k_access_part), *make_map(entries.take(), words.back()->at));
  }
}

void set_docs(ResourceBuilder& builder, bool first)
{
  Entries entries;
  const auto words = said(builder, "docs", first);
  for (const auto* const docs : words) {
    for (const auto& doc : docs->items()) {
      add_doc(builder, *doc, entries);
    }
  }
  if (!words.empty()) {
    builder.writer().put(std::string(k_docs_part), *make_map(entries.take(), words.back()->at));
  }
}

void set_notifications(ResourceBuilder& builder)
{
  Entries entries;
  const auto words = said(builder, "notifications");
  for (const auto* const notifications : words) {
    for (const auto& row : notifications->items()) {
      add_notification(builder, *row, notifications != builder.get("notifications"), entries);
    }
  }
  if (!words.empty()) {
    builder.writer().put(std::string(k_notifications_part), *make_map(entries.take(), words.back()->at));
  }
}

// What a flow of that name is over with: its only sink has written, or without any its source has read. Nothing where
// it has several.
std::optional<Address> end_of(const ResourceBuilder& builder, const std::string& flow)
{
  const auto& document_of = builder.flow().build.document_of;
  const auto* const document = document_of ? document_of(flow) : nullptr;
  const auto sinks = document != nullptr ? spec::keys_of_parts(*document, ResourceKind::sink) : std::set<std::string>();
  if (sinks.size() > 1) {
    return std::nullopt;
  }
  return sinks.empty() ? Address{ResourceKind::source, flow, ""} : Address{ResourceKind::sink, flow, *sinks.begin()};
}

void add_trigger(ResourceBuilder& builder, const Node& row, Entries& entries)
{
  const auto* const after = known_text(builder, row, "after");
  if (after == nullptr) {
    return;
  }
  const auto report = [&](DiagnosticCode code, std::string message, std::string hint) {
    builder.flow().diagnostics.error(code, std::move(message),
                                     builder.flow().build.files.locate(after->at, after->text()), std::move(hint));
  };
  const auto address = is_flow_name(after->text()) ? end_of(builder, after->text()) : Address::parse(after->text());
  if (!address) {
    report("ambiguous-trigger", fmt::format("`{}` has several sinks", after->text()),
           fmt::format("write `after: {}/sink/KEY`, a row for each that is to be waited for", after->text()));
  } else if (address->flow == builder.flow().flow) {
    report("cyclic-resources", "a flow cannot run after itself", "name another flow");
  } else {
    entries.put(address->text(), after->at, make_scalar(NodeKind::string, "active", after->at));
    builder.writer().point_at(*address, *after);
  }
}

void set_triggers(ResourceBuilder& builder)
{
  const auto* const spec = builder.flow().spec;
  const auto* const triggers = spec != nullptr ? spec->get("triggers") : nullptr;
  if (triggers == nullptr || !triggers->is_list()) {
    return;
  }
  Entries entries;
  for (const auto& row : triggers->items()) {
    if (row->is_map()) {
      add_trigger(builder, *row, entries);
    }
  }
  builder.writer().put(std::string(k_triggers_part), *make_map(entries.take(), triggers->at));
}

} // namespace

void set_parts(ResourceBuilder& builder, bool first_nexset)
{
  for (const auto part : parts_of(builder.resource().type)) {
    if (part == k_access_part) {
      set_access(builder);
    } else if (part == k_docs_part) {
      set_docs(builder, first_nexset);
    } else if (part == k_notifications_part) {
      set_notifications(builder);
    } else if (part == k_triggers_part) {
      set_triggers(builder);
    }
  }
}

} // namespace flowsync::desired
