#pragma once

#include "base/clock.hpp"
#include "serve/listen_address.hpp"
#include "usecase/run/options.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace flowsync::cli {

// What the use cases take as it is.
using usecase::ApplyOptions;
using usecase::ExportOptions;
using usecase::GlobalOptions;
using usecase::PromoteOptions;

struct InitOptions
{
  std::filesystem::path directory = ".";
  std::string name;     // "" = made from the folder's name
  bool bare = false;    // without the sample flow
  std::string ci;       // "github", "gitlab", "both" or "none"; "" = as the remote says
  bool upgrade = false; // renew what an older version wrote, instead of beginning a project
};

struct ValidateOptions
{
};

struct AffectedOptions
{
  std::string base;
  std::string head; // "" = the files as they lie here
};

struct CommentOptions
{
  std::vector<std::string> files; // saved plans, and plans as JSON; none = no environment is affected
  bool dry_run = false;
};

struct IssueOptions
{
  std::vector<std::string> files; // what `drift` wrote as JSON
  bool dry_run = false;
};

struct ReviewedOptions
{
};

struct RenderOptions
{
  bool explain = false;
};

struct PlanOptions
{
  bool detailed_exitcode = false;
  bool full_refresh = false;
  bool prune = false;
  bool rebind = false;
  bool stateless = false;   // as if nothing had ever been applied, where a shared state cannot be reached
  bool allow_dirty = false; // prune although specs that git has were deleted here
  bool full = false;        // text: every field, also of what is made or deleted
  bool destroy = false;     // what `destroy` would do
  std::string out;
  std::string policy; // folder of policies for conftest; "" = none
};

struct ShowOptions
{
  std::string plan_file;
  bool full = false; // as of plan
};

struct DestroyOptions
{
  std::string confirm; // the environment's name; "" = ask
  ApplyOptions apply;
};

struct DriftOptions
{
  bool strict = false; // what is nobody's counts too
  bool accept = false; // what others changed is known from now on
  bool full_refresh = false;
  bool stateless = false;
};

struct ReconcileOptions : usecase::TurnOptions
{
  std::optional<serve::ListenAddress> listen; // absent = serve nothing
  bool no_fetch = false;                      // the files as they lie here
  std::optional<std::string> remote;          // absent = origin, where there is one
  std::string branch;                         // "" = the one that is checked out
};

struct ImportOptions
{
  std::filesystem::path file;
  std::filesystem::path properties;     // "" = none
  std::string name;                     // of the flow; "" = from the name of its source
  std::vector<std::string> credentials; // ALIAS=ID
};

struct AdoptOptions
{
  std::string address; // "" with `all`
  std::optional<std::int64_t> id;
  bool all = false;
};

struct CredentialsOptions
{
  std::string type; // "" = all
};

struct UnmanagedOptions
{
};

struct StatusOptions
{
  std::vector<std::string> flows;  // and anything that --target takes; none = all
  bool watch = false;              // again and again
  Duration every{10'000};          // with `watch`
  std::optional<Duration> max_age; // a flow whose last run is older does not flow
};

struct AcceptOptions
{
  std::string address;
};

struct RunNowOptions
{
  std::string address; // of a source, or a flow
};

struct CompareOptions
{
  std::vector<std::string> environments; // left and right, as written
  bool check = false;                    // exit 2 when something looks forgotten or is the same place twice
  bool all = false;                      // with check: when anything differs
  bool live = false;                     // what runs instead of what the specs say
};

struct SimOptions
{
  std::string host = "127.0.0.1";
  int port = 0; // 0 = a free one chosen by the system
  std::filesystem::path data;
  std::string account;               // what a new one holds; "" = the usual
  std::vector<std::string> switches; // "name=value"
  bool list_switches = false;
};

struct SchemaOptions
{
  std::string kind; // "" = list them
};

struct GraphOptions
{
  std::vector<std::string> flows; // addresses and labels as well, like targets; none = everything
  std::string plan_file;          // shows what this saved plan does; "" = what the specs say
};

struct FmtOptions
{
  std::vector<std::filesystem::path> paths; // files and folders; none = the project's; "-" = from stdin to stdout
  bool check = false;
  bool diff = false; // show what would be written, as a patch
};

// `flowsync env add`.
struct EnvOptions
{
  std::string name;
  std::string like; // the environment that it is made like
};

struct CompletionOptions
{
  std::string shell;
};

struct DoctorOptions
{
};

struct VersionOptions
{
};

struct HistoryOptions
{
  std::optional<std::uint64_t> serial; // one apply, field by field
  std::size_t limit = 20;
};

// `flowsync state ...`.
struct StateOptions
{
  enum class Action
  {
    list,
    show,
    mv,
    rm,
    rebuild,
    unlock,
    pull,
    push,
    migrate
  };
  Action action = Action::list;
  std::vector<std::string> words; // addresses and flows
  bool wide = false;              // list as a table
  bool keep_mark = false;         // rm: forget the record only
  bool force = false;             // push: also a state that is older or of another lineage
  std::string to;                 // migrate: the backend
  std::vector<std::string> with;  // migrate: "key=value" of the backend
  Duration lock_timeout{0};
};

using CommandOptions =
    std::variant<InitOptions, ValidateOptions, AffectedOptions, CommentOptions, IssueOptions, ReviewedOptions,
                 RenderOptions, PlanOptions, ShowOptions, ApplyOptions, DestroyOptions, DriftOptions, ReconcileOptions,
                 ExportOptions, ImportOptions, AdoptOptions, PromoteOptions, CompareOptions, CredentialsOptions,
                 UnmanagedOptions, StatusOptions, RunNowOptions, AcceptOptions, SimOptions, SchemaOptions, StateOptions,
                 HistoryOptions, GraphOptions, FmtOptions, EnvOptions, CompletionOptions, DoctorOptions,
                 VersionOptions>;

// What a command line asks for.
struct Invocation
{
  GlobalOptions global;
  CommandOptions command;
};

} // namespace flowsync::cli
