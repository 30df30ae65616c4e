#include "overlay/process_access.hpp"

#include "overlay/text_resolver.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <vector>

namespace flowsync::overlay {

namespace {

// All that opens sessions.
std::vector<const Node*> keys_of(const Node& document)
{
  const auto* const spec = document.get("spec");
  const auto* const nexla = spec != nullptr ? spec->get("nexla") : nullptr;
  std::vector<const Node*> found;
  for (const auto* const word : {"auth", "read_auth"}) {
    if (const auto* const keys = nexla != nullptr ? nexla->get(word) : nullptr; keys != nullptr) {
      found.push_back(keys);
    }
  }
  return found;
}

void for_each_text(const Node& node, const std::function<void(const Node&)>& visit)
{
  if (node.is_string()) {
    visit(node);
  }
  for (const auto& item : node.items()) {
    for_each_text(*item, visit);
  }
  for (const auto& entry : node.entries()) {
    for_each_text(*entry.value, visit);
  }
}

class Checker
{
public:
  Checker(const Scope& scope, const SourceFiles& files, Diagnostics& diagnostics)
      : m_scope(scope),
        m_files(files),
        m_diagnostics(diagnostics)
  {
  }

  void check_auth(const Node& text)
  {
    for (const auto& piece : parse_template(text.text())) {
      const auto place = [&] { return locate_reference(m_files, text, piece.written); };
      if (piece.kind == PieceKind::process) {
        check_name(piece.text, place());
      } else if (piece.kind == PieceKind::broken) {
        m_diagnostics.error("bad-reference", fmt::format("`{}` {}", piece.written, piece.text), place());
      } else if (piece.kind != PieceKind::text) {
        m_diagnostics.error("reference-not-allowed", fmt::format("`{}` cannot be used in `auth`", piece.written),
                            place(), "only ${env.NAME} works here: keys come from the environment of the process");
      }
    }
  }

  void check_secret(const Entry& secret)
  {
    const auto* const name = secret.value->get("env");
    if (name != nullptr && name->is_string()) {
      const auto place = m_files.locate(name->at, name->text());
      if (m_scope.auth_names.contains(name->text())) {
        m_diagnostics.error("auth-variable-elsewhere",
                            fmt::format("{} opens a session (`auth:`) and may not be a secret too", name->text()),
                            place, "keys must not end up in resources; use another variable");
      } else {
        check_name(name->text(), place);
      }
    }
    const auto* const file = secret.value->get("file");
    if (file != nullptr && file->is_string()) {
      check_file(*file);
    }
  }

private:
  void check_name(const std::string& name, Location place)
  {
    if (m_scope.process.rules().is_value(name)) {
      m_diagnostics.error("env-not-allowed",
                          fmt::format("the environment variable {} holds a value that is shown, not a key", name),
                          std::move(place), credential_hint(name));
    }
  }

  void check_file(const Node& file)
  {
    const auto path = std::filesystem::path(file.text()).lexically_normal();
    if (path.empty() || path.is_absolute() || *path.begin() == "..") {
      m_diagnostics.error("outside-project", fmt::format("`{}` is not inside the project", file.text()),
                          m_files.locate(file.at, file.text()),
                          "secrets elsewhere come in by an environment variable: {env: NAME}");
    }
  }

  const Scope& m_scope;
  const SourceFiles& m_files;
  Diagnostics& m_diagnostics;
};

} // namespace

std::set<std::string, std::less<>> auth_names(const spec::Project& project)
{
  std::set<std::string, std::less<>> names;
  for (const auto* const layer : project.all_layers()) {
    for (const auto* const keys :
         layer->environment ? keys_of(*layer->environment->root) : std::vector<const Node*>{}) {
      for_each_text(*keys, [&](const Node& text) {
        for (const auto& piece : parse_template(text.text())) {
          if (piece.kind == PieceKind::process) {
            names.insert(piece.text);
          }
        }
      });
    }
  }
  return names;
}

void check_process_access(const Node& document, const Scope& scope, const SourceFiles& files, Diagnostics& diagnostics)
{
  Checker checker(scope, files, diagnostics);
  for (const auto* const keys : keys_of(document)) {
    for_each_text(*keys, [&](const Node& text) { checker.check_auth(text); });
  }
  const auto* const spec = document.get("spec");
  const auto* const secrets = spec != nullptr ? spec->get("secrets") : nullptr;
  if (secrets != nullptr) {
    for (const auto& entry : secrets->entries()) {
      checker.check_secret(entry);
    }
  }
}

} // namespace flowsync::overlay
