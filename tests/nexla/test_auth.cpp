#include "nexla/auth.hpp"

#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <unistd.h>
#include <filesystem>
#include <fstream>

using namespace flowsync;
using namespace flowsync::nexla;
namespace fs = std::filesystem;

namespace {

// A project folder that goes away with the test, and an environment that the test sets.
struct Place : testing::TemporaryFolder
{
  const fs::path& root = folder();
  std::map<std::string, std::string> variables;
  std::map<std::string, SecretSource> secrets;
  SourceFiles files;
  Duration limit{10'000};

  Result<SessionKey, Diagnostic> resolve(const AuthSettings& settings)
  {
    const KeySources sources{[this](const std::string& name) -> std::optional<std::string> {
                               const auto found = variables.find(name);
                               return found == variables.end() ? std::nullopt : std::optional(found->second);
                             },
                             root, limit};
    return resolve_key(settings, secrets, sources, files);
  }
  Result<SessionKey, Diagnostic> resolve_text(const std::string& text)
  {
    AuthSettings settings;
    settings.kind = AuthSettings::Kind::service_key;
    settings.text = text;
    settings.at = {files.add("environments/prod/environment.yaml", "a\nb\n", "prod"), 2, 1};
    return resolve(settings);
  }
  Result<SessionKey, Diagnostic> run(std::vector<std::string> command)
  {
    AuthSettings settings;
    settings.kind = AuthSettings::Kind::command;
    settings.command = std::move(command);
    return resolve(settings);
  }
};

} // namespace

TEST_CASE("a key comes from a permitted variable")
{
  Place place;
  place.variables = {{"NEXLA_KEY", "abc\n"}, {"FLOWSYNC_KEY", "def"}, {"PROD_KEY", "ghi"}};
  CHECK(place.resolve_text("${env.NEXLA_KEY}")->value.reveal() == "abc");
  CHECK(place.resolve_text("${env.NEXLA_KEY}")->kind == SessionKey::Kind::service_key);
  CHECK(place.resolve_text("${env.FLOWSYNC_KEY}")->value.reveal() == "def");
  CHECK(place.resolve_text("${env.PROD_KEY}")->value.reveal() == "ghi");
  place.variables["FLOWSYNC_ENV"] = "OTHER,PROD_KEY"; // which specs may show
  CHECK(place.resolve_text("${env.PROD_KEY}").error().code == "env-not-allowed");
  place.variables["FLOWSYNC_VAR_KEY"] = "jkl";
  CHECK(place.resolve_text("${env.FLOWSYNC_VAR_KEY}").error().code == "env-not-allowed");
  AuthSettings token;
  token.kind = AuthSettings::Kind::access_token;
  token.text = "${env.NEXLA_KEY}";
  CHECK(place.resolve(token)->kind == SessionKey::Kind::access_token);
}

TEST_CASE("a missing variable is named, with its place and what to do")
{
  Place place;
  const auto result = place.resolve_text("${env.NEXLA_PROD_KEY}");
  REQUIRE(!result.ok());
  CHECK(result.error().code == "missing-variable");
  CHECK(result.error().message.find("NEXLA_PROD_KEY") != std::string::npos);
  CHECK(result.error().where.file == "environments/prod/environment.yaml");
  CHECK(result.error().where.line == 2);
  CHECK(result.error().exit == ExitCode::auth);
  place.variables["NEXLA_PROD_KEY"] = " ";
  CHECK(place.resolve_text("${env.NEXLA_PROD_KEY}").error().message.find("empty") != std::string::npos);
}

TEST_CASE("a key in the specs is refused and not repeated")
{
  Place place;
  place.variables["NEXLA_KEY"] = "abc";
  for (const auto* const text :
       {"hunter2", "hunter2${env.NEXLA_KEY}", "${env.NEXLA_KEY}hunter2", "$${env.NEXLA_KEY}", "", "${env.}"}) {
    CAPTURE(text);
    const auto result = place.resolve_text(text);
    REQUIRE(!result.ok());
    CHECK(result.error().code == "literal-secret");
    CHECK(result.error().message.find("hunter2") == std::string::npos);
    CHECK(result.error().hint.find("hunter2") == std::string::npos);
  }
  CHECK(place.resolve_text("${var.key}").error().code == "bad-key-reference");
}

TEST_CASE("a key that would break a header is refused")
{
  Place place;
  for (const auto* const value : {"abc\r\nX-Evil: 1", "a b", "a\x7f"}) {
    place.variables["NEXLA_KEY"] = value;
    const auto result = place.resolve_text("${env.NEXLA_KEY}");
    REQUIRE(!result.ok());
    CHECK(result.error().code == "bad-key");
    CHECK(result.error().message.find("Evil") == std::string::npos);
  }
}

TEST_CASE("a key may be a declared secret: a variable or a file of the project")
{
  Place place;
  place.variables["NEXLA_KEY"] = "abc";
  place.write("key.txt", "def\n");
  place.write("empty.txt", "\n");
  place.secrets = {{"a", {"NEXLA_KEY", "", {}}}, {"b", {"", "key.txt", {}}},
                   {"c", {"", "none.txt", {}}},  {"d", {"", "../../etc/passwd", {}}},
                   {"e", {"", ".", {}}},         {"f", {"", "empty.txt", {}}},
                   {"g", {"", "link", {}}},      {"h", {"", "/etc/passwd", {}}}};
  fs::create_symlink("/etc/passwd", place.root / "link");
  CHECK(place.resolve_text("${secret.a}")->value.reveal() == "abc");
  CHECK(place.resolve_text("${secret.b}")->value.reveal() == "def");
  CHECK(place.resolve_text("${secret.c}").error().code == "missing-file");
  CHECK(!place.resolve_text("${secret.d}").ok());
  CHECK(place.resolve_text("${secret.e}").error().code == "file-outside");
  CHECK(place.resolve_text("${secret.f}").error().code == "empty-secret");
  CHECK(place.resolve_text("${secret.g}").error().code == "file-outside");
  CHECK(place.resolve_text("${secret.h}").error().code == "file-outside");
  CHECK(place.resolve_text("${secret.z}").error().code == "unknown-secret");
  place.write(".git/config", "token\n");
  place.write(".flowsync/state/prod/state.json", "{}\n");
  place.write(".secrets/hook", "abc\n");
  fs::create_symlink(".git/config", place.root / "linked");
  place.secrets = {{"a", {"", ".git/config", {}}},
                   {"b", {"", ".flowsync/state/prod/state.json", {}}},
                   {"c", {"", "linked", {}}},
                   {"d", {"", ".secrets/hook", {}}}};
  for (const auto* const name : {"a", "b", "c"}) {
    CHECK(place.resolve_text(fmt::format("${{secret.{}}}", name)).error().code == "file-not-allowed");
  }
  CHECK(place.resolve_text("${secret.d}")->value.reveal() == "abc");
}

TEST_CASE("a command is run only where that is allowed, without a shell, from the project's root")
{
  Place place;
  CHECK(place.run({"echo", "abc"}).error().code == "command-not-allowed");
  CHECK(place.run({"echo", "abc"}).error().exit == ExitCode::auth);
  place.variables["FLOWSYNC_ALLOW_COMMANDS"] = "1";
  CHECK(place.run({"echo", "abc"})->value.reveal() == "abc");
  CHECK(place.run({"echo", "$HOME;x"})->value.reveal() == "$HOME;x");
  place.variables["NEXLA_STAGE"] = "prod";
  CHECK(place.run({"echo", "key-${env.NEXLA_STAGE}"})->value.reveal() == "key-prod");
  place.write("key.txt", "def");
  CHECK(place.run({"cat", "key.txt"})->value.reveal() == "def");
}

TEST_CASE("a command that fails says how, and never what it wrote")
{
  Place place;
  place.variables["FLOWSYNC_ALLOW_COMMANDS"] = "1";
  const auto failed = place.run({"sh", "-c", "echo hunter2; exit 3"});
  REQUIRE(!failed.ok());
  CHECK(failed.error().message == "`sh` ended with code 3");
  CHECK(place.run({"no-such-program-here"}).error().message.find("cannot be started") != std::string::npos);
  CHECK(place.run({"true"}).error().message == "`true` wrote nothing");
  CHECK(place.run({"head", "-c", "100000", "/dev/zero"}).error().message == "`head` writes more than a key");
  CHECK(place.run({"sh", "-c", "echo a; kill -9 $$"}).error().message.find("signal 9") != std::string::npos);
  CHECK(place.run({"printf", "a\\n\\nb"}).error().code == "bad-key");
  CHECK(!place.run({}).ok());
}

TEST_CASE("a command that hangs is ended, with what it started")
{
  Place place;
  place.variables["FLOWSYNC_ALLOW_COMMANDS"] = "1";
  place.limit = Duration{50};
  CHECK(place.run({"sh", "-c", "sleep 100 & sleep 100"}).error().message == "`sh` did not end within 50ms");
  CHECK(place.run({"sh", "-c", "exec >&-; sleep 100"}).error().message == "`sh` did not end within 50ms");
}

TEST_CASE("an environment without auth says so")
{
  Place place;
  CHECK(place.resolve(AuthSettings{}).error().code == "no-auth");
}
