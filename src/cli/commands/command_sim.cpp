#include "base/fatal.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "serve/listen_address.hpp"
#include "sim/server.hpp"
#include "usecase/account/simulated_account.hpp"
#include "view/table.hpp"

#include <fmt/format.h>

#include <stop_token>

namespace flowsync::cli {

namespace {

std::string switches_text(const view::Paint& paint)
{
  std::vector<std::vector<std::string>> rows;
  for (const auto& info : sim::k_switches) {
    rows.push_back({std::string(info.name), std::string(info.default_value),
                    fmt::format("{}", fmt::join(info.values, "|")), std::string(info.summary)});
  }
  return view::table_text({"SWITCH", "DEFAULT", "VALUES", "WHAT IT DECIDES"}, rows, paint);
}

sim::Switches parse_switches(const std::vector<std::string>& words)
{
  sim::Switches switches;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    if (equals == std::string::npos) {
      throw Fatal(fmt::format("`{}` sets no switch", word), ExitCode::error, "write --switch NAME=VALUE");
    }
    if (const auto wrong = switches.set(word.substr(0, equals), word.substr(equals + 1))) {
      throw Fatal(*wrong, ExitCode::error, "see `flowsync sim --list-switches`");
    }
  }
  return switches;
}

} // namespace

ExitCode run_command(const SimOptions& options, CommandContext& context)
{
  choose_format(context.global, "sim");
  if (options.list_switches) {
    context.console.result(switches_text(context.console.out_paint()));
    return ExitCode::ok;
  }
  if (!serve::ListenAddress{options.host, 0}.is_loopback()) { // its keys are known to everybody
    throw Fatal(fmt::format("the simulator serves this machine alone, and {} is not a loopback address",
                            printable(options.host)),
                ExitCode::error, "leave out --host, or give 127.0.0.1 or ::1");
  }
  sim::Options wanted;
  wanted.host = options.host;
  wanted.port = options.port;
  wanted.account = usecase::account_name(options.account);
  wanted.switches = parse_switches(options.switches);
  wanted.lock_patience = Duration::zero(); // who holds the file now is a server, or a command that will be over soon
  if (!options.data.empty()) {
    wanted.data_file = usecase::working_directory(context) / options.data;
  }
  sim::Server server(wanted);
  try {
    server.start();
  } catch (const std::runtime_error& problem) {
    throw Fatal(fmt::format("the simulator cannot start: {}", problem.what()));
  }
  context.console.result(fmt::format("Simulator of Nexla's API at {}\n", server.url()));
  context.console.news(fmt::format(
      "  service key: {}\n"
      "  in an environment: nexla: {{url: \"{}\", auth: {{service_key: \"${{env.NEXLA_SERVICE_KEY}}\"}}}}\n"
      "  {}\n"
      "Ctrl-C ends it.",
      wanted.service_key, server.url(),
      options.data.empty() ? "data: in memory only (--data FILE keeps it)" : "data: " + wanted.data_file.string()));
  const std::stop_callback end(context.around.stop, [&] { server.stop(); });
  server.wait();
  return ExitCode::ok;
}

} // namespace flowsync::cli
