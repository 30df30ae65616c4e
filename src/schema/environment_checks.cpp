#include "schema/environment_checks.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "model/connectors.hpp"
#include "model/state_settings.hpp"
#include "model/template_text.hpp"
#include "schema/address_check.hpp"
#include "schema/present.hpp"
#include "schema/secret_checks.hpp"
#include "schema/service_url.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <string>
#include <vector>

namespace flowsync::schema {

namespace {

// Reports maps that do not hold exactly one of these keys; returns the one that is there.
const Entry* exactly_one(const Node& map, const std::vector<std::string>& keys, const std::string& what,
                         Findings& findings)
{
  const Entry* first = nullptr;
  for (const auto& key : keys) {
    const auto* const entry = present(map, key);
    if (entry != nullptr && first != nullptr) {
      findings.error("conflict", fmt::format("{} has both `{}` and `{}`", what, first->key, entry->key), entry->key_at,
                     fmt::format("keep one of {}", join_words(keys)), underline_length(entry->key));
      findings.relate(fmt::format("`{}` is here", first->key), first->key_at);
    }
    first = first != nullptr ? first : entry;
  }
  if (first == nullptr && map.is_map()) {
    findings.error("missing-key", fmt::format("{} needs one of {}", what, join_words(keys)), map.at,
                   fmt::format("add {}", join_words(keys, "or")));
  }
  return first;
}

void check_auth(const Node& auth, const std::string& name, Findings& findings)
{
  const auto* const way = exactly_one(auth, {"service_key", "access_token", "command"}, name, findings);
  const bool is_written_out =
      way != nullptr && way->value->is_string() && !way->value->deferred && !has_template_syntax(way->value->text());
  if (is_written_out) {
    findings.error("literal-secret", fmt::format("the secret `{}` is written out", way->key), way->key_at,
                   "write ${env.NEXLA_SERVICE_KEY} or another name of a variable", underline_length(way->key));
  }
}

void check_account(const Node& spec, Findings& findings)
{
  const auto* const nexla = present_value(spec, "nexla");
  const Node nowhere;
  const Node& account = nexla != nullptr ? *nexla : nowhere;
  const auto* const url = present_value(account, "url");
  if (url == nullptr) {
    findings.error("missing-key", "the environment does not say which Nexla it is",
                   (nexla != nullptr ? *nexla : spec).at,
                   "add `nexla: {url: https://dataops.nexla.io/nexla-api}` or `nexla: {url: sim:NAME}`");
    return;
  }
  if (url->is_string() && !url->deferred) {
    if (auto problem = check_service_url(url->text())) {
      findings.error("bad-url", std::move(problem->message), url->at, std::move(problem->hint), width(*url));
    }
  }
  if (const auto* const auth = present_value(account, "auth")) {
    check_auth(*auth, "auth", findings);
  } else if (!is_simulator(url->text())) {
    findings.error("missing-key", "the environment does not say how to sign in", account.at,
                   "add `auth: {service_key: \"${env.NEXLA_SERVICE_KEY}\"}` below `nexla:`");
  }
  if (const auto* const auth = present_value(account, "read_auth")) {
    check_auth(*auth, "read_auth", findings);
  }
}

void check_credentials(const Node& credentials, Findings& findings)
{
  for (const auto& alias : credentials.entries()) {
    const auto& value = *alias.value;
    if (value.tombstone || !value.is_map()) {
      continue;
    }
    // Both together: the id binds, and the name is what a reviewer reads.
    const auto* const id = present(value, "id");
    const auto* const way =
        id != nullptr
            ? id
            : exactly_one(value, {"id", "name"}, fmt::format("the credential `{}`", excerpt(alias.key)), findings);
    for (const auto* const key : {"type", "owner"}) {
      const auto* const entry = present(value, key);
      if (entry != nullptr && way != nullptr && way->key == "id") {
        findings.error("conflict", fmt::format("`{}` narrows a search by name, but here is an `id`", key),
                       entry->key_at, "an id is enough: leave the rest out", underline_length(entry->key));
      }
    }
    const auto* const type = known_text(value, "type");
    const auto* const known = type != nullptr ? find_connector(type->text()) : nullptr;
    if (type != nullptr && (known == nullptr || !known->has(k_as_credential))) {
      const auto meant = nearest(type->text(), connectors_with(k_as_credential));
      findings.warning("unknown-connector", fmt::format("`{}` is not a known credential type", excerpt(type->text())),
                       type->at, meant ? fmt::format("did you mean `{}`?", *meant) : "it is compared as it is",
                       width(*type));
    }
  }
}

void check_secret_sources(const Node& secrets, Findings& findings)
{
  for (const auto& secret : secrets.entries()) {
    if (!secret.value->tombstone && secret.value->is_map()) {
      exactly_one(*secret.value, {"env", "file"}, fmt::format("the secret `{}`", excerpt(secret.key)), findings);
    }
  }
}

void check_adoptions(const Node& adopt, Findings& findings)
{
  std::map<std::string, const Entry*> ids; // "data_sink 5" -> its first entry
  for (const auto& entry : adopt.entries()) {
    if (entry.value->tombstone) {
      continue;
    }
    const auto address = check_address(entry.key_at, entry.key, findings);
    if (!address || entry.value->kind != NodeKind::integer) {
      continue;
    }
    const auto id = fmt::format("{} {}", type_name(address->kind), entry.value->text());
    if (const auto [first, is_new] = ids.emplace(id, &entry); !is_new) {
      findings.error("conflict", fmt::format("{} is adopted twice", id), entry.value->at, "keep one of them",
                     width(*entry.value));
      findings.relate("the first time is here", first->second->value->at);
    }
  }
}

// RFC 6901, other than the whole document.
bool is_pointer(std::string_view text)
{
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) {
      return false;
    }
  }
  return text.size() > 1 && text.front() == '/';
}

void check_ignored(const Node& safety, Findings& findings)
{
  const auto* const ignore = present_value(safety, "ignore");
  if (ignore == nullptr) {
    return;
  }
  for (const auto& rule : ignore->items()) {
    const auto* const path = known_text(*rule, "path");
    if (path != nullptr && !is_pointer(path->text())) {
      findings.error("bad-value", fmt::format("`{}` is not a path of a field", excerpt(path->text())), path->at,
                     "write a path such as /sink_config/advanced_settings", width(*path));
    }
  }
}

void check_state(const Node& state, Findings& findings)
{
  const auto settings = read_state_settings(&state);
  for (const auto& problem : check_state_settings(settings)) {
    const auto place = settings.places.find(problem.key);
    findings.error(problem.code, problem.text, place != settings.places.end() ? place->second : state.at, problem.hint,
                   place != settings.places.end() ? underline_length(problem.key) : 1);
  }
}

void check_former_names(const Node& document, Findings& findings)
{
  const auto* const metadata = present_value(document, "metadata");
  const auto* const formerly = metadata != nullptr ? present_value(*metadata, "formerly") : nullptr;
  const auto* const name = formerly != nullptr ? present_value(*metadata, "name") : nullptr;
  if (name == nullptr) {
    return;
  }
  for (const auto& former : formerly->items()) {
    if (former->text() == name->text()) {
      findings.error("conflict", "this is the environment's name today, not a former one", former->at, "delete it",
                     width(*former));
    }
  }
}

} // namespace

void check_environment(const Node& document, Findings& findings)
{
  check_former_names(document, findings);
  const auto* const found = present_value(document, "spec");
  const Node nothing = *make_map({}, document.at);
  const Node& spec = found != nullptr ? *found : nothing;
  const auto* const abstract = present_value(spec, "abstract");
  if (abstract == nullptr || abstract->text() != "true") {
    check_account(spec, findings);
  }
  check_secret_shapes(spec, findings);
  using Check = void (*)(const Node&, Findings&);
  const std::array<std::pair<const char*, Check>, 6> parts{{{"credentials", check_credentials},
                                                            {"secrets", check_secret_sources},
                                                            {"adopt", check_adoptions},
                                                            {"safety", check_ignored},
                                                            {"state", check_state},
                                                            {"variables", check_secrets}}};
  for (const auto& [key, check] : parts) {
    if (const auto* const part = present_value(spec, key)) {
      check(*part, findings);
    }
  }
}

} // namespace flowsync::schema
