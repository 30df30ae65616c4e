#include "cli/run.hpp"

#include "base/concealing_stream.hpp"
#include "base/withheld.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/failure_document.hpp"
#include "cli/stream_console.hpp"
#include "model/variable_rules.hpp"
#include "usecase/run/failure.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace flowsync::cli {

namespace {

int run_invocation(const Invocation& invocation, const usecase::Surroundings& surroundings)
{
  StreamConsole console(invocation.global, surroundings);
  CommandContext context{invocation.global, surroundings, console};
  try {
    const auto exit =
        std::visit([&](const auto& options) { return run_command(options, context); }, invocation.command);
    surroundings.out.flush();
    return static_cast<int>(exit);
  } catch (...) {
    const auto failure = usecase::current_failure();
    // With --format json there is always exactly one document on stdout; what failed after it is told beside it.
    if (invocation.global.format == "json" && !console.has_result()) {
      console.result(view::json_text(failure_document(invocation.command, failure, context)));
    }
    usecase::tell_failure(failure, console);
    return static_cast<int>(failure.exit);
  }
}

// A person is typing: whatever goes wrong, nothing is shown.
void complete_words(const std::vector<std::string>& words, const usecase::Surroundings& surroundings)
{
  try {
    surroundings.out << complete(words, surroundings.directory) << std::flush;
  } catch (const std::exception&) {
    surroundings.out << std::flush;
  }
}

// The exit code of a shell for a program that SIGPIPE ended.
constexpr int k_reader_gone = 128 + 13;

void withhold_credentials(const usecase::Surroundings& surroundings)
{
  const VariableRules rules(surroundings.variable("FLOWSYNC_ENV").value_or(""));
  withheld().clear();
  for (const auto& [name, value] : surroundings.environment) {
    if (rules.may_be_credential(name)) {
      withheld().add(name, value);
    }
  }
}

bool asks_for_json(const std::vector<std::string>& words)
{
  const auto asks = [&](std::size_t at) {
    return words[at] == "--format=json" ||
           (words[at] == "--format" && at + 1 < words.size() && words[at + 1] == "json");
  };
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (asks(at)) {
      return true;
    }
  }
  return false;
}

int run_words(const std::vector<std::string>& words, const usecase::Surroundings& surroundings)
{
  if (!words.empty() && words.front() == "__complete") {
    complete_words({words.begin() + 1, words.end()}, surroundings);
    return static_cast<int>(ExitCode::ok);
  }
  const auto parsed = parse_arguments(words);
  if (parsed) {
    return run_invocation(parsed.value(), surroundings);
  }
  const auto& reply = parsed.error();
  if (!reply.is_error) {
    surroundings.out << reply.text << std::flush;
    return static_cast<int>(ExitCode::ok);
  }
  const Fatal fatal(reply.text, ExitCode::error, reply.hint);
  StreamConsole console(GlobalOptions{}, surroundings);
  if (asks_for_json(words)) {
    console.result(view::json_text(failure_document(usecase::failure_of(fatal))));
  }
  console.problem(fatal);
  return static_cast<int>(ExitCode::error);
}

} // namespace

int run(const std::vector<std::string>& words, const usecase::Surroundings& surroundings)
{
  withhold_credentials(surroundings);
  ConcealingBuffer out_buffer(surroundings.out);
  ConcealingBuffer err_buffer(surroundings.err);
  std::ostream out(&out_buffer);
  std::ostream err(&err_buffer);
  const usecase::Surroundings concealed{out,
                                        err,
                                        surroundings.read_line,
                                        surroundings.in_is_terminal,
                                        surroundings.out_is_terminal,
                                        surroundings.err_is_terminal,
                                        surroundings.columns,
                                        surroundings.environment,
                                        surroundings.directory,
                                        surroundings.stop,
                                        surroundings.clock,
                                        surroundings.machine,
                                        surroundings.read_input,
                                        surroundings.out_is_file};
  auto exit = run_words(words, concealed);
  out_buffer.end();
  if (out_buffer.problem() == EPIPE) {
    exit = k_reader_gone; // `flowsync … | head` has seen enough
  } else if (out_buffer.problem() != 0) {
    StreamConsole(GlobalOptions{}, concealed)
        .problem(Fatal(fmt::format("the result could not be written to the standard output: {}",
                                   std::strerror(out_buffer.problem()))));
    exit = exit == static_cast<int>(ExitCode::ok) ? static_cast<int>(ExitCode::error) : exit;
  }
  err_buffer.end();
  return exit;
}

} // namespace flowsync::cli
