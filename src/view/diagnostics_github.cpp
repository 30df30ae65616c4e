#include "view/diagnostics_github.hpp"

#include "base/printable.hpp"
#include "model/position.hpp"

#include <fmt/format.h>

#include <algorithm>
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

} // namespace

std::string diagnostics_github(const Diagnostics& diagnostics, const std::string& prefix)
{
  std::string text;
  for (const auto& item : diagnostics.items()) {
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
    properties += fmt::format("title={}", escape_property(item.code));
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
    text += fmt::format("::{} {}::{}\n", command_name(item.severity), properties, escape_message(message));
  }
  return text;
}

} // namespace flowsync::view
