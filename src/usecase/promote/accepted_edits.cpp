#include "usecase/promote/accepted_edits.hpp"

#include "base/text.hpp"
#include "model/mark.hpp"
#include "model/template_text.hpp"
#include "spec/flow_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
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
              const plan::Bindings& bindings)
      : m_desired(desired),
        m_live(live),
        m_environment(environment),
        m_bindings(bindings)
  {
    m_part = spec::place_of(desired.address);
  }

  void field(const plan::FieldChange& change)
  {
    const auto steps = steps_of(change.path);
    const auto& name = steps.front();
    if (change.sensitive) {
      leave(change.path, "it is a secret, which is never written into specs");
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
    } else if (name == "data_credentials_id") {
      credential(change.path);
    } else if (const auto found = m_live.body.find(name);
               name == "transform" && found != m_live.body.end() && m_desired.origins.contains("/transform/version")) {
      set("transform", *found, "/transform"); // written out in the specs
    } else {
      leave(change.path, "export it, or write it by hand");
    }
  }

  AcceptedEdits take() { return std::move(m_result); }

private:
  void leave(const std::string& path, const std::string& why)
  {
    m_result.left.push_back(fmt::format("{}: {}", path, why));
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
  spec::YamlPath m_part;
  AcceptedEdits m_result;
};

} // namespace

AcceptedEdits accepted_edits(const DesiredResource& desired, const plan::ResourceDrift& drift, const LiveResource& live,
                             const Environment& environment, const plan::Bindings& bindings)
{
  Translation translation(desired, live, environment, bindings);
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
