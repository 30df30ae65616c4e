#include "nexla/command.hpp"

#include "base/program.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>

namespace flowsync::nexla {

Result<Secret, std::string> run_command(const std::vector<std::string>& command, const std::filesystem::path& folder,
                                        Duration limit)
{
  if (command.empty()) {
    return std::string("the command cannot be started: it is empty");
  }
  const Program program{command, folder, "", limit};
  auto end = run_program(program);
  auto problem = end.how == ProgramEnd::How::too_long ? fmt::format("`{}` writes more than a key", command.front())
                                                      : describe(end, program);
  std::string_view key = end.output;
  key.remove_suffix(key.ends_with("\r\n") ? 2 : key.ends_with('\n') ? 1 : 0);
  if (problem.empty() && key.empty()) {
    problem = fmt::format("`{}` wrote nothing", command.front());
  }
  Secret secret{std::string(key)};
  OPENSSL_cleanse(end.output.data(), end.output.size());
  if (!problem.empty()) {
    return problem;
  }
  return secret;
}

} // namespace flowsync::nexla
