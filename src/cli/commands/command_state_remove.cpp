#include "base/text.hpp"
#include "cli/commands/command_state_service.hpp"
#include "cli/formats.hpp"
#include "exec/failure.hpp"
#include "usecase/account/state_access.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

struct LetGo
{
  Address address;
  ResourceId id = 0;
  bool recorded = false;
};

std::vector<StateWord> words_of(const StateOptions& options)
{
  std::vector<StateWord> words;
  std::transform(options.words.begin(), options.words.end(), std::back_inserter(words), parse_state_word);
  return words;
}

void refuse_open_create(const StateWord& word, const StateData& state)
{
  for (const auto& [address, intent] : state.intents) {
    if (word.covers(address)) {
      throw Fatal(
          fmt::format("a create of {} was sent at {} and is not answered for certain", address.text(), intent.sent_at),
          ExitCode::refused, "the next apply finds out what became of it; then let go of it");
    }
  }
}

// Only the records; nothing in Nexla.
ExitCode forget(const StateOptions& options, bool json, CommandContext& context)
{
  const auto place = find_state(context, "state rm");
  const auto session = usecase::open_state(place.place, "state rm", options.lock_timeout, context);
  auto* const store = &session->store();
  const auto state = store->data();
  std::map<Address, StateEdit> edits;
  for (const auto& word : words_of(options)) {
    refuse_open_create(word, state);
    bool any = false;
    for (const auto& [address, record] : state.records) {
      if (word.covers(address)) {
        any = true;
        edits[address] = {
            address,
            record.id,
            "forgotten",
            fmt::format("forgotten; {} {} keeps its mark and is found by it again", type_name(record.type), record.id),
            {},
            ExitCode::ok};
      }
    }
    if (!any) {
      fail_unknown(word, state, place.environment);
    }
  }
  std::vector<StateEdit> done;
  for (auto& [address, edit] : edits) {
    store->forget(address);
    done.push_back(std::move(edit));
  }
  const auto closed = usecase::close_state(*session, fmt::format("state rm of {}", place.environment), context.console);
  return worse(report_edits(done, place.environment, json, context), closed);
}

class LettingGo
{
public:
  LettingGo(const StateOptions& options, CommandContext& context)
      : m_options(options),
        m_context(context),
        m_session(open_session(options, context, "state rm")),
        m_state(m_session.store->data())
  {
  }

  std::vector<StateEdit> run()
  {
    std::vector<StateEdit> edits;
    for (const auto& [address, target] : targets()) {
      if (m_context.around.stop.stop_requested()) {
        edits.push_back({address, target.id, "failed", "not reached: interrupted", {}, ExitCode::interrupted});
      } else {
        edits.push_back(let_go(target));
      }
    }
    m_closed = usecase::close_state(*m_session.state, fmt::format("state rm of {}", environment()), m_context.console);
    return edits;
  }

  const std::string& environment() const { return m_session.owner.environment; }
  ExitCode closed() const { return m_closed; } // `partial` when it could not be brought to its place

private:
  // What the words name: by their records, and where there is none, by their marks.
  std::map<Address, LetGo> targets()
  {
    std::map<Address, LetGo> found;
    const auto words = words_of(m_options);
    std::set<ResourceKind> to_list;
    for (const auto& word : words) {
      refuse_open_create(word, m_state);
      for (const auto& [address, record] : m_state.records) {
        if (word.covers(address)) {
          found[address] = {address, record.id, true};
        }
      }
      if (!word.address) {
        const auto kinds = kinds_in_flow();
        to_list.insert(kinds.begin(), kinds.end());
      } else if (!found.contains(*word.address)) {
        to_list.insert(word.address->kind);
      }
    }
    const auto marked = marked_resources(m_session, to_list, m_context);
    for (const auto& word : words) {
      for (const auto& [address, ids] : marked) {
        if (word.covers(address) && !found.contains(address)) {
          found[address] = only_one(address, ids);
        }
      }
      if (std::none_of(found.begin(), found.end(), [&](const auto& entry) { return word.covers(entry.first); })) {
        fail_unknown(word, m_state, environment());
      }
    }
    return found;
  }

  static LetGo only_one(const Address& address, const std::vector<ResourceId>& ids)
  {
    if (ids.size() > 1) {
      std::vector<std::string> texts;
      std::transform(ids.begin(), ids.end(), std::back_inserter(texts),
                     [](ResourceId id) { return std::to_string(id); });
      throw Fatal(fmt::format("{} resources carry the mark of {}: {}", ids.size(), address.text(), join_words(texts)),
                  ExitCode::refused, "delete the mark from the description of those that are not the original");
    }
    return {address, ids.front(), false};
  }

  // The mark first: should this be cut short, the record still says what is to be let go of.
  StateEdit let_go(const LetGo& target)
  {
    StateEdit edit{target.address, target.id, "let_go", {}, {}, ExitCode::ok};
    const auto what = fmt::format("{} {}", type_name(target.address.kind), target.id);
    try {
      switch (exec::edit_mark(m_session.service->api(), {target.address.kind, target.id}, m_session.owner,
                              target.address, std::nullopt, m_context.around.stop)) {
      case exec::MarkEdit::changed:
      case exec::MarkEdit::already:
        edit.text = fmt::format("let go; {} stays in Nexla as it is, without its mark", what);
        break;
      case exec::MarkEdit::no_mark:
        edit.text = fmt::format("let go; {} stays in Nexla as it is", what);
        break;
      case exec::MarkEdit::other_mark:
        edit.text = fmt::format("forgotten; {} carries another mark, which was left alone", what);
        edit.outcome = "forgotten";
        break;
      case exec::MarkEdit::no_resource:
        edit.text = fmt::format("forgotten; {} does not exist any more", what);
        edit.outcome = "forgotten";
        break;
      }
    } catch (const exec::ResourceFailure& failure) {
      edit.outcome = "failed";
      edit.text = fmt::format("not let go: {}", failure.what());
      edit.hint = failure.hint();
      edit.exit = failure.exit() == ExitCode::ok ? ExitCode::error : failure.exit();
      return edit;
    }
    if (target.recorded) {
      m_session.store->forget(target.address);
    }
    return edit;
  }

  const StateOptions& m_options;
  CommandContext& m_context;
  StateSession m_session;
  StateData m_state;
  ExitCode m_closed = ExitCode::ok;
};

// Those let go of that the specs still name would be made a second time, or asked about.
void warn_named(const std::vector<StateEdit>& edits, const std::string& environment, CommandContext& context)
{
  const auto named = named_in_specs(context, environment);
  if (!named) {
    context.console.detail("The specs have errors, so whether they still name any of these cannot be told.");
    return;
  }
  std::vector<std::string> still;
  for (const auto& edit : edits) {
    if (edit.exit == ExitCode::ok && named->contains(edit.address)) {
      still.push_back(edit.address.text());
    }
  }
  if (!still.empty()) {
    Diagnostics diagnostics;
    diagnostics.warning("still-in-specs",
                        fmt::format("the specs of {} still name {}: the next plan takes what is there for somebody "
                                    "else's and refuses to make another of the same name",
                                    environment, join_words(still)),
                        {}, "remove it from the specs too, or take it back with an `adopt` entry in the environment");
    context.console.problems(diagnostics);
  }
}

} // namespace

ExitCode remove_from_state(const StateOptions& options, CommandContext& context)
{
  const bool json = choose_format(context.global, "state rm") == "json";
  if (options.keep_mark) {
    return forget(options, json, context);
  }
  LettingGo letting_go(options, context);
  const auto edits = letting_go.run();
  const auto exit = worse(report_edits(edits, letting_go.environment(), json, context), letting_go.closed());
  warn_named(edits, letting_go.environment(), context);
  return exit;
}

} // namespace flowsync::cli
