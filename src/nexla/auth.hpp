#pragma once

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "model/environment.hpp"
#include "nexla/options.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace flowsync::nexla {

// Where keys come from. Permissions are variables of the environment too, never something the repository says:
// FLOWSYNC_ALLOW_COMMANDS=1 allows `auth.command`, and what values of specs may read (see VariableRules) is not a key.
struct KeySources
{
  std::function<std::optional<std::string>(const std::string& name)> environment;
  std::filesystem::path project_root;
  Duration command_limit{30'000};
};

// The key that `settings` (of `nexla.auth`) stand for. A text must be one reference, ${env.X} or ${secret.X}, and
// nothing else: a key written into the specs is refused. `secrets` are those of the same environment. Errors name the
// variable or file and the place in the specs; they never hold a value.
Result<SessionKey, Diagnostic> resolve_key(const AuthSettings& settings,
                                           const std::map<std::string, SecretSource>& secrets,
                                           const KeySources& sources, const SourceFiles& files);

// The value of one `secrets:` entry: of a variable, or of a regular file inside the project root less one final line
// break.
Result<Secret, Diagnostic> resolve_secret(const std::string& name, const SecretSource& source,
                                          const KeySources& sources, const SourceFiles& files);

} // namespace flowsync::nexla
