#include "importer/credentials.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/alias.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

namespace flowsync::importer {

namespace {

// One credential that the file needs; two uses with equal values mean the same one.
struct Wanted
{
  std::optional<ResourceId> id;
  std::string name; // "" unknown
  std::string type; // "" unknown
};

// NAME of "<data_credentials_id: NAME>".
std::optional<std::string> placeholder_name(std::string_view text)
{
  constexpr std::string_view k_opening = "<data_credentials_id:";
  text = trim(text);
  if (!text.starts_with(k_opening) || !text.ends_with('>')) {
    return std::nullopt;
  }
  const auto name = trim(text.substr(k_opening.size(), text.size() - k_opening.size() - 1));
  return name.empty() ? std::nullopt : std::optional(std::string(name));
}

std::string list_of(const std::vector<KnownCredential>& credentials)
{
  std::vector<std::string> words;
  for (const auto& credential : credentials) {
    words.push_back(fmt::format("id {} ({})", credential.id, printable(credential.type)));
  }
  return join_words(words);
}

std::string names_of(const std::vector<KnownCredential>& credentials)
{
  std::vector<std::string> words;
  for (const auto& credential : credentials) {
    words.push_back(fmt::format("{} ({})", printable(credential.name), credential.id));
  }
  return join_words(words);
}

class Finder
{
public:
  Finder(const Properties& properties, const CredentialDirectory& directory, const SourceFiles& files,
         Diagnostics& diagnostics)
      : m_properties(properties),
        m_directory(directory),
        m_files(files),
        m_diagnostics(diagnostics)
  {
  }

  std::optional<Wanted> find(const CredentialUse& use)
  {
    const auto name = name_in(*use.value);
    if (const auto said = said_of(use, name)) {
      return by_id(*said, use.value->at, name.value_or(""));
    }
    if (const auto given = m_properties.credentials.find(use.block); given != m_properties.credentials.end()) {
      return by_id(given->second.id, given->second.at, name.value_or(""));
    }
    if (const auto id = id_of(*use.value)) {
      return by_id(*id, use.value->at, "");
    }
    if (!name) {
      error("wrong-credential", "`data_credentials` must be \"<data_credentials_id: NAME>\" or an id", use.value->at,
            fmt::format("or say which one it is with --credential {}=ID", use.block));
      return std::nullopt;
    }
    return by_name(*name, use);
  }

  // Words of --credential that are neither an alias nor a block of the file.
  void refuse_unused(const std::vector<CredentialUse>& uses)
  {
    for (const auto& [word, id] : m_directory.given) {
      if (m_used.contains(word)) {
        continue;
      }
      std::vector<std::string> known;
      for (const auto& use : uses) {
        const auto name = name_in(*use.value);
        const auto alias = name ? make_alias(*name, k_longest_key, "credential") : use.block;
        if (std::find(known.begin(), known.end(), alias) == known.end()) {
          known.push_back(alias);
        }
      }
      m_diagnostics.error(
          "unknown-credential",
          fmt::format("--credential {}={}: nothing in the file uses `{}`", printable(word), id, printable(word)), {},
          known.empty() ? "it uses no credential" : fmt::format("it uses {}", join_words(known)));
    }
  }

private:
  static std::optional<std::string> name_in(const Node& value)
  {
    const auto* const name = value.is_map() ? value.get("name") : nullptr;
    return name != nullptr && name->is_string() && !name->text().empty() ? std::optional(name->text())
                                                                         : placeholder_name(value.text());
  }

  // What a person said of this use: of its block, or of its alias. An alias that several names have in common, told
  // apart by their connectors, is that of the use that the id fits.
  std::optional<ResourceId> said_of(const CredentialUse& use, const std::optional<std::string>& name)
  {
    for (const auto& word :
         {use.block, name ? make_alias(*name, k_longest_key, "credential") : std::string("credential")}) {
      const auto said = m_directory.given.find(word);
      if (said == m_directory.given.end()) {
        continue;
      }
      m_used.insert(word);
      if (word == use.block || fits(said->second, use, name.value_or(""))) {
        return said->second;
      }
    }
    return std::nullopt;
  }

  // Whether a credential may be meant by this use: it is of the connector's type, or none of that name is.
  bool fits(ResourceId id, const CredentialUse& use, const std::string& name) const
  {
    const auto& account = m_directory.account;
    const auto is_of_type = [&](const KnownCredential& one) { return lower(one.type) == lower(use.type); };
    return !account || std::any_of(account->begin(), account->end(), [&](const KnownCredential& one) {
      return one.id == id && is_of_type(one);
    }) || std::none_of(account->begin(), account->end(), [&](const KnownCredential& one) {
      return one.name == name && is_of_type(one);
    });
  }

  std::optional<Wanted> by_id(ResourceId id, Position at, std::string name)
  {
    if (!m_directory.account) {
      return Wanted{id, std::move(name), ""};
    }
    const auto& account = *m_directory.account;
    const auto found = std::find_if(account.begin(), account.end(),
                                    [&](const KnownCredential& credential) { return credential.id == id; });
    if (found == account.end()) {
      error("unknown-credential", fmt::format("this account shows no credential with the id {}", id), at,
            "`flowsync credentials` lists those that it shows");
      return std::nullopt;
    }
    return Wanted{id, name.empty() ? found->name : std::move(name), found->type};
  }

  std::optional<Wanted> by_name(const std::string& name, const CredentialUse& use)
  {
    const std::pair key(name, use.type);
    if (!m_directory.account || m_chosen.contains(key)) {
      return Wanted{m_directory.account ? std::optional(m_chosen.at(key)) : std::nullopt, name, ""};
    }
    std::vector<KnownCredential> candidates;
    std::vector<KnownCredential> fitting;
    std::vector<std::string> names;
    for (const auto& credential : *m_directory.account) {
      names.push_back(credential.name);
      if (lower(credential.type) == lower(use.type)) {
        fitting.push_back(credential);
      }
      if (credential.name == name) {
        candidates.push_back(credential);
      }
    }
    std::sort(candidates.begin(), candidates.end(),
              [](const KnownCredential& a, const KnownCredential& b) { return a.id < b.id; });
    if (candidates.size() > 1 && std::any_of(candidates.begin(), candidates.end(),
                                             [&](const auto& one) { return lower(one.type) == lower(use.type); })) {
      std::erase_if(candidates, [&](const auto& one) { return lower(one.type) != lower(use.type); });
    }
    if (candidates.empty() && m_directory.choose && !fitting.empty() && !m_unanswered.contains(name)) {
      const auto id = m_directory.choose({name, true, m_files.locate(use.value->at), fitting});
      const auto chosen = std::find_if(fitting.begin(), fitting.end(), [&](const auto& one) { return one.id == id; });
      if (chosen != fitting.end()) {
        m_chosen.emplace(key, chosen->id);
        return Wanted{chosen->id, name, chosen->type};
      }
      m_unanswered.insert(name);
    }
    if (candidates.empty()) {
      const auto said = fmt::format("--credential {}=ID", make_alias(name, k_longest_key, "credential"));
      const auto meant = nearest(name, names);
      const auto those = fitting.empty() ? std::string("`flowsync credentials` lists those that it shows")
                                         : fmt::format("of type {} are {}", printable(use.type), names_of(fitting));
      error("unknown-credential", fmt::format("this account shows no credential with the name `{}`", printable(name)),
            use.value->at,
            meant ? fmt::format("is `{}` meant? Give ids with {} or --properties", printable(*meant), said)
                  : fmt::format("{}; give ids with {} or --properties", those, said));
      return std::nullopt;
    }
    if (candidates.size() == 1) {
      return Wanted{candidates[0].id, name, candidates[0].type};
    }
    return ask(name, use, candidates);
  }

  std::optional<Wanted> ask(const std::string& name, const CredentialUse& use,
                            const std::vector<KnownCredential>& candidates)
  {
    if (m_unanswered.contains(name)) {
      return std::nullopt; // reported once
    }
    const auto where = m_files.locate(use.value->at);
    const auto id = m_directory.choose ? m_directory.choose({name, false, where, candidates}) : std::nullopt;
    const auto chosen = std::find_if(candidates.begin(), candidates.end(),
                                     [&](const KnownCredential& credential) { return credential.id == id; });
    if (chosen == candidates.end()) {
      m_unanswered.insert(name);
      error(
          "ambiguous-credential",
          fmt::format("{} credentials have the name `{}`: {}", candidates.size(), printable(name), list_of(candidates)),
          use.value->at,
          fmt::format("choose one with --credential {}={}, or in a properties file: {{\"inputs\": {{\"{}\": "
                      "{{\"data_credentials\": {}}}}}}}",
                      make_alias(name, k_longest_key, "credential"), candidates[0].id, use.block, candidates[0].id));
      return std::nullopt;
    }
    m_chosen.emplace(std::pair(name, use.type), chosen->id);
    return Wanted{chosen->id, name, chosen->type};
  }

  void error(DiagnosticCode code, std::string message, Position at, std::string hint = {})
  {
    m_diagnostics.error(code, std::move(message), m_files.locate(at), std::move(hint));
  }

  const Properties& m_properties;
  const CredentialDirectory& m_directory;
  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
  std::map<std::pair<std::string, std::string>, ResourceId> m_chosen; // by name and type of connector
  std::set<std::string> m_unanswered;
  std::set<std::string> m_used; // of what a person said
};

// Whether an alias of the environment is this credential.
bool stands_for(const CredentialSelector& alias, const Wanted& wanted, const CredentialDirectory& directory)
{
  if (alias.id || alias.name.empty()) {
    return alias.id && alias.id == wanted.id;
  }
  if (alias.name != wanted.name || (!alias.type.empty() && !wanted.type.empty() && alias.type != wanted.type)) {
    return false;
  }
  // By name: only when that name cannot mean another one.
  return !wanted.id ||
         (directory.account &&
          std::count_if(directory.account->begin(), directory.account->end(), [&](const KnownCredential& credential) {
            return credential.name == alias.name && (alias.type.empty() || credential.type == alias.type);
          }) == 1);
}

bool same(const Wanted& a, const Wanted& b)
{
  return a.id == b.id && (a.id || a.name == b.name);
}

} // namespace

CredentialAliases find_aliases(const std::vector<CredentialUse>& uses, const Properties& properties,
                               const CredentialDirectory& directory, const SourceFiles& files, Diagnostics& diagnostics)
{
  struct Needed
  {
    Wanted wanted;
    std::vector<std::string> blocks;
  };
  std::vector<Needed> needed;
  Finder finder(properties, directory, files, diagnostics);
  for (const auto& use : uses) {
    const auto wanted = finder.find(use);
    if (!wanted) {
      continue;
    }
    const auto known =
        std::find_if(needed.begin(), needed.end(), [&](const Needed& other) { return same(other.wanted, *wanted); });
    if (known != needed.end()) {
      known->blocks.push_back(use.block);
    } else {
      needed.push_back({*wanted, {use.block}});
    }
  }
  finder.refuse_unused(uses);
  // Equal names are told apart in order of id; without ids in the order of the file.
  std::stable_sort(needed.begin(), needed.end(), [](const Needed& a, const Needed& b) {
    constexpr auto k_last = std::numeric_limits<ResourceId>::max();
    return a.wanted.id.value_or(k_last) < b.wanted.id.value_or(k_last);
  });
  CredentialAliases result;
  for (const auto& [wanted, blocks] : needed) {
    const auto existing =
        std::find_if(directory.aliases.begin(), directory.aliases.end(),
                     [&, &wanted = wanted](const auto& entry) { return stands_for(entry.second, wanted, directory); });
    std::string alias;
    if (existing != directory.aliases.end()) {
      alias = existing->first;
    } else {
      const auto fallback = wanted.id ? fmt::format("credential-{}", *wanted.id) : std::string("credential");
      alias = unique_alias(make_alias(wanted.name, k_longest_key, fallback), k_longest_key,
                           [&](const std::string& candidate) {
                             return directory.aliases.contains(candidate) || result.added.contains(candidate);
                           });
      CredentialSelector selector;
      selector.id = wanted.id;
      selector.name = wanted.id ? "" : wanted.name;
      result.added.emplace(alias, std::move(selector));
    }
    for (const auto& block : blocks) {
      result.by_block.emplace(block, alias);
    }
  }
  return result;
}

} // namespace flowsync::importer
