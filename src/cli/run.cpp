#include "cli/run.hpp"

#include "base/concealing_stream.hpp"
#include "base/version.hpp"
#include "base/withheld.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/stream_console.hpp"
#include "model/variable_rules.hpp"
#include "usecase/run/failure.hpp"
#include "view/diagnostics_json.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

namespace flowsync::cli {

namespace {

// With --format json there is always exactly one document on stdout, also when a command ends before it has a result.
std::string failure_document(const Diagnostics& diagnostics, ExitCode exit)
{
  nlohmann::ordered_json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["complete"] = false;
  document["exit_code"] = static_cast<int>(exit);
  document["diagnostics"] = view::diagnostics_json(diagnostics);
  return view::json_text(document);
}

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
    if (invocation.global.format == "json") {
      console.result(failure_document(failure.diagnostics, failure.exit));
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
  StreamConsole console(GlobalOptions{}, surroundings);
  console.problem(Fatal(reply.text, ExitCode::error, reply.hint));
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
