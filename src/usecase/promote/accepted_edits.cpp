#include "usecase/promote/accepted_edits.hpp"

#include "base/text.hpp"
#include "exporter/part_words.hpp"
#include "model/fields.hpp"
#include "model/mark.hpp"
#include "model/parts.hpp"
#include "model/template_text.hpp"
#include "plan/fields.hpp"
#include "spec/flow_parts.hpp"
#include "spec/map_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace flowsync::usecase {

namespace {

using nlohmann::json;

// The steps of an RFC 6901 path, unescaped.
std::vector<std::string> steps_of(const std::string& path)
{
  std::vector<std::string> steps;
  for (const auto part : split(std::string_view(path).substr(1), '/')) {
    std::string step;
    for (std::size_t i = 0; i < part.size(); ++i) {
      const bool escaped = part[i] == '~' && i + 1 < part.size();
      step += escaped ? (part[i + 1] == '1' ? '/' : '~') : part[i];
      i += escaped ? 1U : 0U;
    }
    steps.push_back(std::move(step));
  }
  return steps;
}

// The value as a spec says it: `${var.` and keys that begin with `$` mean something there.
NodePtr as_spec(const json& value)
{
  if (value.is_object()) {
    std::vector<Entry> entries;
    for (const auto& [key, item] : value.items()) {
      entries.push_back({key.starts_with('$') ? "$" + key : key, {}, as_spec(item)});
    }
    return make_map(std::move(entries));
  }
  if (value.is_array()) {
    std::vector<NodePtr> items;
    for (const auto& item : value) {
      items.push_back(as_spec(item));
    }
    return make_list(std::move(items));
  }
  return value.is_string() ? make_scalar(NodeKind::string, escape_template(value.get<std::string>()))
                           : from_json(value);
}

class Translation
{
public:
  Translation(const DesiredResource& desired, const LiveResource& live, const Environment& environment,
              const plan::Bindings& bindings, const ExportedWords& exported, const Node* rendered)
      : m_desired(desired),
        m_live(live),
        m_environment(environment),
        m_bindings(bindings),
        m_exported(exported),
        m_rendered(rendered)
  {
    m_part = is_shared(desired.address.kind) ? spec::YamlPath{std::string("spec")} : spec::place_of(desired.address);
  }

  void field(const plan::FieldChange& change)
  {
    const auto steps = steps_of(change.path);
    const auto& name = steps.front();
    if (change.sensitive) {
      leave(change.path, "it is a secret, which is never written into specs" + where_secret(change.path));
    } else if (name == k_access_part || name == k_notifications_part || name == k_triggers_part) {
      entry(name, change.path, steps);
    } else if (name == facts(m_desired.type).config_field) {
      config(change.path, steps);
    } else if (name == "name") {
      this->name();
    } else if (name == "description") {
      set("description", json(strip_marks(m_live.description)), change.path);
    } else if (name == "tags") {
      set("tags", m_live.body.value("tags", json::array()), change.path);
    } else if (name == "status") {
      const auto is = running(m_live.status);
      set("state", json(is == Running::yes ? "active" : "paused"), change.path);
    } else if (name == plan::k_project_field) {
      leave(change.path, "write the flow's `nexla_project` by hand");
    } else if (name == "data_credentials_id") {
      credential(change.path);
    } else if (const auto found = m_live.body.find(name);
               name == "transform" && found != m_live.body.end() && m_desired.origins.contains("/transform/version")) {
      set("transform", *found, "/transform"); // written out in the specs
    } else {
      as_exported(name, change.path);
    }
  }

  AcceptedEdits take()
  {
    for (const auto& [part, entries] : m_parts) {
      spec::MapBuilder words;
      exporter::put_parts(words, {{part, entries}}, {});
      const auto word = words.build();
      const auto* const written = word->find(part);
      auto rows = written != nullptr ? written->value : make_list({});
      if (m_desired.exact.contains(part)) {
        rows = spec::MapBuilder{}.put("mode", std::string("exact")).put("list", rows).build();
      }
      auto path = part == k_triggers_part ? spec::YamlPath{std::string("spec")} : m_part; // a word of the flow
      path.emplace_back(part);
      add(std::move(path), std::move(rows), "/" + part);
    }
    return std::move(m_result);
  }

private:
  void leave(const std::string& path, const std::string& why)
  {
    m_result.left.push_back(fmt::format("{}: {}", path, why));
  }

  // The words that say a field, as an export writes them.
  void as_exported(const std::string& name, const std::string& field)
  {
    const auto* const known = own_field(m_desired.type, name);
    const bool code = facts(m_desired.type).is_code && known != nullptr && name != "access";
    std::vector<std::string> words;
    if (code) {
      words = {"type", "file", "output"};
    } else if (known != nullptr && !known->word.empty()) {
      words = {std::string(known->word)};
    } else if (name == "entries") {
      words = {name};
    }
    bool any = false;
    for (const auto& word : words) {
      const auto* const entry = m_exported.words != nullptr ? m_exported.words->find(word) : nullptr;
      if (entry != nullptr) {
        auto path = m_part;
        path.emplace_back(word);
        add(std::move(path), name == k_docs_part ? without_foreign_docs(*entry->value) : entry->value, "/" + name);
        any = true;
      }
    }
    if (any && code && m_rendered != nullptr && m_rendered->find("code") != nullptr) {
      auto path = m_part;
      path.emplace_back(std::string("code"));
      add(std::move(path), nullptr, "/" + name); // it is in a file now
    }
    if (!any) {
      leave(field, "export it, or write it by hand");
    }
  }

  // Documents that others wrote are none of the specs'.
  NodePtr without_foreign_docs(const Node& docs) const
  {
    const auto ours = m_desired.document.value(std::string(k_docs_part), json::object());
    std::vector<NodePtr> kept;
    std::copy_if(docs.items().begin(), docs.items().end(), std::back_inserter(kept), [&](const NodePtr& doc) {
      const auto* const name = doc->get("name");
      return name != nullptr && ours.contains(name->text());
    });
    return make_list(std::move(kept));
  }

  // The names of the secrets that the specs have there.
  std::string where_secret(const std::string& path) const
  {
    const json::json_pointer place(path);
    const auto& document = m_desired.document;
    std::vector<std::string> names;
    if (document.contains(place) && document[place].is_string()) {
      for (const auto& piece : parse_template(document[place].get_ref<const std::string&>())) {
        if (piece.kind == PieceKind::secret) {
          names.push_back("${secret." + piece.text + "}");
        }
      }
    }
    return names.empty() ? "" : fmt::format(": give {} the new value, then apply", join_words(names));
  }

  // One entry of a part, which is written as one list.
  void entry(const std::string& part, const std::string& path, const std::vector<std::string>& steps)
  {
    const auto shown = m_live.body.find(part);
    if (steps.size() < 2 || shown == m_live.body.end() || !shown->is_object()) {
      leave(path, "it cannot be read");
      return;
    }
    const auto live = shown->find(steps[1]);
    if (live != shown->end() && *live == "paused") {
      leave(path, "the specs have no word for what is paused: delete it in Nexla, or apply to set it again");
      return;
    }
    auto& entries = m_parts.try_emplace(part, m_desired.document.value(part, json::object())).first->second;
    if (live == shown->end()) {
      entries.erase(steps[1]);
    } else {
      entries[steps[1]] = *live;
    }
  }

  void set(const std::string& word, const json& value, const std::string& field)
  {
    auto path = m_part;
    path.emplace_back(word);
    add(std::move(path), as_spec(value), field);
  }

  void add(spec::YamlPath path, NodePtr value, const std::string& field)
  {
    const bool known = std::any_of(m_result.edits.begin(), m_result.edits.end(),
                                   [&](const AcceptedEdit& edit) { return edit.path == path; });
    if (!known) {
      m_result.edits.push_back({std::move(path), std::move(value), field});
    }
  }

  // Down to the deepest map that both sides have: lists and texts are taken whole.
  void config(const std::string& field, const std::vector<std::string>& steps)
  {
    auto path = m_part;
    path.emplace_back(std::string("config"));
    const auto at = m_live.body.find(steps.front());
    const json* live = at != m_live.body.end() ? &*at : nullptr;
    for (std::size_t i = 1; i < steps.size() && live != nullptr && live->is_object(); ++i) {
      path.emplace_back(steps[i].starts_with('$') ? "$" + steps[i] : steps[i]);
      const auto next = live->find(steps[i]);
      live = next != live->end() ? &*next : nullptr;
    }
    add(std::move(path), live != nullptr ? as_spec(*live) : nullptr, field);
  }

  void name()
  {
    const auto& prefix = m_environment.name_prefix;
    const auto& suffix = m_environment.name_suffix;
    const bool decorated = !m_desired.detected;
    if (!decorated) {
      set("name", json(m_live.name), "/name");
    } else if (m_live.name.size() >= prefix.size() + suffix.size() && m_live.name.starts_with(prefix) &&
               m_live.name.ends_with(suffix)) {
      set("name", json(m_live.name.substr(prefix.size(), m_live.name.size() - prefix.size() - suffix.size())), "/name");
    } else {
      leave("/name", fmt::format("it does not have the `naming` of the environment (`{}`, `{}`)", prefix, suffix));
    }
  }

  void credential(const std::string& field)
  {
    const auto& known = m_bindings.credentials;
    const auto alias =
        std::find_if(known.begin(), known.end(), [&](const auto& one) { return one.second == m_live.credential_id; });
    if (alias != known.end()) {
      set("credential", json(alias->first), field);
    } else if (const auto id = m_live.credential_id) {
      leave(field,
            fmt::format("no alias of this environment stands for credential {}: add one to `credentials:`", *id));
    } else {
      leave(field, "it has no credential any more");
    }
  }

  const DesiredResource& m_desired;
  const LiveResource& m_live;
  const Environment& m_environment;
  const plan::Bindings& m_bindings;
  const ExportedWords& m_exported;
  const Node* m_rendered;
  spec::YamlPath m_part;
  std::map<std::string, json> m_parts; // their entries as they are to be
  AcceptedEdits m_result;
};

} // namespace

AcceptedEdits accepted_edits(const DesiredResource& desired, const plan::ResourceDrift& drift, const LiveResource& live,
                             const Environment& environment, const plan::Bindings& bindings,
                             const ExportedWords& exported, const Node* rendered)
{
  Translation translation(desired, live, environment, bindings, exported, rendered);
  for (const auto& field : drift.fields) {
    if (field.cause != plan::Cause::outside) { // the service's own
      translation.field(field);
    }
  }
  auto accepted = translation.take();
  for (const auto& note : drift.notes) {
    if (!note.outside) {
      accepted.left.push_back(note.text);
    }
  }
  return accepted;
}

} // namespace flowsync::usecase
