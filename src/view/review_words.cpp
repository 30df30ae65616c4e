#include "view/review_words.hpp"

#include "base/natural_order.hpp"
#include "base/text.hpp"
#include "plan/credentials.hpp"
#include "view/counted.hpp"
#include "view/moved_data.hpp"
#include "view/shown_field.hpp"
#include "view/suspension.hpp"
#include "view/touch_words.hpp"
#include "view/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace flowsync::view {

namespace {

using plan::Cause;
using plan::ResourceChange;

constexpr std::size_t k_most_named = 6; // of resources in a sentence

std::string spot(const Origin& origin)
{
  return fmt::format("{}:{}", visible_line(origin.file), origin.line);
}

// A noun with what is said of one and of several.
struct Nouns
{
  std::string_view noun;
  std::string_view one;
  std::string_view many;

  std::string of(std::size_t count) const
  {
    return fmt::format("{} {}", counted(count, noun), count == 1 ? one : many);
  }
};

bool one_place(const CommonCause& cause)
{
  const auto& first = cause.fields.front().field.origin.origin;
  return first.known() && std::all_of(cause.fields.begin(), cause.fields.end(),
                                      [&](const CausedField& caused) { return caused.field.origin.origin == first; });
}

// In how many fields, resources and flows.
std::string extent(const CommonCause& cause)
{
  const auto fields = counted(cause.fields.size(), "field");
  return cause.flows > 1       ? fmt::format("{} in {}", fields, counted(cause.flows, "flow"))
         : cause.resources > 1 ? fmt::format("{} in {}", fields, counted(cause.resources, "resource"))
                               : fields;
}

std::string removal_words(const ResourceChange& change, const CredentialNames& names)
{
  return fmt::format("deletes {}, {}", change.address.text(),
                     resource_words(change, shown_fields(change.fields), names));
}

std::string replacement_words(const ResourceChange& change, const CredentialNames& names)
{
  std::vector<std::string> forcing;
  for (const auto& field : change.fields) {
    if (field.field_class == plan::FieldClass::fixed) {
      forcing.push_back(fmt::format("{} {}", visible_line(field.path), before_and_after(field, names)));
    }
  }
  const auto why = !forcing.empty() ? fmt::format("Nexla cannot change {}", join_words(forcing))
                   : change.reason == plan::Reason("parent_replaced") ? std::string("what it hangs from is replaced")
                                                                      : std::string("this server refused to change it");
  return fmt::format("replaces {}, {}: {}", change.address.text(), named_words(change.type, change.name, change.id),
                     why);
}

// With the sinks that get all of it again.
std::string reading_words(const ResourceChange& change)
{
  std::vector<std::string> sinks;
  for (const auto& affected : change.affects) {
    if (affected.address && affected.address->kind == ResourceKind::sink) {
      sinks.push_back(affected.address->text());
    }
  }
  std::sort(sinks.begin(), sinks.end(), NaturalLess());
  return fmt::format("{} reads all its data again{}", change.address.text(),
                     sinks.empty() ? "" : ", for " + first_of(sinks, k_most_named));
}

std::string stranger_words(const Stranger& stranger)
{
  const bool goes = stranger.change->action == plan::Action::remove || stranger.change->action == plan::Action::replace;
  return fmt::format("{} {}, which nobody here looks after, {} {}", goes ? "deletes" : "stops",
                     named_words(stranger.affected->type, stranger.affected->name, stranger.affected->id),
                     goes ? "because it belongs to" : "below", stranger.change->address.text());
}

std::string undoing_words(const ResourceChange& change, const Review& review)
{
  std::vector<std::string> paths;
  for (const auto& field : change.fields) {
    if (field.cause == Cause::drift || field.cause == Cause::both) {
      paths.push_back(visible_line(field.path));
    }
  }
  const auto touch = review.touches->find(change.address);
  return fmt::format("undoes what was changed in Nexla{}: {} {}",
                     touch != review.touches->end() ? touch_words(touch->second, " ") : std::string(),
                     change.address.text(), first_of(paths, 3));
}

// What one flow leaves behind is told at once: it is one decision of somebody.
std::vector<DangerSentence> left_running_sentences(const std::vector<const ResourceChange*>& changes)
{
  std::vector<DangerSentence> sentences;
  for (auto first = changes.begin(); first != changes.end();) {
    const auto& flow = (*first)->address.flow;
    const auto end = std::find_if(std::next(first), changes.end(), [&](const ResourceChange* change) {
      return flow.empty() || change->address.flow != flow;
    });
    std::vector<std::string> left;
    std::transform(first, end, std::back_inserter(left), [&](const ResourceChange* change) {
      const auto id = change->id ? fmt::format(" (id {})", *change->id) : std::string();
      return change->address.text().substr(flow.size() + 1) + id;
    });
    const bool one = left.size() == 1;
    const auto what = one ? fmt::format("{}, {}, stays as it is", (*first)->address.text(),
                                        named_words((*first)->type, (*first)->name, (*first)->id))
                          : fmt::format("{} resources of {} stay as they are, {}", left.size(), flow, join_words(left));
    sentences.push_back({fmt::format("{}: no longer in the specs; --prune deletes {}, `flowsync state rm` forgets {}",
                                     what, one ? "it" : "them", one ? "it" : "them"),
                         one ? *first : nullptr});
    first = end;
  }
  return sentences;
}

} // namespace

std::vector<std::string> addresses_of(const std::vector<const ResourceChange*>& changes)
{
  std::vector<std::string> names;
  names.reserve(changes.size());
  std::transform(changes.begin(), changes.end(), std::back_inserter(names),
                 [](const ResourceChange* change) { return change->address.text(); });
  return names;
}

std::vector<std::string> addresses_of(const CommonCause& cause)
{
  std::vector<std::string> names;
  for (const auto& caused : cause.fields) {
    names.push_back(caused.change->address.text());
  }
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::vector<DangerLine> danger_lines(const Review& review, const CredentialNames& credentials)
{
  std::vector<DangerLine> lines;
  const auto add = [&](const char* sign, const std::vector<const ResourceChange*>& changes, const Nouns& nouns,
                       bool must_name, const auto& words) {
    if (changes.empty()) {
      return;
    }
    DangerLine line{sign, nouns.of(changes.size()), addresses_of(changes), {}, changes, must_name};
    for (const auto* const change : changes) {
      line.each.push_back({words(*change), change});
    }
    lines.push_back(std::move(line));
  };
  add("-", review.removed, {"resource", "is deleted", "are deleted"}, true,
      [&](const ResourceChange& change) { return removal_words(change, credentials); });
  add("-/+", review.replaced, {"resource", "is replaced: deleted and made anew", "are replaced: deleted and made anew"},
      true, [&](const ResourceChange& change) { return replacement_words(change, credentials); });
  add("!", review.reading, {"source", "reads all its data again", "read all their data again"}, false, reading_words);
  add("!", review.moved, {"resource", "reads or writes elsewhere", "read or write elsewhere"}, false,
      [&](const ResourceChange& change) { return moved_words(change, credentials); });
  if (!review.given.empty()) {
    DangerLine line{"!", Nouns{"access grant", "is new", "are new"}.of(review.given.size()), {}, {}, {}, true};
    for (const auto& [grant, changes] : review.given) {
      line.names.push_back(grant);
      line.each.push_back(
          {fmt::format("gives access: {}, at {}", grant, first_of(addresses_of(changes), k_most_named))});
    }
    lines.push_back(std::move(line));
  }
  if (!review.strangers.empty()) {
    const Nouns nouns{"resource", "that nobody here looks after stops too", "that nobody here looks after stop too"};
    DangerLine line{"!", nouns.of(review.strangers.size()), {}, {}, {}, true};
    for (const auto& stranger : review.strangers) {
      line.names.push_back(named_words(stranger.affected->type, stranger.affected->name, stranger.affected->id));
      line.each.push_back({stranger_words(stranger)});
    }
    lines.push_back(std::move(line));
  }
  add("!", review.undoing,
      {"resource", "was changed in Nexla, which is undone", "were changed in Nexla, which is undone"}, false,
      [&](const ResourceChange& change) { return undoing_words(change, review); });
  if (!review.left_running.empty()) {
    const Nouns nouns{"resource", "is no longer in the specs and stays as it is (--prune deletes it)",
                      "are no longer in the specs and stay as they are (--prune deletes them)"};
    lines.push_back({".", nouns.of(review.left_running.size()), addresses_of(review.left_running),
                     left_running_sentences(review.left_running), review.left_running, true});
  }
  return lines;
}

std::string calm_sentence(const Review& review, const plan::Plan& plan)
{
  const bool calm = plan.has_work() && plan.is_complete() && plan.refusals.empty() && !review.has_dangers();
  if (!calm) {
    return "";
  }
  const auto restarts = std::count_if(plan.changes.begin(), plan.changes.end(),
                                      [](const ResourceChange& change) { return change.restarts; });
  const std::string sentence = "Nothing is deleted, replaced, read again or moved elsewhere; nobody gains access; no "
                               "change made in Nexla is undone.";
  const auto count = static_cast<std::size_t>(restarts);
  return restarts == 0 ? sentence : fmt::format("{} {}.", sentence, Nouns{"resource", "restarts", "restart"}.of(count));
}

std::string cause_words(const CommonCause& cause)
{
  if (cause.suspension) {
    return suspension_words(cause);
  }
  const auto& first = cause.fields.front().field;
  const std::string_view undone = first.cause == Cause::drift  ? ", which undoes a change made in Nexla"
                                  : first.cause == Cause::both ? ", which was changed in Nexla as well"
                                                               : "";
  const std::string_view forced =
      first.field_class == plan::FieldClass::fixed ? ", which forces replacement" : std::string_view();
  if (!cause.variables.empty()) {
    std::vector<std::string> names;
    for (const auto& [name, place] : cause.variables) {
      names.push_back(fmt::format("{} at {}", visible_line(name), spot(place)));
    }
    return fmt::format("{} {} {}{}{}", join_words(names), names.size() == 1 ? "changes" : "change", extent(cause),
                       undone, forced);
  }
  return fmt::format("{}{} changes alike in {}{}{}", visible_line(first.path),
                     one_place(cause) ? " at " + spot(first.origin.origin) : "", extent(cause), undone, forced);
}

std::vector<FlowLine> flow_lines(const Review& review)
{
  constexpr std::size_t k_least_alike = 4;
  const auto can_share = [](const FlowReview& flow) {
    return flow.is_told() || flow.is_new() || flow.gravity == Gravity::adoption;
  };
  std::map<std::string, std::size_t> counts;
  for (const auto& flow : review.flows) {
    if (flow.is_suspension()) {
      continue; // told of all of them at once
    }
    counts[flow_words(flow)] += can_share(flow) ? 1U : 0U;
  }
  std::vector<FlowLine> lines;
  std::map<std::string, std::size_t> shared;
  for (const auto& flow : review.flows) {
    if (flow.is_suspension()) {
      continue;
    }
    const auto words = flow_words(flow);
    const bool shares = can_share(flow) && counts[words] >= k_least_alike;
    const auto known = shares ? shared.find(words) : shared.end();
    if (known != shared.end()) {
      lines[known->second].flows.push_back(&flow);
      continue;
    }
    if (shares) {
      shared.emplace(words, lines.size());
    }
    lines.push_back({words, {&flow}});
  }
  return lines;
}

std::string creation_words(const FlowReview& flow)
{
  std::vector<std::string> words;
  std::size_t nexsets = 0;
  for (const auto& reviewed : flow.changes) {
    if (reviewed.change->action == plan::Action::create) {
      const bool set = reviewed.change->address.kind == ResourceKind::nexset;
      nexsets += set ? 1U : 0U;
      if (!set) {
        words.push_back(short_resource_words(*reviewed.change, reviewed.fields));
      }
    }
  }
  if (nexsets > 0) {
    words.push_back(counted(nexsets, "nexset"));
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

std::vector<std::string> credential_lines(const Review& review, const CredentialNames& names)
{
  std::map<std::string, std::size_t> counts;
  for (const auto& flow : review.flows) {
    for (const auto& reviewed : flow.changes) {
      for (const auto& field : reviewed.fields) {
        const auto alias = alias_of(field);
        if (reviewed.change->action != plan::Action::create || alias.empty() || !field.after) {
          continue;
        }
        ++counts[fmt::format("{}, {}", credential_words(*field.after, alias, names).value_or(alias),
                             spot(field.origin.variables.back().second))];
      }
    }
  }
  std::vector<std::string> lines;
  for (const auto& [words, count] : counts) {
    lines.push_back(fmt::format("{}, for {}", words, counted(count, "resource")));
  }
  return lines;
}

} // namespace flowsync::view
