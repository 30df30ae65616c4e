#include "view/annotation_forms.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/position.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace flowsync::view {

namespace {

std::string escape_message(std::string_view text)
{
  std::string result;
  for (const char c : text) {
    switch (c) {
    case '%':
      result += "%25";
      break;
    case '\r':
      result += "%0D";
      break;
    case '\n':
      result += "%0A";
      break;
    default:
      result += c;
    }
  }
  return result;
}

std::string escape_property(std::string_view text)
{
  std::string result;
  for (const char c : escape_message(text)) {
    result += c == ':' ? "%3A" : c == ',' ? "%2C" : std::string(1, c);
  }
  return result;
}

std::string_view command_name(Severity severity)
{
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "notice";
}

std::string github_line(const Annotation& item, const std::string& prefix)
{
  std::string properties;
  // An annotation can only stand at a file of the work tree.
  const bool in_revision = !revision_of(item.where.file).empty();
  if (!item.where.file.empty() && !in_revision) {
    properties += fmt::format("file={},", escape_property(printable(prefix + item.where.file)));
    if (item.where.line > 0) {
      properties += fmt::format("line={0},endLine={0},", item.where.line);
    }
    if (item.where.line > 0 && item.where.column > 0) {
      properties +=
          fmt::format("col={},endColumn={},", item.where.column, item.where.column + std::max(1, item.where.length));
    }
  }
  properties += fmt::format("title={}", escape_property(printable(item.title.empty() ? item.rule : item.title)));
  auto message = printable(item.message);
  if (in_revision) {
    message = fmt::format("{}:{}: {}", printable(item.where.file), item.where.line, message);
  }
  if (!item.hint.empty()) {
    message += "\n" + printable(item.hint);
  }
  for (const auto& related : item.related) {
    message += fmt::format("\n{}: {}:{}", printable(related.message), printable(prefix + related.where.file),
                           related.where.line);
  }
  return fmt::format("::{} {}::{}\n", command_name(item.level), properties, escape_message(message));
}

// What became of those of one level for which there was no room.
std::string summed_up(Severity level, const std::vector<const Annotation*>& rest)
{
  std::vector<std::string> titles;
  for (const auto* const item : rest) {
    titles.push_back(printable(item->title.empty() ? item->rule : item->title));
  }
  const auto shown = some_of(titles);
  return fmt::format("::{} title={}::{}\n", command_name(level),
                     escape_property(fmt::format("and {} more", rest.size())), escape_message(shown));
}

} // namespace

std::string annotations_github(const std::vector<Annotation>& annotations, const std::string& prefix, std::size_t most)
{
  std::map<Severity, std::vector<const Annotation*>> by_level;
  for (const auto& item : annotations) {
    by_level[item.level].push_back(&item);
  }
  std::map<Severity, std::size_t> told;
  std::string text;
  for (const auto& item : annotations) {
    const auto all = by_level[item.level].size();
    const bool has_room = most == 0 || all <= most || told[item.level] + 1 < most;
    text += has_room ? github_line(item, prefix) : "";
    told[item.level] += has_room ? 1U : 0U;
  }
  for (auto& [level, items] : by_level) {
    items.erase(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(told[level]));
    text += items.empty() ? "" : summed_up(level, items);
  }
  return text;
}

} // namespace flowsync::view
