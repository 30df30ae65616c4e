#include "view/review_markdown.hpp"

#include "base/text.hpp"
#include "view/counted.hpp"
#include "view/field_text.hpp"
#include "view/markdown_text.hpp"
#include "view/markup.hpp"
#include "view/plan_words.hpp"
#include "view/review_words.hpp"
#include "view/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using plan::Action;
using plan::ResourceChange;

constexpr std::size_t k_most_bullets = 12; // of one kind of danger; more are told together

std::string fields_diff(const std::vector<plan::FieldChange>& fields, bool replaces, const CredentialNames& names)
{
  FieldStyle style;
  style.credential_names = &names;
  style.marks_replace = replaces;
  std::string text;
  for (const auto& field : fields) {
    text += field_diff(field, style);
  }
  return text;
}

// What happens around a change, as lines of a `diff` block.
std::string effects_diff(const ResourceChange& change)
{
  std::string text;
  for (const auto& effect : effect_lines(change)) {
    text += fmt::format("! {}\n", effect);
  }
  if (!change.unverified.empty()) {
    text +=
        fmt::format(" # could not be compared, counted as equal: {}\n", visible_line(join_words(change.unverified)));
  }
  return text;
}

std::string folded(const std::string& summary, const std::string& diff)
{
  return fmt::format("<details><summary>{}</summary>\n\n{}\n</details>\n\n", summary, markdown_fence(diff, "diff"));
}

// A line for a resource that comes, goes or is only bound.
std::string line_of(const ReviewedChange& reviewed, const CredentialNames& names)
{
  const auto& change = *reviewed.change;
  const auto sign = change.action == Action::create ? "+" : change.action == Action::remove ? "-" : " ";
  auto text =
      fmt::format("{} {}: {}{}{}\n", sign, change.address.text(), resource_words(change, reviewed.fields, names),
                  change.adopting || change.action == Action::read ? " " + line_words(change) : std::string(),
                  change.previous_address ? " has moved here from " + change.previous_address->text() : "");
  if (const auto numbers = fragile_numbers(reviewed.fields); !numbers.empty()) {
    text += fmt::format("{}   {}\n", sign, k_fragile_numbers);
    for (const auto& number : numbers) {
      text += fmt::format("{}     {}\n", sign, number);
    }
  }
  return text;
}

// ": description and config/path", so that a folded update tells whether it is worth unfolding.
std::string changed_words(const ReviewedChange& reviewed)
{
  if (reviewed.change->action != Action::update || reviewed.fields.empty()) {
    return {};
  }
  constexpr std::size_t k_most = 3;
  std::vector<std::string> names;
  for (const auto& field : reviewed.fields) {
    names.push_back(markup_escape(field.path.substr(1)));
  }
  return ": " + first_of(names, k_most);
}

FoldedPart block_of(const ReviewedChange& reviewed, const CredentialNames& names)
{
  const auto& change = *reviewed.change;
  const auto sentence = change_sentence(change);
  auto diff = fmt::format("@@ {} @@\n", named_words(change.type, change.name, change.id));
  diff += change.previous_address ? fmt::format(" # has moved here from {}\n", change.previous_address->text()) : "";
  const auto reason = reason_text(change.reason);
  diff += reason.empty() ? "" : fmt::format(" # {}\n", reason);
  diff += fields_diff(reviewed.fields, change.action == Action::replace, names);
  diff += reviewed.told > 0 ? fmt::format(" # {} told above\n", counted(reviewed.told, "more field")) : "";
  diff += effects_diff(change);
  const std::string_view effect = change.re_ingests ? ", reads all its data again"
                                  : change.restarts ? ", restarts"
                                                    : "";
  return {folded(fmt::format("{} {} {}{}{}", action_sign(change.action), change.address.text(), sentence,
                             changed_words(reviewed), effect),
                 diff),
          {change.address.text()}};
}

} // namespace

std::vector<std::string> dangers_markdown(const Review& review, const CredentialNames& names)
{
  std::vector<std::string> parts;
  for (const auto& line : danger_lines(review, names)) {
    if (line.each.size() <= k_most_bullets) {
      for (const auto& sentence : line.each) {
        parts.push_back(fmt::format("> - {}\n", markdown_escape(sentence.words)));
      }
    } else if (!line.must_name) {
      parts.push_back(fmt::format("> - **{}**: {}\n", markdown_escape(line.head), first_of(line.names, 3)));
    } else if (line.changes.empty()) {
      parts.push_back(fmt::format("> - **{}**:\n", markdown_escape(line.head)));
      for (const auto& name : line.names) {
        parts.push_back(fmt::format(">   {}\n", markdown_escape(name)));
      }
    } else {
      parts.push_back(fmt::format("> - **{}**:\n", markdown_escape(line.head)));
      for (const auto& alike : alike_flows(line.changes)) {
        parts.push_back(fmt::format(">   - {}{}\n", join_words(alike.parts),
                                    alike.flows.empty() ? std::string()
                                                        : fmt::format(" of {}:", counted(alike.flows.size(), "flow"))));
        for (const auto& flow : alike.flows) {
          parts.push_back(fmt::format(">     {}\n", flow));
        }
      }
    }
  }
  return parts;
}

std::string cause_markdown(const CommonCause& cause, const CredentialNames& names)
{
  constexpr std::size_t k_examples = 3;
  auto text = fmt::format("- **{}**", markdown_escape(cause_words(cause)));
  if (cause.suspension) {
    return text + fmt::format(", in {}\n", first_of(addresses_of(cause), k_examples));
  }
  std::string diff;
  FieldStyle style;
  style.credential_names = &names;
  const auto shown = cause.part ? std::min(k_examples, cause.fields.size()) : std::size_t{1};
  for (std::size_t i = 0; i < shown; ++i) {
    auto example = cause.fields[i].field;
    example.origin = {};
    example.cause = plan::Cause::spec;
    style.owner = cause.part ? cause.fields[i].change->address.text() + " " : "";
    diff += field_diff(example, style);
  }
  if (cause.part) {
    text += fmt::format(": {} → {}, as in", markdown_code(cause.before), markdown_code(cause.after));
    const auto more = cause.fields.size() - shown;
    diff += more > 0 ? fmt::format(" # and in {} more\n", grouped(more)) : "";
  } else {
    diff += fmt::format(" # in {}\n", first_of(addresses_of(cause), k_examples));
  }
  std::string indented;
  const auto block = markdown_fence(diff, "diff");
  for (const auto line : split(block, '\n')) {
    indented += line.empty() ? "" : "  " + std::string(line) + "\n";
  }
  return text + "\n" + indented;
}

std::vector<FoldedPart> flow_markdown(const FlowReview& flow, bool with_lost_fields, const CredentialNames& names)
{
  std::vector<FoldedPart> parts;
  FoldedPart lines;
  std::string diff;
  for (const auto& reviewed : flow.changes) {
    const auto& change = *reviewed.change;
    const bool lost = change.action == Action::remove && with_lost_fields;
    const bool in_a_line = change.action == Action::create || change.action == Action::remove ||
                           change.action == Action::no_op || change.action == Action::read;
    if (reviewed.is_told()) {
      continue;
    }
    if (in_a_line && !lost) {
      diff += line_of(reviewed, names);
      lines.addresses.push_back(change.address.text());
    } else {
      parts.push_back(block_of(reviewed, names));
    }
  }
  if (!diff.empty()) {
    lines.text = folded(fmt::format("{}: {}", flow.name, flow_words(flow)), diff);
    parts.push_back(std::move(lines));
  }
  return parts;
}

} // namespace flowsync::view
