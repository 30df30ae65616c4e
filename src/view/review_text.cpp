#include "view/review_text.hpp"

#include "base/text.hpp"
#include "view/counted.hpp"
#include "view/field_text.hpp"
#include "view/review_words.hpp"
#include "view/wrap.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using plan::ResourceChange;

constexpr std::size_t k_most_lines = 12; // of one kind of danger; more are told together

std::string painted_sign(const std::string& sign, const Paint& paint)
{
  const auto text = fmt::format("{:>3}", sign);
  return sign == "-" ? paint.bold_red(text) : sign == "." ? text : paint.bold_yellow(text);
}

// Prose behind a sign, over as many lines as it needs.
std::string entry(const std::string& sign, const std::string& text, const PlanTextOptions& options)
{
  auto lines = wrapped_text("    ", "      ", text, options.columns);
  return painted_sign(sign, options.paint) + lines.substr(3);
}

// All of them, by the flows that are alike: none goes unnamed.
std::string every_name(const std::string& sign, const std::string& head,
                       const std::vector<const ResourceChange*>& changes, const PlanTextOptions& options)
{
  auto text = entry(sign, head + ":", options);
  for (const auto& alike : alike_flows(changes)) {
    const auto of = alike.flows.empty()
                        ? std::string()
                        : fmt::format("{} of {}: ", join_words(alike.parts), counted(alike.flows.size(), "flow"));
    text += wrapped_text("      ", "        ",
                         alike.flows.empty() ? join_words(alike.parts)
                                             : of + fmt::format("{}", fmt::join(alike.flows, ", ")),
                         options.columns);
  }
  return text;
}

const CredentialNames& credential_names(const PlanTextOptions& options)
{
  static const CredentialNames k_none;
  return options.credential_names != nullptr ? *options.credential_names : k_none;
}

// A cause whose fields have one change: it is shown once, with whom it holds for.
std::string shared_value(const CommonCause& cause, const PlanTextOptions& options)
{
  FieldStyle style;
  style.paint = options.paint;
  style.columns = options.columns;
  style.wrap = true;
  style.credential_names = options.credential_names;
  auto first = cause.fields.front().field;
  first.origin = {};
  first.cause = plan::Cause::spec;
  return field_text(first, style) +
         wrapped_text("      in ", "        ", first_of(addresses_of(cause), 3), options.columns);
}

// A part of values that is the same in all of them: three of them as examples.
std::string shared_part(const CommonCause& cause, const PlanTextOptions& options)
{
  auto text =
      wrapped_text("      ", "        ", fmt::format("{} -> {}, as in", cause.before, cause.after), options.columns);
  FieldStyle style;
  style.paint = options.paint;
  style.columns = options.columns;
  style.wrap = true;
  for (std::size_t i = 0; i < std::min(k_least_common, cause.fields.size()); ++i) {
    auto example = cause.fields[i].field;
    example.origin = {};
    example.cause = plan::Cause::spec;
    style.owner = cause.fields[i].change->address.text() + " ";
    text += field_text(example, style);
  }
  const auto more = cause.fields.size() - std::min(k_least_common, cause.fields.size());
  return text + (more > 0 ? fmt::format("      and in {} more\n", grouped(more)) : "");
}

} // namespace

std::string dangers_text(const Review& review, const PlanTextOptions& options)
{
  std::string text;
  for (const auto& line : danger_lines(review, credential_names(options))) {
    if (line.each.size() <= k_most_lines) {
      for (const auto& sentence : line.each) {
        text += entry(line.sign, sentence.words, options);
      }
    } else if (!line.must_name) {
      text += entry(line.sign, fmt::format("{}: {}", line.head, first_of(line.names, 3)), options);
    } else if (line.changes.empty()) {
      text += entry(line.sign, fmt::format("{}: {}", line.head, fmt::join(line.names, ", ")), options);
    } else {
      text += every_name(line.sign, line.head, line.changes, options);
    }
  }
  const auto* const head = review.only_leaves() ? "What stays in Nexla:" : "Look at this first:";
  return text.empty() ? text : options.paint.bold(head) + "\n" + text + "\n";
}

std::string dangers_in_short(const Review& review, const PlanTextOptions& options)
{
  std::string text;
  for (const auto& line : danger_lines(review, credential_names(options))) {
    text += entry(line.sign, fmt::format("{}: {}", line.head, first_of(line.names, 5)), options);
  }
  return text.empty() ? text : options.paint.bold("Once more, what to look at:") + "\n" + text + "\n";
}

std::string causes_text(const Review& review, const PlanTextOptions& options)
{
  std::string text;
  for (const auto& cause : review.causes) {
    text += entry("~", cause_words(cause) + ":", options);
    text += cause.suspension ? wrapped_text("      in ", "        ", first_of(addresses_of(cause), 3), options.columns)
            : cause.part     ? shared_part(cause, options)
                             : shared_value(cause, options);
  }
  return text.empty() ? text : options.paint.bold("Causes of several changes:") + "\n" + text + "\n";
}

std::string flows_text(const Review& review, const PlanTextOptions& options)
{
  if (review.flows.size() < 2) {
    return {};
  }
  std::string text;
  for (const auto& [words, flows] : flow_lines(review)) {
    std::vector<std::string> names;
    for (const auto* const flow : flows) {
      names.push_back(flow->name);
    }
    const auto line = names.size() == 1
                          ? fmt::format("{}: {}", names.front(), words)
                          : fmt::format("{} ({}), each: {}", counted(names.size(), "flow"), first_of(names, 3), words);
    text += wrapped_text("  ", "    ", line, options.columns);
  }
  return text.empty() ? text : options.paint.bold("Flow by flow:") + "\n" + text + "\n";
}

} // namespace flowsync::view
