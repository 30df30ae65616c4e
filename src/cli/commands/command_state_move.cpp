#include "base/text.hpp"
#include "cli/commands/command_state_service.hpp"
#include "cli/formats.hpp"
#include "exec/failure.hpp"
#include "usecase/account/state_access.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

struct MoveStep
{
  Record record; // as it is now
  Address to;
};

[[noreturn]] void refuse(const std::string& text, const std::string& hint, ExitCode exit = ExitCode::error)
{
  throw Fatal(text, exit, hint);
}

// What is to be moved where: one resource, or all of a flow. Throws Fatal when that makes no sense.
std::vector<MoveStep> steps_of(const StateWord& from, const StateWord& to, const StateData& state,
                               const std::string& environment)
{
  if (from.address.has_value() != to.address.has_value()) {
    refuse("a resource is moved to an address, and a flow to a flow",
           "write both like orders/source, or both like orders");
  }
  if (from.address && from.address->kind != to.address->kind) {
    refuse(fmt::format("a {} cannot become a {}", kind_word(from.address->kind), kind_word(to.address->kind)),
           "the kind of a resource stays");
  }
  if (from.text() == to.text()) {
    refuse("both names are the same", "");
  }
  std::vector<MoveStep> steps;
  for (const auto& [address, record] : state.records) {
    if (from.covers(address)) {
      auto target = to.address.value_or(address);
      if (!to.address) {
        target.flow = to.flow;
      }
      steps.push_back({record, std::move(target)});
    }
  }
  if (steps.empty()) {
    fail_unknown(from, state, environment);
  }
  for (const auto& [address, intent] : state.intents) {
    if (from.covers(address) || to.covers(address)) {
      refuse(
          fmt::format("a create of {} was sent at {} and is not answered for certain", address.text(), intent.sent_at),
          "the next apply finds out what became of it; then move it", ExitCode::refused);
    }
  }
  for (const auto& step : steps) {
    if (const auto there = state.records.find(step.to); there != state.records.end()) {
      refuse(fmt::format("{} is taken: it is recorded as {} {}", step.to.text(), type_name(there->second.type),
                         there->second.id),
             fmt::format("move that one away first, or let go of it with `flowsync state rm {}`", step.to.text()),
             ExitCode::refused);
    }
  }
  return steps;
}

// The mark first, since it decides whose a resource is: should this be cut short, the resource is found by its new mark
// already, and moving again finishes it.
StateEdit carry_out(StateSession& session, const MoveStep& step, const CommandContext& context)
{
  const auto& from = step.record.address;
  StateEdit edit{from, step.record.id, "moved", {}, {}, ExitCode::ok};
  const auto what = fmt::format("{} {}", type_name(step.record.type), step.record.id);
  const auto fail = [&](const std::string& text, const std::string& hint, ExitCode exit) {
    edit.outcome = "failed";
    edit.text = fmt::format("not moved: {}", text);
    edit.hint = hint;
    edit.exit = exit;
    return edit;
  };
  try {
    switch (exec::edit_mark(session.service->api(), {step.record.type, step.record.id}, session.owner, from, step.to,
                            context.around.stop)) {
    case exec::MarkEdit::changed:
      edit.text = fmt::format("moved to {}, and so was the mark of {}", step.to.text(), what);
      break;
    case exec::MarkEdit::already:
      edit.text = fmt::format("moved to {}, whose mark {} carries already", step.to.text(), what);
      break;
    case exec::MarkEdit::no_mark:
      edit.text = fmt::format("moved to {}; {} carries no mark", step.to.text(), what);
      break;
    case exec::MarkEdit::other_mark:
      return fail(fmt::format("{} carries another mark", what),
                  fmt::format("its mark decides whose it is; `flowsync state rm {}` forgets the record", from.text()),
                  ExitCode::refused);
    case exec::MarkEdit::no_resource:
      return fail(fmt::format("{} does not exist any more", what),
                  fmt::format("`flowsync state rm {}` forgets it", from.text()), ExitCode::error);
    }
  } catch (const exec::ResourceFailure& failure) {
    return fail(failure.what(), failure.hint(), failure.exit() == ExitCode::ok ? ExitCode::error : failure.exit());
  }
  auto record = step.record;
  record.address = step.to;
  record.moved_past.clear();
  record.settled = false; // its description was changed
  session.store->record(std::move(record));
  session.store->forget(from);
  return edit;
}

// The specs have to follow, or the next apply makes what they still name anew.
void warn_specs(const std::vector<MoveStep>& steps, const std::vector<StateEdit>& edits, const std::string& environment,
                CommandContext& context)
{
  const auto named = named_in_specs(context, environment);
  if (!named) {
    context.console.detail("The specs have errors, so whether they name the new address cannot be told.");
    return;
  }
  std::vector<std::string> old;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (edits[i].exit == ExitCode::ok && named->contains(steps[i].record.address)) {
      old.push_back(steps[i].record.address.text());
    }
  }
  if (!old.empty()) {
    Diagnostics diagnostics;
    diagnostics.warning(
        "still-in-specs",
        fmt::format("the specs of {} still name {}: the next apply would create it anew", environment, join_words(old)),
        {},
        "rename it in the specs before you apply; a `moved:` entry there renames it in every "
        "environment, without this command");
    context.console.problems(diagnostics);
  }
}

} // namespace

ExitCode move_in_state(const StateOptions& options, CommandContext& context)
{
  const bool json = choose_format(context.global, "state mv") == "json";
  const auto from = parse_state_word(options.words.at(0));
  const auto to = parse_state_word(options.words.at(1));
  auto session = open_session(options, context, "state mv");
  const auto& environment = session.owner.environment;
  const auto steps = steps_of(from, to, session.store->data(), environment);
  std::set<ResourceKind> types;
  for (const auto& step : steps) {
    types.insert(step.record.type);
  }
  for (const auto& [address, ids] : marked_resources(session, types, context)) {
    const auto step =
        std::find_if(steps.begin(), steps.end(), [&address = address](const auto& s) { return s.to == address; });
    if (step != steps.end() && (ids.size() > 1 || ids.front() != step->record.id)) {
      refuse(
          fmt::format("{} is taken: {} {} carries its mark", address.text(), type_name(step->record.type), ids.front()),
          fmt::format("let go of that one first, with `flowsync state rm {}`", address.text()), ExitCode::refused);
    }
  }
  std::vector<StateEdit> edits;
  for (const auto& step : steps) {
    edits.push_back(carry_out(session, step, context));
  }
  const auto closed = usecase::close_state(*session.state, fmt::format("state mv of {}", environment), context.console);
  const auto exit = worse(report_edits(edits, environment, json, context), closed);
  warn_specs(steps, edits, environment, context);
  return exit;
}

} // namespace flowsync::cli
