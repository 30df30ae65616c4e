#include "cli/command_options.hpp"

#include "cli/option_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

bool wants_full_refresh(const std::string& word)
{
  return chosen_value<bool>("--refresh", word, {{"auto", false}, {"full", true}});
}

// What all commands that write have in common.
ApplyOptions writing_options(ApplyOptions apply, const CLI::App& command, const RawOptions& raw)
{
  constexpr int k_most = 256;
  if (command.count("--parallelism") > 0) {
    if (raw.parallelism < 1 || raw.parallelism > k_most) {
      throw Misuse{fmt::format("--parallelism is a number from 1 to {}", k_most), {}};
    }
    apply.parallelism = raw.parallelism;
  }
  apply.lock_timeout = time_of(raw.lock_timeout);
  return apply;
}

} // namespace

PlanOptions plan_options(const RawOptions& raw)
{
  auto plan = raw.plan;
  plan.full_refresh = wants_full_refresh(raw.plan_refresh);
  if (plan.destroy && plan.prune) {
    throw Misuse{"--destroy deletes everything that is owned, pruned or not", "leave out --prune"};
  }
  return plan;
}

ApplyOptions apply_options(const CLI::App& command, const RawOptions& raw)
{
  auto apply = raw.apply;
  apply.full_refresh = wants_full_refresh(raw.apply_refresh);
  if (command.count("--expect") > 0) {
    apply.expect = expected_digest(apply.expect);
  }
  if (command.count("--wait-flowing") > 0) {
    apply.wait_flowing = time_of(raw.wait_flowing);
  }
  if (!raw.shard.empty() && !apply.plan_file.empty()) {
    throw Misuse{"a saved plan says by itself which part it is of", "leave out --shard"};
  }
  constexpr Duration k_usual_wait = std::chrono::minutes{30}; // all parts begin at once, and take turns
  apply = writing_options(std::move(apply), command, raw);
  if (!raw.shard.empty() && command.count("--lock-timeout") == 0) {
    apply.lock_timeout = k_usual_wait;
  }
  return apply;
}

DestroyOptions destroy_options(const CLI::App& command, const RawOptions& raw)
{
  return {raw.destroy.confirm, writing_options(raw.destroy.apply, command, raw)};
}

DriftOptions drift_options(const RawOptions& raw)
{
  auto drift = raw.drift;
  drift.full_refresh = wants_full_refresh(raw.drift_refresh);
  return drift;
}

StatusOptions status_options(const CLI::App& command, const RawOptions& raw)
{
  constexpr Duration k_least{1'000};
  auto status = raw.status;
  status.every = time_of(raw.status_every);
  if (status.every < k_least) {
    throw Misuse{"--every is 1s at least", {}};
  }
  if (command.count("--max-age") > 0) {
    status.max_age = time_of(raw.status_max_age);
  }
  return status;
}

ExportOptions export_options(const RawOptions& raw)
{
  const auto& given = raw.exporting;
  const int choices = (given.pipelines.empty() ? 0 : 1) + (given.sinks.empty() ? 0 : 1) + (given.all ? 1 : 0);
  if (given.all_sources && (!given.sources.empty() || choices > 0)) {
    throw Misuse{"--all-sources exports every flow whole", "leave out --source, --pipeline, --sink and --all"};
  }
  if (!given.all_sources && given.sources.empty()) {
    throw Misuse{"`flowsync export` needs a source", "add --source ID, or --all-sources"};
  }
  if (choices > 1) {
    throw Misuse{"--pipeline, --sink and --all exclude one another", "keep one of them"};
  }
  return given;
}

AdoptOptions adopt_options(const RawOptions& raw)
{
  const auto& adopt = raw.adopt;
  if (adopt.all && (!adopt.address.empty() || adopt.id)) {
    throw Misuse{"--all adopts what it finds by itself", "leave out the address and --id"};
  }
  if (!adopt.all && (adopt.address.empty() || !adopt.id)) {
    throw Misuse{"`flowsync adopt` needs an address and --id, or --all", "see `flowsync adopt --help`"};
  }
  if (adopt.id && *adopt.id <= 0) {
    throw Misuse{"--id is a positive number", {}};
  }
  return adopt;
}

PromoteOptions promote_options(const RawOptions& raw)
{
  const auto& given = raw.promote;
  if (given.to.empty()) {
    throw Misuse{"`flowsync promote` needs the environment that gets it", "add --to ENV"};
  }
  if (given.flow.empty() == given.ref.empty()) {
    throw Misuse{given.ref.empty() ? "`flowsync promote` needs a flow, or --ref" : "--ref moves all flows at once",
                 "flowsync promote FLOW --from dev --to prod, or flowsync promote --ref TAG --to prod"};
  }
  if (!given.flow.empty() && given.from.empty()) {
    throw Misuse{"`flowsync promote FLOW` needs the environment that has it", "add --from ENV"};
  }
  if (given.from == given.to) {
    throw Misuse{fmt::format("--from and --to are both {}", given.to), "name two environments"};
  }
  if (!raw.global.environments.empty()) {
    throw Misuse{"`flowsync promote` takes its environments from --from and --to", "leave out -e"};
  }
  return given;
}

CompareOptions compare_options(const RawOptions& raw)
{
  const auto& given = raw.compare;
  const auto& named = raw.global.environments;
  if (!named.empty()) {
    throw Misuse{"`flowsync compare` takes its environments as words, without -e",
                 fmt::format("flowsync compare {} {}", named.front(),
                             named.size() > 1             ? named[1]
                             : given.environments.empty() ? std::string("OTHER")
                                                          : given.environments.front())};
  }
  if (given.environments.size() > 2) {
    throw Misuse{fmt::format("`flowsync compare` takes two environments, but was given {}", given.environments.size()),
                 "flowsync compare LEFT RIGHT"};
  }
  return given;
}

InitOptions init_options(const RawOptions& raw)
{
  if (!raw.init.bare && !raw.global.environments.empty()) {
    throw Misuse{"the sample flow is for the environments dev, qa and prod", "add --bare, or leave out -e"};
  }
  if (raw.init.upgrade && (raw.init.bare || !raw.init.name.empty() || !raw.global.environments.empty())) {
    throw Misuse{"--upgrade renews a project that is there", "leave out --bare, --name and -e"};
  }
  const std::vector<std::string> services{"", "github", "gitlab", "both", "none"};
  if (std::find(services.begin(), services.end(), raw.init.ci) == services.end()) {
    throw Misuse{fmt::format("--ci has no `{}`", raw.init.ci), "choose github, gitlab, both or none"};
  }
  return raw.init;
}

FmtOptions fmt_options(const RawOptions& raw)
{
  const auto& given = raw.fmt;
  const bool from_stdin = std::find(given.paths.begin(), given.paths.end(), "-") != given.paths.end();
  if (from_stdin && given.paths.size() > 1) {
    throw Misuse{"`flowsync fmt -` formats what it reads, and no files", "leave out the other words"};
  }
  if (given.check && given.diff) {
    throw Misuse{"--diff says by its exit code what --check says", "keep one of them"};
  }
  return given;
}

SimOptions sim_options(const RawOptions& raw)
{
  constexpr int k_last_port = 65535;
  if (raw.sim.port < 0 || raw.sim.port > k_last_port) {
    throw Misuse{fmt::format("--port is a number from 0 to {}", k_last_port), {}};
  }
  return raw.sim;
}

ReconcileOptions reconcile_options(const RawOptions& raw)
{
  constexpr Duration k_least{100};
  auto reconcile = raw.reconcile;
  reconcile.every = time_of(raw.reconcile_every);
  if (reconcile.every < k_least) {
    throw Misuse{"--every is 100ms at least", {}};
  }
  if (!raw.reconcile_listen.empty()) {
    reconcile.listen = serve::parse_listen_address(raw.reconcile_listen);
    if (!reconcile.listen) {
      throw Misuse{fmt::format("`{}` is not an address to listen on", raw.reconcile_listen),
                   "write it like 9090, 0.0.0.0:9090 or [::]:9090"};
    }
  }
  if (reconcile.drift_only && reconcile.prune) {
    throw Misuse{"--drift-only changes nothing, and --prune deletes", "keep one of them"};
  }
  if (reconcile.no_fetch && (reconcile.remote || !reconcile.branch.empty())) {
    throw Misuse{"--no-fetch uses the files as they lie here", "leave out --remote and --branch"};
  }
  return reconcile;
}

} // namespace flowsync::cli
