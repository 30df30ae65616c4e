#include "nexla/auth.hpp"

#include "base/text.hpp"
#include "base/withheld.hpp"
#include "model/template_text.hpp"
#include "model/variable_rules.hpp"
#include "nexla/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

namespace flowsync::nexla {

namespace {

constexpr std::string_view k_example = "write a reference, such as \"${env.NEXLA_SERVICE_KEY}\"";

Location place(const SourceFiles& files, Position at)
{
  return at.known() ? files.locate(at) : Location{};
}

Diagnostic problem(DiagnosticCode code, std::string message, Location where, std::string hint,
                   ExitCode exit = ExitCode::error)
{
  return {Severity::error, code, std::move(message), std::move(where), std::move(hint), {}, exit};
}

Result<Secret, Diagnostic> read_variable(const std::string& name, const KeySources& sources, const Location& where)
{
  if (VariableRules(sources.environment("FLOWSYNC_ENV").value_or("")).is_value(name)) {
    return problem("env-not-allowed",
                   fmt::format("the environment variable {} holds a value that is shown, not a key", name), where,
                   credential_hint(name));
  }
  const auto value = sources.environment(name);
  const auto text = value ? trim(*value) : std::string_view{};
  if (text.empty()) {
    return problem("missing-variable",
                   fmt::format("the environment variable {} is {}", name, value ? "empty" : "not set"), where,
                   fmt::format("set it before starting: export {}=...", name), ExitCode::auth);
  }
  withheld().add(name, text);
  return Secret{std::string(text)};
}

Result<Secret, Diagnostic> read_file(const std::string& path, const KeySources& sources, const Location& where)
{
  namespace fs = std::filesystem;
  std::error_code failed;
  const auto root = fs::canonical(sources.project_root, failed);
  const auto file = failed ? fs::path{} : fs::canonical(root / path, failed);
  if (failed) {
    return problem("missing-file", fmt::format("the file {} cannot be read: {}", path, failed.message()), where,
                   "the path counts from the project root", ExitCode::auth);
  }
  const auto [inside, rest] = std::mismatch(root.begin(), root.end(), file.begin(), file.end());
  if (inside != root.end() || !fs::is_regular_file(file, failed)) {
    return problem("file-outside", fmt::format("{} is not a regular file inside the project", path), where,
                   "let the value come from a variable instead: {env: NEXLA_...}");
  }
  // What git and this program keep there was laid down by others, for other eyes.
  if (std::any_of(rest, file.end(), [](const auto& part) { return part == ".git" || part == ".flowsync"; })) {
    return problem("file-not-allowed", fmt::format("{} lies in a folder of git or flowsync", path), where,
                   "keep secrets in a file of their own, which git ignores");
  }
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream.good() && !stream.eof()) {
    return problem("missing-file", fmt::format("the file {} cannot be read", path), where, "", ExitCode::auth);
  }
  if (text.ends_with('\n')) {
    text.pop_back();
  }
  if (text.ends_with('\r')) {
    text.pop_back();
  }
  if (text.empty()) {
    return problem("empty-secret", fmt::format("the file {} is empty", path), where, "", ExitCode::auth);
  }
  withheld().add(path, text);
  return Secret{std::move(text)};
}

// The value of a text that is one reference and nothing else.
Result<Secret, Diagnostic> read_reference(const std::string& text, const std::map<std::string, SecretSource>& secrets,
                                          const KeySources& sources, const SourceFiles& files, const Location& where)
{
  const auto pieces = parse_template(text);
  if (pieces.size() != 1 || pieces[0].kind == PieceKind::text || pieces[0].kind == PieceKind::broken) {
    return problem("literal-secret", "a key stands in the specs", where,
                   fmt::format("{}; a key that was ever committed should be rotated", k_example));
  }
  const auto& name = pieces[0].text;
  switch (pieces[0].kind) {
  case PieceKind::process:
    return read_variable(name, sources, where);
  case PieceKind::secret: {
    const auto found = secrets.find(name);
    if (found == secrets.end()) {
      return problem("unknown-secret", fmt::format("there is no secret called {}", name), where,
                     "declare it under `secrets:` of the environment");
    }
    return resolve_secret(name, found->second, sources, files);
  }
  default:
    return problem("bad-key-reference", fmt::format("a key cannot come from {}", pieces[0].written), where,
                   std::string(k_example));
  }
}

// A key goes into a header: a blank or line break in it is a slip, and would be an injection.
bool fits_header(const Secret& secret)
{
  const auto& text = secret.reveal();
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

Result<Secret, Diagnostic> run(const AuthSettings& settings, const KeySources& sources, const Location& where)
{
  if (sources.environment("FLOWSYNC_ALLOW_COMMANDS").value_or("") != "1") {
    return problem("command-not-allowed", "`auth.command` may not be run here", where,
                   "if you trust this repository, set FLOWSYNC_ALLOW_COMMANDS=1 in the environment of this program",
                   ExitCode::auth);
  }
  auto arguments = settings.command;
  for (auto& argument : arguments) {
    std::string resolved;
    for (const auto& piece : parse_template(argument)) {
      if (piece.kind == PieceKind::text) {
        resolved += piece.text;
      } else if (piece.kind == PieceKind::process) {
        const auto value = read_variable(piece.text, sources, where);
        if (!value.ok()) {
          return value.error();
        }
        resolved += value->reveal();
      } else {
        return problem("bad-key-reference", fmt::format("{} cannot be used in `auth.command`", piece.written), where,
                       "only ${env.X} can be");
      }
    }
    argument = resolved;
  }
  auto output = run_command(arguments, sources.project_root, sources.command_limit);
  if (!output.ok()) {
    return problem("command-failed", output.error(), where, "run it by hand to see what is wrong", ExitCode::auth);
  }
  return std::move(output.value());
}

} // namespace

Result<Secret, Diagnostic> resolve_secret(const std::string& name, const SecretSource& source,
                                          const KeySources& sources, const SourceFiles& files)
{
  const auto where = place(files, source.at);
  if (!source.env.empty()) {
    return read_variable(source.env, sources, where);
  }
  if (!source.file.empty()) {
    return read_file(source.file, sources, where);
  }
  return problem("empty-secret", fmt::format("the secret {} says neither `env` nor `file`", name), where, "");
}

Result<SessionKey, Diagnostic> resolve_key(const AuthSettings& settings,
                                           const std::map<std::string, SecretSource>& secrets,
                                           const KeySources& sources, const SourceFiles& files)
{
  using Kind = AuthSettings::Kind;
  const auto where = place(files, settings.at);
  if (settings.kind == Kind::none) {
    return problem("no-auth", "the environment has no `nexla.auth`", where,
                   "add auth: {service_key: \"${env.NEXLA_SERVICE_KEY}\"} under `nexla`", ExitCode::auth);
  }
  auto value = settings.kind == Kind::command ? run(settings, sources, where)
                                              : read_reference(settings.text, secrets, sources, files, where);
  if (!value.ok()) {
    return std::move(value.error());
  }
  if (!fits_header(*value)) {
    return problem("bad-key", "the key holds a blank, a line break or a character that keys do not have", where,
                   "copy it again, without quotes or line breaks", ExitCode::auth);
  }
  return SessionKey{settings.kind == Kind::access_token ? SessionKey::Kind::access_token
                                                        : SessionKey::Kind::service_key,
                    std::move(value.value())};
}

} // namespace flowsync::nexla
