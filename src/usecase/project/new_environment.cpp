#include "usecase/project/new_environment.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"
#include "base/rejected.hpp"
#include "base/text.hpp"
#include "spec/yaml_edit.hpp"
#include "spec/yaml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::usecase {

namespace {

NodePtr text_node(std::string text)
{
  return make_scalar(NodeKind::string, std::move(text));
}

// The word by which variables in the shell's environment name one of flowsync's: `eu-prod` is EU_PROD there.
std::string variable_word(const std::string& environment)
{
  auto word = upper(environment);
  std::replace(word.begin(), word.end(), '-', '_');
  return word;
}

// NEXLA_PROD_SERVICE_KEY as NEXLA_QA_SERVICE_KEY; the same text when it does not name the other one.
std::string renamed(const std::string& text, const std::string& other, const std::string& name)
{
  const auto from = variable_word(other);
  const auto at = ("_" + text + "_").find("_" + from + "_");
  return at == std::string::npos ? text : text.substr(0, at) + variable_word(name) + text.substr(at + from.size());
}

class Likeness
{
public:
  Likeness(const spec::Project& project, const std::string& other, const std::string& name)
      : m_other(other),
        m_name(name),
        m_root(*project.layers.at(other).environment->root),
        m_path(project.files->path(m_root.at.file))
  {
    const auto& documents = project.layers.at(other).documents;
    if (std::any_of(documents.begin(), documents.end(),
                    [&](const spec::Document& document) { return document.root->at.file == m_root.at.file; })) {
      throw Fatal(fmt::format("{} holds more than the environment", m_path), ExitCode::error,
                  "give its other documents files of their own");
    }
    m_text = read_file(project.root / m_path).value_or("");
  }

  NewEnvironment make()
  {
    m_edits.push_back(spec::set_value({"metadata", "name"}, text_node(m_name)));
    remove({"metadata", "formerly"});
    take_account();
    take_keys();
    leave_bindings();
    auto edited = spec::edit_yaml(m_text, m_path, {spec::Kind::environment, m_other}, m_edits);
    if (!edited) {
      throw Rejected(edited.error());
    }
    auto text = comment_credentials(std::move(edited).value());
    look_at("variables", fmt::format("they say what {} reads and writes", m_other));
    look_at("naming", fmt::format("names would be those of {}", m_other));
    look_at("state", "two environments cannot keep their states in one place");
    return {std::move(text), std::move(m_to_do)};
  }

private:
  const Node* find(std::initializer_list<const char*> path) const
  {
    const auto* node = &m_root;
    for (const auto* const key : path) {
      node = node != nullptr ? node->get(key) : nullptr;
    }
    return node;
  }

  void remove(const std::vector<std::string>& path)
  {
    const auto* node = &m_root;
    spec::YamlPath steps;
    for (const auto& key : path) {
      node = node != nullptr ? node->get(key) : nullptr;
      steps.emplace_back(key);
    }
    if (node != nullptr) {
      m_edits.push_back(spec::remove_at(steps));
    }
  }

  void take_account()
  {
    constexpr std::string_view k_simulator = "sim:";
    const auto* const url = find({"spec", "nexla", "url"});
    if (url == nullptr || !url->is_string()) {
      return;
    }
    if (url->text().starts_with(k_simulator)) {
      m_edits.push_back(spec::set_value({"spec", "nexla", "url"}, text_node(fmt::format("{}{}", k_simulator, m_name))));
    } else {
      m_to_do.push_back(fmt::format("`spec.nexla.url` is that of {}: is it the same account?", m_other));
    }
  }

  // Keys of `auth` and `secrets` name variables of the machine that flowsync runs on.
  void take_keys()
  {
    for (const auto* const part : {"auth", "read_auth"}) {
      const auto* const keys = find({"spec", "nexla", part});
      for (const auto& entry : keys != nullptr ? keys->entries() : std::vector<Entry>{}) {
        take_key({"spec", "nexla", part, entry.key}, *entry.value);
      }
    }
    const auto* const secrets = find({"spec", "secrets"});
    for (const auto& entry : secrets != nullptr ? secrets->entries() : std::vector<Entry>{}) {
      if (const auto* const variable = entry.value->get("env")) {
        take_key({"spec", "secrets", entry.key, "env"}, *variable);
      }
    }
    if (!m_variables.empty()) {
      m_to_do.push_back(fmt::format("give the runs of {} the variable{} {}", m_name, m_variables.size() > 1 ? "s" : "",
                                    join_words(m_variables)));
    }
    if (!m_kept.empty()) {
      m_to_do.push_back(fmt::format("{} {} as in {}: is that the same key?", join_words(m_kept),
                                    m_kept.size() > 1 ? "stay" : "stays", m_other));
    }
  }

  void take_key(const spec::YamlPath& path, const Node& value)
  {
    if (!value.is_string()) {
      return;
    }
    constexpr std::string_view k_opening = "${env.";
    const auto text = value.text();
    const bool in_braces = text.starts_with(k_opening) && text.ends_with('}');
    const auto variable = in_braces ? text.substr(k_opening.size(), text.size() - k_opening.size() - 1) : text;
    const auto own = renamed(variable, m_other, m_name);
    if (own == variable) {
      m_kept.push_back(fmt::format("`{}`", spec::describe_path(path)));
      return;
    }
    m_variables.push_back(own);
    m_edits.push_back(spec::set_value(path, text_node(in_braces ? fmt::format("${{env.{}}}", own) : own)));
  }

  void leave_bindings()
  {
    const auto* const adopt = find({"spec", "adopt"});
    if (adopt != nullptr && !adopt->entries().empty()) {
      m_to_do.push_back(
          fmt::format("`spec.adopt` of {} is left out: one resource belongs to one environment", m_other));
    }
    remove({"spec", "adopt"});
  }

  // The lines of `credentials:` as comments, so that each can be filled in and told what it was.
  std::string comment_credentials(std::string text)
  {
    SourceFiles files;
    Diagnostics unused;
    const auto read = spec::read_yaml(files, files.add(m_path, text, ""), unused);
    const auto* const spec = read.documents.empty() ? nullptr : read.documents.front()->get("spec");
    const auto* const entry = spec != nullptr ? spec->find("credentials") : nullptr;
    if (entry == nullptr || entry->value->entries().empty()) {
      return text;
    }
    std::vector<std::string> aliases;
    for (const auto& credential : entry->value->entries()) {
      aliases.push_back("`" + credential.key + "`");
    }
    m_to_do.push_back(fmt::format("`spec.credentials` needs {}: they stand there as comments with those of {}; "
                                  "`flowsync credentials -e {}` lists those of the account",
                                  join_words(aliases), m_other, m_name));
    const auto first = entry->key_at.line;
    const bool in_one = entry->value->at.line == first; // between braces
    const auto last = last_line(*entry->value);
    std::string result;
    std::uint32_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
      auto line = text.substr(at, end - at);
      at = end;
      ++number;
      const auto blanks = line.find_first_not_of(' ');
      if (number >= first + (in_one ? 0U : 1U) && number <= last && line[blanks] != '\n' && line[blanks] != '#') {
        line.insert(blanks, "# ");
      }
      result += line;
    }
    return result;
  }

  static std::uint32_t last_line(const Node& node)
  {
    auto last = node.at.line;
    for (const auto& entry : node.entries()) {
      last = std::max({last, entry.key_at.line, last_line(*entry.value)});
    }
    for (const auto& item : node.items()) {
      last = std::max(last, last_line(*item));
    }
    return last;
  }

  void look_at(const char* key, const std::string& why)
  {
    const auto* const value = find({"spec", key});
    if (value == nullptr || (value->is_map() && value->entries().empty())) {
      return;
    }
    m_to_do.push_back(fmt::format("`spec.{}` is taken over: {}", key, why));
  }

  std::string m_other;
  std::string m_name;
  const Node& m_root;
  std::string m_path;
  std::string m_text;
  std::vector<spec::YamlEdit> m_edits;
  std::vector<std::string> m_variables;
  std::vector<std::string> m_kept;
  std::vector<std::string> m_to_do;
};

} // namespace

NewEnvironment environment_like(const spec::Project& project, const std::string& other, const std::string& name)
{
  return Likeness(project, other, name).make();
}

} // namespace flowsync::usecase
