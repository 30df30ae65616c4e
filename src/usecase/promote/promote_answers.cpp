#include "usecase/promote/promote_answers.hpp"

#include "base/printable.hpp"
#include "base/rejected.hpp"
#include "base/text.hpp"
#include "model/connectors.hpp"
#include "spec/config_tree.hpp"
#include "spec/yaml_writer.hpp"
#include "usecase/account/account_credentials.hpp"
#include "usecase/account/service.hpp"
#include "usecase/project/workspace.hpp"
#include "view/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

namespace flowsync::usecase {

namespace {

// "NAME=VALUE" pairs of a flag, each name once.
std::map<std::string, std::string> pairs_of(const std::vector<std::string>& given, const std::string& flag,
                                            const std::string& form)
{
  std::map<std::string, std::string> pairs;
  for (const auto& word : given) {
    const auto sign = word.find('=');
    if (sign == std::string::npos || sign == 0 || !pairs.emplace(word.substr(0, sign), word.substr(sign + 1)).second) {
      throw Fatal(fmt::format("{} `{}` is not {}, each name once", flag, printable(word), form));
    }
  }
  return pairs;
}

std::optional<ResourceId> parse_id(std::string_view text)
{
  text = trim(text);
  ResourceId id = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && id > 0 ? std::optional(id) : std::nullopt;
}

// The text as a scalar of the kind that the other environment has; nothing when it cannot be one. What is only text
// there, or nowhere, is text.
NodePtr scalar_like(const Node* other, const std::string& text)
{
  const auto wanted = other != nullptr ? other->kind : NodeKind::string;
  const auto kind = plain_scalar_kind(text);
  switch (wanted) {
  case NodeKind::list:
  case NodeKind::map:
    return nullptr;
  case NodeKind::boolean:
  case NodeKind::integer:
    return kind == wanted ? make_scalar(kind, text) : nullptr;
  case NodeKind::real:
    return kind == NodeKind::real || kind == NodeKind::integer ? make_scalar(kind, text) : nullptr;
  default:
    return make_scalar(NodeKind::string, text);
  }
}

class Answering
{
public:
  Answering(const PromoteOptions& options, const std::string& environment, const CommandContext& context)
      : m_environment(environment),
        m_context(context),
        m_credentials(pairs_of(options.credentials, "--credential", "ALIAS=ID")),
        m_variables(pairs_of(options.variables, "--var", "NAME=VALUE")),
        m_other(options.from)
  {
  }

  Answers run(const promote::Needs& needs)
  {
    for (const auto& needed : needs.credentials) {
      credential(needed);
    }
    for (const auto& needed : needs.variables) {
      variable(needed);
    }
    for (const auto& needed : needs.secrets) {
      secret(needed);
    }
    check_unused(m_credentials, "--credential", "alias");
    check_unused(m_variables, "--var", "variable");
    if (m_problems.has_errors()) {
      throw Rejected(m_problems);
    }
    return std::move(m_answers);
  }

private:
  void credential(const promote::NeededCredential& needed)
  {
    std::vector<CredentialRow> fitting;
    for (const auto& row : account()) {
      if (fits(needed, row)) {
        fitting.push_back(row);
      }
    }
    const auto given = m_credentials.find(needed.alias);
    auto chosen = given != m_credentials.end() ? parse_id(given->second) : ask(needed, fitting);
    if (!chosen && m_context.around.stop.stop_requested()) {
      throw Fatal("interrupted; nothing was written", ExitCode::interrupted);
    }
    if (given != m_credentials.end()) {
      m_credentials.erase(given);
      if (!check(needed, chosen, fitting)) {
        return;
      }
    }
    if (!chosen) {
      m_problems.error(
          "missing-credential", fmt::format("{} has no credential for the alias `{}`", m_environment, needed.alias),
          {needed.used_at.file, needed.used_at.line, needed.used_at.column, 1, {}}, choices(needed, fitting));
      return;
    }
    const auto row = std::find_if(fitting.begin(), fitting.end(), [&](const auto& one) { return one.id == *chosen; });
    std::vector<Entry> entries{{"id", {}, make_scalar(NodeKind::integer, std::to_string(*chosen))}};
    if (row != fitting.end() && !row->name.empty()) { // the id binds, the name is for those who read it
      entries.push_back({"name", {}, spec::spec_text(row->name)});
    }
    m_answers.edits.push_back(spec::set_value({"spec", "credentials", needed.alias}, make_map(std::move(entries))));
    m_answers.edits.back().one_line = true;
    m_answers.lines.push_back(fmt::format("credentials.{} = {} ({})", needed.alias, *chosen,
                                          printable(row != fitting.end() ? row->name : "")));
  }

  bool check(const promote::NeededCredential& needed, const std::optional<ResourceId>& id,
             const std::vector<CredentialRow>& fitting)
  {
    const auto& all = account();
    const auto row = std::find_if(all.begin(), all.end(), [&](const auto& one) { return id && one.id == *id; });
    const auto place = Location{needed.used_at.file, needed.used_at.line, needed.used_at.column, 1, {}};
    if (row == all.end()) {
      m_problems.error("unknown-credential",
                       fmt::format("the account of {} shows no such credential for `{}`", m_environment, needed.alias),
                       place, choices(needed, fitting));
      return false;
    }
    if (!fits(needed, *row)) {
      m_problems.error("wrong-credential-type",
                       fmt::format("credential {} (`{}`) is of type {}, but `{}` is used for {}", row->id,
                                   printable(row->name), printable(row->type), needed.alias, type_words(needed)),
                       place, choices(needed, fitting));
      return false;
    }
    return true;
  }

  // Whether it can open one of those that use the alias.
  static bool fits(const promote::NeededCredential& needed, const CredentialRow& row)
  {
    return needed.types.empty() || std::any_of(needed.types.begin(), needed.types.end(),
                                               [&](const auto& type) { return may_open(row.type, type); });
  }

  static std::string type_words(const promote::NeededCredential& needed)
  {
    return join_words({needed.types.begin(), needed.types.end()});
  }

  std::string choices(const promote::NeededCredential& needed, const std::vector<CredentialRow>& fitting) const
  {
    if (fitting.empty()) {
      return fmt::format("the account has none of type {}: create it in Nexla first", type_words(needed));
    }
    std::vector<std::string> names;
    for (const auto& row : fitting) {
      names.push_back(fmt::format("{} ({})", row.id, printable(row.name)));
    }
    return fmt::format("--credential {}=ID; there {} {}", needed.alias, names.size() == 1 ? "is" : "are",
                       join_words(names));
  }

  std::optional<ResourceId> ask(const promote::NeededCredential& needed, const std::vector<CredentialRow>& fitting)
  {
    if (!m_context.console.can_ask() || fitting.empty()) {
      return std::nullopt;
    }
    std::vector<std::vector<std::string>> cells;
    for (const auto& row : fitting) {
      cells.push_back({std::to_string(row.id), row.name, row.type, row.owner, row.verified.empty() ? "-" : row.verified,
                       row.aliases.empty() ? "-" : fmt::format("{}", fmt::join(row.aliases, ", "))});
    }
    const auto table =
        view::table_text({"ID", "NAME", "TYPE", "OWNER", "VERIFIED", "ALIAS"}, cells, m_context.console.err_paint());
    const auto question =
        fmt::format("Id of the credential for {}{} in {}: ", needed.alias,
                    needed.types.empty() ? "" : fmt::format(" ({})", type_words(needed)), m_environment);
    const auto there = needed.elsewhere.empty()
                           ? std::string()
                           : fmt::format("In {} it is {}.\n", m_other, printable(needed.elsewhere));
    auto answer = m_context.console.ask(fmt::format("\n{}{}{}", table, there, question));
    constexpr int k_most = 3;
    for (int times = 1; answer; ++times) {
      const auto id = parse_id(*answer);
      if (std::any_of(fitting.begin(), fitting.end(), [&](const auto& row) { return id && row.id == *id; })) {
        return id;
      }
      if (times == k_most || trim(*answer).empty()) {
        break;
      }
      answer = m_context.console.ask("That is none of these ids. " + question);
    }
    return std::nullopt;
  }

  // Null, with a problem, when the other environment has a value of another kind.
  NodePtr value_for(const promote::NeededVariable& needed, const std::string& text)
  {
    auto value = scalar_like(needed.elsewhere.get(), text);
    if (value == nullptr) {
      const auto& other = *needed.elsewhere;
      m_problems.error(
          "wrong-type",
          fmt::format("`{}` cannot be the variable {}: in {} it is {}", printable(text), needed.name, m_other,
                      describe(other.kind)),
          needed.elsewhere_at,
          other.is_scalar()
              ? fmt::format("give {}, or make it text in {} first", describe(other.kind), m_other)
              : fmt::format("write it into the environment.yaml of {} by hand, then promote again", m_environment));
    }
    return value;
  }

  void variable(const promote::NeededVariable& needed)
  {
    const auto given = m_variables.find(needed.name);
    NodePtr value;
    if (given != m_variables.end()) {
      value = value_for(needed, given->second);
      m_variables.erase(given);
      if (value == nullptr) {
        return;
      }
    } else if (needed.elsewhere != nullptr && needed.elsewhere->is_scalar() && m_context.console.can_ask()) {
      const auto shown = spec::write_yaml_line(*needed.elsewhere);
      const auto typed = m_context.console.ask(fmt::format(
          "Value of the variable {} in {} [{}, as in {}]: ", needed.name, m_environment, printable(shown), m_other));
      if (typed && !trim(*typed).empty()) {
        value = value_for(needed, std::string(trim(*typed)));
        if (value == nullptr) {
          return;
        }
      }
    }
    if (value == nullptr && needed.elsewhere == nullptr) {
      m_problems.error(
          "undefined-variable",
          fmt::format("{} has no variable `{}`, and no other environment to take it from", m_environment, needed.name),
          {}, fmt::format("--var {}=VALUE", needed.name));
      return;
    }
    if (value == nullptr) {
      value = needed.elsewhere;
      m_answers.remarks.push_back(fmt::format("The variable {} is {}, as in {}: change it if {} is another.",
                                              needed.name, printable(spec::write_yaml_line(*value)), m_other,
                                              m_environment));
    }
    m_answers.edits.push_back(spec::set_value({"spec", "variables", needed.name}, value));
    m_answers.lines.push_back(fmt::format("variables.{} = {}", needed.name, printable(spec::write_yaml_line(*value))));
  }

  void secret(const promote::NeededSecret& needed)
  {
    const bool by_variable = !needed.source.env.empty();
    const auto& source = by_variable ? needed.source.env : needed.source.file;
    if (source.empty()) {
      m_problems.error(
          "undefined-secret",
          fmt::format("{} has no secret `{}`, and no other environment to take it from", m_environment, needed.name),
          {}, fmt::format("write `secrets: {{{}: {{env: NEXLA_...}}}}` into its environment.yaml", needed.name));
      return;
    }
    m_answers.edits.push_back(
        spec::set_value({"spec", "secrets", needed.name},
                        make_map({{by_variable ? "env" : "file", {}, make_scalar(NodeKind::string, source)}})));
    m_answers.edits.back().one_line = true;
    m_answers.lines.push_back(fmt::format("secrets.{} from {}", needed.name, source));
    m_answers.remarks.push_back(fmt::format("The value of the secret {} goes into {} where flowsync runs.", needed.name,
                                            by_variable ? "$" + source : "the file " + source));
  }

  void check_unused(const std::map<std::string, std::string>& left, const std::string& flag, const std::string& what)
  {
    for (const auto& [name, value] : left) {
      m_problems.error("not-needed",
                       fmt::format("{} {}: {} needs no such {}", flag, printable(name), m_environment, what), {},
                       "what it defines already is changed in its environment.yaml");
    }
  }

  // The credentials of the account; read once, when first asked for.
  const std::vector<CredentialRow>& account()
  {
    if (!m_account) {
      const auto settings = load_settings(m_context, m_environment);
      const auto service =
          open_service(settings.project, settings.environment,
                       setting_place(settings.document, *settings.project.files, {"spec", "nexla", "url"}), m_context);
      const auto doing = fmt::format("the account of {} could not be read; nothing was written", m_environment);
      value_or_fail(service->api().identify(m_context.around.stop), doing);
      const auto listed = value_or_fail(service->api().list(ResourceKind::credential, m_context.around.stop), doing);
      m_account = credential_rows(listed.items, {}, settings.environment, "");
    }
    return *m_account;
  }

  const std::string& m_environment;
  const CommandContext& m_context;
  std::map<std::string, std::string> m_credentials; // given and not used yet
  std::map<std::string, std::string> m_variables;
  std::string m_other;
  std::optional<std::vector<CredentialRow>> m_account;
  Diagnostics m_problems;
  Answers m_answers;
};

} // namespace

Answers answer(const promote::Needs& needs, const PromoteOptions& options, const std::string& environment,
               const CommandContext& context)
{
  return Answering(options, environment, context).run(needs);
}

} // namespace flowsync::usecase
