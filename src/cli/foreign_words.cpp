#include "cli/foreign_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::cli {

namespace {

struct ForeignWord
{
  std::string_view word;
  std::string_view ours;
};

// Commands of terraform, pulumi, kubectl, decK, Argo CD, Flux, helm, git and Nexla's own tool.
constexpr std::array k_foreign_commands{
    ForeignWord{"diff",
                "`flowsync plan -e ENV` shows what apply would change, `flowsync compare ENV ENV` two environments"},
    ForeignWord{"preview", "`flowsync plan -e ENV` shows what apply would change"},
    ForeignWord{"sync", "`flowsync apply -e ENV` makes Nexla equal to the specs"},
    ForeignWord{"up", "`flowsync apply -e ENV` makes Nexla equal to the specs"},
    ForeignWord{"deploy", "`flowsync apply -e ENV` makes Nexla equal to the specs"},
    ForeignWord{"push", "`flowsync apply -e ENV` makes Nexla equal to the specs"},
    ForeignWord{"update", "`flowsync apply -e ENV` makes Nexla equal to the specs"},
    ForeignWord{"reconcile", "`flowsync apply -e ENV` makes Nexla equal to the specs"},
    ForeignWord{"dump", "`flowsync export -e ENV --all-sources` writes what lives in Nexla as specs"},
    ForeignWord{"pull", "`flowsync export -e ENV --source ID` writes what lives in Nexla as specs"},
    ForeignWord{
        "show",
        "`flowsync state show -e ENV ADDRESS` shows what is recorded, `flowsync plan -e ENV` what would change"},
    ForeignWord{"get",
                "`flowsync state list -e ENV` lists what is applied, `flowsync export -e ENV` what lives in Nexla"},
    ForeignWord{"list",
                "`flowsync state list -e ENV` lists what is applied, `flowsync graph -e ENV` the flows of the specs"},
    ForeignWord{"refresh", "`flowsync plan -e ENV --refresh=full` reads everything again"},
    ForeignWord{"pause", "write `state: paused` into the flow, or `paused: true` into the environment, and apply"},
    ForeignWord{"suspend", "write `state: paused` into the flow, or `paused: true` into the environment, and apply"},
    ForeignWord{"stop", "write `state: paused` into the flow, or `paused: true` into the environment, and apply"},
    ForeignWord{"resume", "take `state: paused` out of the flow, or `paused: true` out of the environment, and apply"},
    ForeignWord{"activate",
                "take `state: paused` out of the flow, or `paused: true` out of the environment, and apply"},
    ForeignWord{"start", "take `state: paused` out of the flow, or `paused: true` out of the environment, and apply"},
    ForeignWord{"delete",
                "take it out of the specs, then `flowsync apply -e ENV --prune`; all of it: `flowsync destroy`"},
    ForeignWord{"prune", "`flowsync apply -e ENV --prune` deletes what was removed from the specs"},
    ForeignWord{"down", "`flowsync destroy -e ENV` deletes all that this project made there"},
    ForeignWord{"check", "`flowsync validate` checks the specs, `flowsync doctor -e ENV` everything around them"},
    ForeignWord{"lint", "`flowsync validate` checks the specs"},
    ForeignWord{"format", "`flowsync fmt` formats the specs"},
    ForeignWord{"build", "`flowsync render -e ENV` shows the final documents"},
    ForeignWord{"template", "`flowsync render -e ENV` shows the final documents"},
    ForeignWord{"output", "`flowsync state show -e ENV ADDRESS` shows ids and values"},
    ForeignWord{"login", "there is no login: `nexla.auth` of the environment names the variable that holds the key"},
    ForeignWord{"workspace", "environments are folders below environments/; -e chooses one"},
    ForeignWord{"force-unlock", "`flowsync state unlock -e ENV` releases a lock that nobody holds any more"},
    ForeignWord{"rollback", "check the older commit out, then `flowsync apply -e ENV --allow-older`"},
};

constexpr std::array k_foreign_flags{
    ForeignWord{"-o", "`--format` chooses how the result is written, `plan --out FILE` saves a plan"},
    ForeignWord{"--output", "`--format` chooses how the result is written, `plan --out FILE` saves a plan"},
    ForeignWord{"-f", "`-C DIR` names the project's folder"},
    ForeignWord{"--yes", "`--auto-approve` asks nothing"},
    ForeignWord{"-y", "`--auto-approve` asks nothing"},
    ForeignWord{"--dry-run", "`flowsync plan -e ENV` shows what would be done"},
    ForeignWord{"--environment", "`-e NAME` chooses the environment"},
    ForeignWord{"--workspace", "`-e NAME` chooses the environment"},
    ForeignWord{"-target", "write `--target`, with two dashes"},
    ForeignWord{"-out", "write `--out`, with two dashes"},
    ForeignWord{"-auto-approve", "write `--auto-approve`, with two dashes"},
};

template <std::size_t Count>
std::optional<std::string> find_word(const std::array<ForeignWord, Count>& rows, std::string_view word)
{
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const ForeignWord& row) { return row.word == word; });
  return found != rows.end() ? std::optional<std::string>(found->ours) : std::nullopt;
}

} // namespace

std::optional<std::string> our_command_for(std::string_view word)
{
  return find_word(k_foreign_commands, word);
}

std::optional<std::string> our_flag_for(std::string_view flag)
{
  return find_word(k_foreign_flags, flag.substr(0, flag.find('=')));
}

std::string hint_for_extra_word(std::string_view command)
{
  if (command == "import") { // elsewhere it takes an address and an id
    return "it reads a file of Nexla's own tool; `flowsync adopt -e ENV ADDRESS --id N` takes over what exists";
  }
  return fmt::format("see `flowsync {} --help`", command);
}

} // namespace flowsync::cli
