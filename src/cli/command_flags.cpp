#include "cli/command_flags.hpp"

#include "cli/arguments.hpp"
#include "cli/help_texts.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace flowsync::cli {

namespace {

constexpr auto k_stateless = "As if nothing had been applied yet, where a shared state cannot be reached";

CLI::App* add_command(CLI::App& app, const std::string& name)
{
  auto* command = app.add_subcommand(name, std::string(command_summary(name)));
  command->footer("\n" + std::string(command_footer(name)));
  command->group("Commands");
  return command;
}

// Each appearance of the flag takes one word and adds it to the list.
template <typename List>
void add_repeatable(CLI::App& app, const std::string& flags, List& list, const std::string& text,
                    const std::string& value)
{
  app.add_option(flags, list, text)
      ->type_name(value)
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

// Of commands with a report.
void add_write_flag(CLI::App& command, RawOptions& raw)
{
  add_repeatable(command, "--write", raw.global.writes,
                 "Write the result to a file in this format, besides printing it; repeatable", "FORMAT=FILE");
}

void add_refresh_flag(CLI::App& command, std::string& refresh)
{
  command.add_option("--refresh", refresh, "auto reads what may have changed; full reads every resource")
      ->type_name("auto|full");
}

void add_plan_flags(CLI::App& command, bool& prune, bool& rebind, std::string& refresh)
{
  command.add_flag("--prune", prune, "Also delete what was removed from the specs (otherwise it is only named)");
  command.add_flag("--rebind", rebind, "Choose again, by their selectors, detected sets that are gone");
  add_refresh_flag(command, refresh);
}

void add_shard_flag(CLI::App& command, RawOptions& raw)
{
  command.add_option("--shard", raw.shard, "Only the I-th of N parts, from 0, as in a Job with an index: 0/4")
      ->type_name("I/N");
}

void add_full_flag(CLI::App& command, bool& full)
{
  command.add_flag("--full", full, "As text: every field of what is made or deleted, and each of many equal changes");
}

// Flags of everything that writes.
void add_writing_flags(CLI::App& command, ApplyOptions& options, RawOptions& raw)
{
  command
      .add_option("--confirm-deletes", options.confirm_deletes,
                  "Allow exactly this many deletes (the plan says how many), past safety.max_deletes")
      ->type_name("N");
  command.add_option("--parallelism", raw.parallelism, "How many requests at once; default: the environment's limit")
      ->type_name("N");
  add_full_flag(command, options.full);
  command.add_option("--lock-timeout", raw.lock_timeout, "How long to wait for another apply, like 30s or 5m")
      ->type_name("TIME");
}

void add_reconcile_command(CLI::App& command, RawOptions& raw)
{
  auto& options = raw.reconcile;
  command.add_option("--every", raw.reconcile_every, "How often, like 30s or 5m; a little more or less each time")
      ->type_name("TIME");
  command.add_flag("--once", options.once, "One turn, then end: for cron");
  command.add_flag("--drift-only", options.drift_only, "Only look; change nothing");
  command.add_flag("--prune", options.prune, "Also delete what was removed from the specs");
  command
      .add_option("--listen", raw.reconcile_listen,
                  "Serve metrics, health and the newest plans here; a port alone is one of this machine")
      ->type_name("ADDRESS:PORT");
  command.add_option("--remote", options.remote, "The git remote to fetch from; default: origin, where there is one")
      ->type_name("NAME");
  command.add_option("--branch", options.branch, "Its branch; default: the one that is checked out")->type_name("NAME");
  command.add_flag("--no-fetch", options.no_fetch, "Use the files as they lie here; fetch nothing");
}

} // namespace

void add_global_flags(CLI::App& app, RawOptions& raw)
{
  auto& global = raw.global;
  app.add_option("-C", global.directory, "Work in this folder")->type_name("DIR");
  add_repeatable(app, "-e,--env", global.environments, "The environment; default: $FLOWSYNC_ENVIRONMENT", "NAME");
  add_repeatable(app, "--target", global.targets,
                 "Only this resource, flow, label=value or pattern (orders-*, */sink/*), and what it needs; repeatable",
                 "TARGET");
  add_repeatable(app, "--exclude", raw.excluded, "All but this; anything that --target takes; repeatable", "TARGET");
  app.add_option("--format", global.format, "How the result is written; each command names its formats")
      ->type_name("FORMAT");
  app.add_option("--color", raw.color, "Colours")->type_name("auto|always|never");
  app.add_flag_callback(
      "--no-color", [&raw] { raw.color = "never"; }, "The same as --color never");
  app.add_flag("--no-input", global.no_input, "Never ask; fail instead");
  app.add_flag("--no-cache", global.no_cache, "Read every spec anew, and keep nothing of it in .flowsync/cache");
  app.add_flag("-q,--quiet", global.quiet, "Only the result and problems");
  app.add_flag("-v,--verbose", global.verbose, "Say more; with every request when given");
}

void add_commands(CLI::App& app, RawOptions& raw)
{
  auto* init = add_command(app, "init");
  init->add_option("DIR", raw.init.directory, "Where to write; made when absent");
  init->add_flag("--bare", raw.init.bare, "Without the sample flow; -e names the environments, in order");
  init->add_option("--name", raw.init.name, "Name of the project (at most 27 characters); default: the folder's name")
      ->type_name("NAME");
  init->add_option("--ci", raw.init.ci, "Files for which CI; default: the git remote's, or for both")
      ->type_name("github|gitlab|both|none");
  init->add_flag("--upgrade", raw.init.upgrade, "Renew schemas and CI files of a project; show those that were edited");

  add_write_flag(*add_command(app, "validate"), raw);

  auto* affected = add_command(app, "affected");
  affected->add_option("--base", raw.affected.base, "The git revision to compare with")->type_name("REV")->required();
  affected->add_option("--head", raw.affected.head, "The other one; default: the files as they lie here")
      ->type_name("REV");

  auto* render = add_command(app, "render");
  render->add_flag("--explain", raw.render.explain, "Each value with the place that set it");

  auto* plan = add_command(app, "plan");
  plan->add_flag("--detailed-exitcode", raw.plan.detailed_exitcode, "Exit 2 when there are changes");
  add_plan_flags(*plan, raw.plan.prune, raw.plan.rebind, raw.plan_refresh);
  plan->add_flag("--allow-dirty", raw.plan.allow_dirty,
                 "Plan deletes (--prune) also of specs deleted here, not in git");
  plan->add_flag("--destroy", raw.plan.destroy, "What `destroy` would do: delete everything that is owned");
  plan->add_option("--out", raw.plan.out, "Save the plan to a file for `apply FILE`")->type_name("FILE");
  plan->add_option("--policy", raw.plan.policy, "Let conftest judge the plan by the policies (*.rego) in this folder")
      ->type_name("DIR");
  add_full_flag(*plan, raw.plan.full);
  add_shard_flag(*plan, raw);
  plan->add_flag("--stateless", raw.plan.stateless, k_stateless);
  add_write_flag(*plan, raw);

  auto* show = add_command(app, "show");
  show->add_option("PLANFILE", raw.show.plan_file, "A plan saved by `plan --out`")->required();
  add_full_flag(*show, raw.show.full);
  add_write_flag(*show, raw);

  auto* comment = add_command(app, "comment");
  comment->add_option("PLAN", raw.comment.files,
                      "Plans saved by `plan --out`, or written as JSON; none: nothing is affected");
  comment->add_flag("--dry-run", raw.comment.dry_run, "Print the comment, contact nobody");

  auto* issue = add_command(app, "issue");
  issue->add_option("DRIFT", raw.issue.files, "What `drift --format json` printed, of one environment each")
      ->required();
  issue->add_flag("--dry-run", raw.issue.dry_run, "Print the issues, contact nobody");

  add_command(app, "reviewed");

  auto* apply = add_command(app, "apply");
  apply->add_option("PLANFILE", raw.apply.plan_file, "Carry out a saved plan: all of it or nothing");
  apply->add_flag("--auto-approve", raw.apply.auto_approve, "Do not ask");
  apply->add_option("--expect", raw.apply.expect, "Only if the plan has this digest, which `plan` prints; else nothing")
      ->type_name("DIGEST");
  add_plan_flags(*apply, raw.apply.prune, raw.apply.rebind, raw.apply_refresh);
  add_writing_flags(*apply, raw.apply, raw);
  add_shard_flag(*apply, raw);
  apply
      ->add_option("--wait-flowing", raw.wait_flowing,
                   "Then wait up to this long, like 10m, until data goes through every flow; exit 2 when it does not")
      ->type_name("TIME");
  apply->add_flag("--allow-older", raw.apply.allow_older, "Also from a git commit older than the one applied last");
  apply->add_flag("--allow-dirty", raw.apply.allow_dirty, "Also delete (--prune) from a work tree with changes");

  auto* drift = add_command(app, "drift");
  drift->add_flag("--stateless", raw.drift.stateless, k_stateless);
  drift->add_flag("--strict", raw.drift.strict, "Keys and sets that only Nexla sets count too");
  drift->add_flag("--accept", raw.drift.accept, "Take what only Nexla sets as known from now on");
  add_refresh_flag(*drift, raw.drift_refresh);
  add_write_flag(*drift, raw);

  add_reconcile_command(*add_command(app, "reconcile"), raw);

  auto* destroy = add_command(app, "destroy");
  destroy->add_option("--confirm", raw.destroy.confirm, "The environment's name once more; otherwise it asks")
      ->type_name("ENV");
  add_writing_flags(*destroy, raw.destroy.apply, raw);

  auto* exporting = add_command(app, "export");
  add_repeatable(*exporting, "--source", raw.exporting.sources, "The source of the flow; repeatable", "ID");
  exporting->add_flag("--all-sources", raw.exporting.all_sources,
                      "Every flow of the account, whole, and all lookups, transforms and code");
  add_repeatable(*exporting, "--pipeline", raw.exporting.pipelines, "A row of the table; repeatable", "N");
  add_repeatable(*exporting, "--sink", raw.exporting.sinks, "The pipelines that end in this sink; repeatable", "ID");
  exporting->add_flag("--all", raw.exporting.all, "All pipelines of the source");
  exporting->add_flag("--projects", raw.exporting.projects,
                      "Documents of the Nexla projects, too, which flows then join by reference");

  auto* import = add_command(app, "import");
  import->add_option("FILE", raw.import.file, "File of `nexla flows export`")->required();
  import->add_option("--properties", raw.import.properties, "Its properties file, which holds credential ids")
      ->type_name("FILE");
  import->add_option("--name", raw.import.name, "Name of the flow; default: made from the name of its source")
      ->type_name("NAME");
  import->add_option("--credential", raw.import.credentials, "What stands for an alias (ALIAS=ID); may be repeated")
      ->type_name("ALIAS=ID");

  auto* adopt = add_command(app, "adopt");
  adopt->add_option("ADDRESS", raw.adopt.address, "Address of the specs, like orders/sink/warehouse");
  adopt->add_option("--id", raw.adopt.id, "The resource that it stands for")->type_name("N");
  adopt->add_flag("--all", raw.adopt.all, "Everything that one unmanaged resource fits: same type, name and parent");

  auto* compare = add_command(app, "compare");
  compare->add_option("LEFT RIGHT", raw.compare.environments,
                      "Two environments: where changes come from, where they go");
  compare->add_flag("--check", raw.compare.check, "Exit 2 when something looks forgotten, or is the same place twice");
  compare->add_flag("--all", raw.compare.all, "With --check: whenever they differ");
  compare->add_flag("--live", raw.compare.live, "What runs in Nexla, instead of what the specs say");

  auto* promote = add_command(app, "promote");
  promote->add_option("FLOW", raw.promote.flow, "The flow to bring over");
  promote->add_option("--from", raw.promote.from, "The environment that has it")->type_name("ENV");
  promote->add_option("--to", raw.promote.to, "The environment that gets it")->type_name("ENV");
  promote->add_flag("--check", raw.promote.check, "Only list what is missing; exit 2 if anything is");
  add_repeatable(*promote, "--credential", raw.promote.credentials,
                 "The credential of the target's account that an alias stands for; repeatable", "ALIAS=ID");
  add_repeatable(*promote, "--var", raw.promote.variables, "The target's value of a variable; repeatable",
                 "NAME=VALUE");
  promote->add_option("--ref", raw.promote.ref, "Move the target's pinned base to this revision instead")
      ->type_name("REV");
  promote->add_flag("--allow-unproven", raw.promote.allow_unproven,
                    "With --ref: also a revision that no other environment has applied");
  promote->add_flag("--allow-removals", raw.promote.allow_removals,
                    "With --ref: also one without flows that the target has");

  auto* credentials = add_command(app, "credentials");
  credentials->add_option("--type", raw.credentials.type, "Only this type, such as s3 or snowflake")->type_name("TYPE");

  add_command(app, "unmanaged");

  auto* status = add_command(app, "status");
  status->add_option("FLOW", raw.status.flows, "Only these flows; anything that --target takes");
  status->add_flag("--watch", raw.status.watch, "Again and again, until it is interrupted");
  status->add_option("--every", raw.status_every, "With --watch: how often, like 10s or 1m")->type_name("TIME");
  status
      ->add_option("--max-age", raw.status_max_age, "A flow whose last run is older than this, like 2h, is not flowing")
      ->type_name("TIME");

  auto* accept = add_command(app, "accept");
  accept->add_option("ADDRESS", raw.accept.address, "What was changed in Nexla, like orders/sink/warehouse")
      ->required();

  auto* run = add_command(app, "run");
  run->add_option("ADDRESS", raw.run_now.address, "A source, like orders/source, or its flow")->required();

  auto* sim = add_command(app, "sim");
  sim->add_option("--host", raw.sim.host, "Loopback address to serve on")->type_name("ADDRESS");
  sim->add_option("--port", raw.sim.port, "Port; default: a free one")->type_name("N");
  sim->add_option("--data", raw.sim.data, "Keep the account in this file; default: in memory")->type_name("FILE");
  sim->add_option("--account", raw.sim.account,
                  "What a new account holds: demo (default), tutorial-dev, tutorial-prod, empty")
      ->type_name("NAME");
  add_repeatable(*sim, "--switch", raw.sim.switches, "Choose a behaviour; repeatable", "NAME=VALUE");
  sim->add_flag("--list-switches", raw.sim.list_switches, "List all behaviours that can be chosen");

  auto* schema = add_command(app, "schema");
  schema->add_option("KIND", raw.schema.kind, "project, environment, flow, ...");

  auto* env = add_command(app, "env");
  env->require_subcommand(0, 1);
  auto* env_add = env->add_subcommand("add", std::string(command_summary("env add")));
  env_add->footer("\n" + std::string(command_footer("env add")));
  env_add->group("Commands");
  env_add->add_option("NAME", raw.env.name, "Name of the new environment")->required();
  env_add->add_option("--like", raw.env.like, "The environment that it is made like")->type_name("ENV")->required();

  add_state_commands(app, raw.state);

  auto* history = add_command(app, "history");
  history->add_option("SERIAL", raw.history.serial, "One apply, field by field");
  history->add_option("--limit", raw.history.limit, "How many, the newest first; 0: all")->type_name("N");

  auto* graph = add_command(app, "graph");
  graph->add_option("FLOW", raw.graph.flows, "Only these flows; anything that --target takes");
  graph->add_option("--plan", raw.graph.plan_file, "Mark what this saved plan changes and restarts")->type_name("FILE");

  auto* fmt = add_command(app, "fmt");
  fmt->add_option("FILE", raw.fmt.paths,
                  "Files, or folders with all YAML files in them; - reads stdin; default: the project's");
  fmt->add_flag("--diff", raw.fmt.diff, "Write nothing; show what would change, as a patch");
  fmt->add_flag("--check", raw.fmt.check, "Write nothing; list what is not formatted, and exit 2 when there is any");

  auto* completion = add_command(app, "completion");
  completion->add_option("SHELL", raw.completion.shell, "bash, zsh or fish")->required();

  add_command(app, "doctor");

  add_command(app, "version");
}

} // namespace flowsync::cli
