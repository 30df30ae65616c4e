#include "git/ask.hpp"

#include "base/printable.hpp"
#include "base/program.hpp"
#include "base/text.hpp"
#include "git/environment.hpp"

#include <fmt/format.h>

#include <cerrno>

namespace flowsync::git {

namespace {

constexpr Duration k_limit = std::chrono::seconds{30};

// Git reads no repository that another user owns, unless its configuration trusts the folder.
std::string cure_of(std::string_view reason, const std::filesystem::path& folder)
{
  if (reason.find("dubious ownership") == std::string_view::npos &&
      reason.find("unsafe repository") == std::string_view::npos) {
    return {};
  }
  const auto open = reason.find('\'');
  const auto close = open == std::string_view::npos ? open : reason.find('\'', open + 1);
  const auto named =
      close == std::string_view::npos ? folder.string() : std::string(reason.substr(open + 1, close - open - 1));
  return fmt::format("if you trust this checkout of another user, say so to git: "
                     "git config --global --add safe.directory {}",
                     shell_word(named));
}

} // namespace

Answer ask(const std::filesystem::path& folder, const std::vector<std::string>& words, const std::string& input,
           std::size_t largest)
{
  Program program;
  program.command = {"git", "--no-optional-locks",         "-c", "core.fsmonitor=false",
                     "-c",  "protocol.allow=never",        "-c", "core.hooksPath=/dev/null",
                     "-c",  "safe.bareRepository=explicit"};
  program.command.insert(program.command.end(), words.begin(), words.end());
  program.folder = folder;
  program.input = input;
  program.limit = k_limit;
  program.largest_output = largest;
  program.errors_apart = true;
  program.environment = clean_environment();
  auto end = run_program(program);
  Answer answer;
  answer.started = end.how != ProgramEnd::How::not_started;
  answer.code = end.how == ProgramEnd::How::exited ? end.number : -1;
  if (end.how == ProgramEnd::How::not_started && end.number == ENOENT) {
    answer.reason = "git is not installed here";
    answer.cure = "install git here";
  } else if (end.how == ProgramEnd::How::exited && end.number != 0) {
    answer.reason = "git says: " + reason_in(end.errors.empty() ? end.output : end.errors);
    answer.cure = cure_of(answer.reason, folder);
  } else if (!end.well()) {
    answer.reason = describe(end, program);
  }
  answer.text = std::move(end.output);
  return answer;
}

std::string reason_in(std::string_view errors)
{
  constexpr std::string_view k_says_nothing = "fatal: Could not read from remote repository"; // ssh has said why
  std::string_view last;
  for (const auto line : split(errors, '\n')) {
    const auto text = trim(line);
    for (const std::string_view opening : {"fatal: ", "error: "}) {
      if (text.starts_with(k_says_nothing) && !last.empty()) {
        return printable(last);
      }
      if (text.starts_with(opening)) {
        return printable(text.substr(opening.size()));
      }
    }
    last = text.empty() ? last : text;
  }
  return printable(last);
}

std::string last_line(std::string_view text)
{
  text = trim(text);
  const auto at = text.rfind('\n');
  return std::string(at == std::string_view::npos ? text : text.substr(at + 1));
}

} // namespace flowsync::git
