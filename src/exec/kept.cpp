#include "exec/kept.hpp"

#include "base/excerpt.hpp"
#include "base/printable.hpp"
#include "exec/change.hpp"
#include "model/number_text.hpp"
#include "model/pointer.hpp"
#include "model/sensitive_keys.hpp"
#include "plan/compare.hpp"
#include "plan/equality.hpp"
#include "plan/fields.hpp"
#include "plan/likeness.hpp"
#include "plan/pointer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace flowsync::exec {

namespace {

using nlohmann::json;
using plan::FieldChange;

// What differs between the specs and what is shown, in the fields that `body` writes.
std::vector<FieldChange> differences(Run& run, const Writing& writing, const json& body, const LiveResource& shown)
{
  const auto& wanted = writing.wanted;
  auto record = writing.record;
  note_applied(run, wanted, record);
  const auto full = plan::full_document(wanted, run.bindings_of(wanted));
  auto found = plan::compare(wanted, full, &record, shown, run.resolver()).changes;
  std::erase_if(found, [&](const FieldChange& change) {
    return !body.contains(plan::first_segment(change.path)) || !change.after || change.sensitive ||
           is_sensitive_key(json::json_pointer(change.path).back());
  });
  return found;
}

// Fields that were to be emptied because the specs name them no more.
std::vector<std::string> not_emptied(const Writing& writing, const json& body, const LiveResource& shown)
{
  auto emptied = json::object();
  for (const auto& change : writing.changes) {
    const auto field = plan::first_segment(change.path);
    if (!writing.document.contains(field) && body.contains(field)) {
      emptied[field] = body[field];
    }
  }
  if (const auto text = emptied.find("description"); text != emptied.end() && text->is_string()) {
    *text = strip_marks(text->get<std::string>());
  }
  return plan::not_kept(emptied, plan::live_document(shown));
}

// A list that came back in another order is one value, whatever differs inside.
std::optional<std::string> list_around(const std::string& path, const json& document)
{
  for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const json::json_pointer place(path.substr(0, slash));
    if (document.contains(place) && document[place].is_array()) {
      return path.substr(0, slash);
    }
  }
  return std::nullopt;
}

bool is_blank(const json& value)
{
  return value.is_null() || (value.is_structured() && value.empty()) ||
         (value.is_string() && value.get_ref<const std::string&>().find_first_not_of(" \t\r\n") == std::string::npos);
}

bool holds_secrets(const json& value)
{
  auto masked = value;
  mask_sensitive_keys(masked);
  return masked != value;
}

// What was shown of a path before the write, from its difference then; outer nothing: that cannot be told.
class Before
{
public:
  Before(Run& run, const Writing& writing, const json& body, const LiveResource* shown) : m_shown(shown)
  {
    if (shown != nullptr) {
      for (auto& change : differences(run, writing, body, *shown)) {
        m_differences.emplace(change.path, std::move(change.before));
      }
    }
    for (const auto& change : writing.changes) {
      m_planned.emplace(change.path, change.before);
    }
  }

  std::optional<std::optional<json>> of(const FieldChange& change) const
  {
    if (plan::shows_field(*m_shown, plan::first_segment(change.path))) {
      const auto found = m_differences.find(change.path);
      return found != m_differences.end() ? found->second : change.after;
    }
    const auto planned = m_planned.find(change.path);
    return planned != m_planned.end() ? std::optional(planned->second) : std::nullopt;
  }

private:
  const LiveResource* m_shown;
  std::map<std::string, std::optional<json>> m_differences;
  std::map<std::string, std::optional<json>> m_planned;
};

// Whether the service took the value and shows it in its own way. One that stays as it was is none, unless both say the
// same.
bool is_spelling(const FieldChange& change, ResourceKind type, const LiveResource* shown_before, const Before& before)
{
  if (change.field_class == plan::FieldClass::fixed || holds_secrets(*change.after) ||
      (change.before && holds_secrets(*change.before)) || change.path == pointer_below("", plan::k_credential_field) ||
      change.path == pointer_below("", plan::k_sink_parent_field) ||
      change.path == pointer_below("", plan::k_container_field)) {
    return false;
  }
  const bool connector = type == ResourceKind::source || type == ResourceKind::sink;
  if (connector && change.path == "/tags") {
    return true; // many installations keep none on sources and sinks (API notes B2, F26)
  }
  if (!change.before) {
    return is_blank(*change.after);
  }
  if (shown_before == nullptr) {
    return true;
  }
  const auto earlier = before.of(change);
  const bool stayed = !earlier || (*earlier && plan::same(**earlier, *change.before));
  return !stayed || plan::looks_like(*change.after, *change.before);
}

std::string words(const json& value)
{
  return printable(excerpt(write_json(value)));
}

} // namespace

Kept what_was_kept(Run& run, const Writing& writing, const json& body, const LiveResource* before,
                   const LiveResource& shown)
{
  Kept kept;
  kept.lost = not_emptied(writing, body, shown);
  const Before earlier(run, writing, body, before);
  const auto live = plan::live_document(shown);
  for (const auto& change : differences(run, writing, body, shown)) {
    if (const auto list = list_around(change.path, writing.document)) {
      const json::json_pointer place(*list);
      if (live.contains(place) && !holds_secrets(live[place]) && !holds_secrets(writing.document[place]) &&
          plan::looks_like(writing.document[place], live[place])) {
        kept.spelt[*list] = {writing.document[place], live[place]};
        continue;
      }
    }
    if (is_spelling(change, writing.wanted.type, before, earlier)) {
      kept.spelt[change.path] = {*change.after, change.before};
    } else {
      kept.lost.push_back(change.path);
    }
  }
  return kept;
}

void learn_spellings(Run& run, const Address& address, const std::map<std::string, Spelling>& spelt,
                     const json& document, Record& record)
{
  record.spellings.erase_if([&](std::string_view path, const Spelling& known) {
    const json::json_pointer place{std::string(path)};
    return !document.contains(place) || !plan::same(document[place], known.sent);
  });
  for (const auto& [path, spelling] : spelt) {
    record.spellings[path] = {plain_numbers(spelling.sent), spelling.shown};
    run.telling.warning(
        address, "spelt-otherwise",
        spelling.shown
            ? fmt::format("the service keeps {} as {} where {} was sent; both count as one value from now on", path,
                          words(*spelling.shown), words(spelling.sent))
            : fmt::format("the service leaves out {}, sent as {}; that counts as kept from now on", path,
                          words(spelling.sent)),
        "write it as the service does, or leave it to Nexla by `safety.ignore`");
  }
}

} // namespace flowsync::exec
