#pragma once

#include "cli/command_state_flags.hpp"
#include "cli/options.hpp"

#include <CLI/App.hpp>

#include <string>

namespace flowsync::cli {

// Values that CLI11 fills and that are checked afterwards.
struct RawOptions
{
  GlobalOptions global;
  std::vector<std::string> excluded; // --exclude
  std::string shard;                 // --shard
  std::string color = "auto";
  InitOptions init;
  AffectedOptions affected;
  CommentOptions comment;
  IssueOptions issue;
  RenderOptions render;
  PlanOptions plan;
  std::string plan_refresh = "auto";
  ShowOptions show;
  ApplyOptions apply;
  std::string apply_refresh = "auto";
  DestroyOptions destroy;
  DriftOptions drift;
  std::string drift_refresh = "auto";
  ReconcileOptions reconcile;
  std::string reconcile_every = "5m";
  std::string reconcile_listen;
  std::string lock_timeout = "0s";
  int parallelism = 0; // 0 = not given
  ExportOptions exporting;
  ImportOptions import;
  AdoptOptions adopt;
  CompareOptions compare;
  PromoteOptions promote;
  CredentialsOptions credentials;
  StatusOptions status;
  std::string status_every = "10s";
  std::string status_max_age;
  std::string wait_flowing;
  RunNowOptions run_now;
  AcceptOptions accept;
  SimOptions sim;
  SchemaOptions schema;
  RawStateOptions state;
  HistoryOptions history;
  GraphOptions graph;
  FmtOptions fmt;
  EnvOptions env;
  CompletionOptions completion;
};

// Declares the flags that every command takes.
void add_global_flags(CLI::App& app, RawOptions& raw);
// Declares every command with its own flags; they write into `raw`.
void add_commands(CLI::App& app, RawOptions& raw);

} // namespace flowsync::cli
