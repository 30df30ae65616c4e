#include "base/printable.hpp"
#include "base/version.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "exec/account.hpp"
#include "usecase/account/bound_resources.hpp"
#include "usecase/account/service.hpp"
#include "usecase/project/selection.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

// The source that a word names: its address, or its flow.
const DesiredResource& named_source(const std::string& word, const Desired& desired)
{
  const auto found = std::find_if(desired.resources.begin(), desired.resources.end(), [&](const auto& resource) {
    return resource.address.kind == ResourceKind::source &&
           (resource.address.text() == word || resource.address.flow == word);
  });
  if (found == desired.resources.end()) {
    usecase::require_targets({word}, desired);
    throw Fatal(fmt::format("`{}` is not a source: only sources can be run", printable(word)), ExitCode::error,
                "name a flow, or FLOW/source");
  }
  return *found;
}

// What the service made of the request.
[[noreturn]] void fail_run(const nexla::ApiError& error, const Address& address)
{
  using Kind = nexla::ApiError::Kind;
  if (error.kind == Kind::uncertain || error.kind == Kind::server || error.kind == Kind::malformed) {
    throw Fatal(fmt::format("nobody knows whether {} was run: {}", address.text(), error.text()), ExitCode::partial,
                "`flowsync status` shows its last run; run it again when that is an old one");
  }
  if (error.kind == Kind::absent) {
    throw Fatal(fmt::format("this Nexla cannot run {} now: {}", address.text(), error.text()), ExitCode::error,
                "change its schedule instead, or pause and resume it: a source reads when it is started");
  }
  usecase::fail_call(error, fmt::format("{} was not run", address.text()));
}

} // namespace

ExitCode run_command(const RunNowOptions& options, CommandContext& context)
{
  const bool wants_json = choose_format(context.global, "run") == "json";
  const auto environment = usecase::one_environment(context, "run");
  const auto workspace = usecase::load_workspace(context, environment);
  const auto settings = usecase::load_settings(context, environment);
  const auto& address = named_source(options.address, workspace.desired).address;
  const auto state = usecase::recorded_state(settings, context);
  const auto service = usecase::open_service(
      settings.project, settings.environment,
      usecase::setting_place(settings.document, *settings.project.files, {"spec", "nexla", "url"}), context,
      usecase::AccountAccess::write);
  auto& api = service->api();
  const auto stop = context.around.stop;
  const auto account = usecase::value_or_fail(exec::list_account(api, settings.environment, stop),
                                              fmt::format("the account of {} could not be read", environment));
  const auto bound = usecase::bound_resources(settings, state, account.inventory, account.identity, context).bound;
  const auto key = bound.find(address);
  const auto* const live = key != bound.end() ? account.inventory.find(key->second.first, key->second.second) : nullptr;
  if (live == nullptr) {
    throw Fatal(fmt::format("{} is not applied yet", address.text()), ExitCode::error,
                fmt::format("`flowsync apply -e {}` starts it, and a source reads when it is started", environment));
  }
  if (running(live->status) != Running::yes) {
    throw Fatal(fmt::format("{} is {}, and only what is active can be run", address.text(), printable(live->status)),
                ExitCode::error, "take `state: paused` out of the specs, and apply");
  }
  const auto node = live->origin_node_id ? live->origin_node_id : live->node_id;
  if (!node) {
    throw Fatal(fmt::format("the service does not say which flow {} begins", address.text()));
  }
  if (const auto done = api.run_now(*node, stop); !done.ok()) {
    fail_run(done.error(), address);
  }
  if (wants_json) {
    nlohmann::ordered_json document{{"format_version", "1.0"},
                                    {"flowsync_version", program_version()},
                                    {"environment", environment},
                                    {"address", address.text()},
                                    {"id", live->id},
                                    {"run", true}};
    context.console.result(view::json_text(document));
  } else {
    context.console.result(fmt::format("{} runs now; `flowsync status -e {} {}` shows what comes of it.\n",
                                       address.text(), environment, address.flow));
  }
  return ExitCode::ok;
}

} // namespace flowsync::cli
