#include "spec/yaml_format.hpp"

#include "spec/text_check.hpp"
#include "spec/yaml_formatter.hpp"
#include "spec/yaml_read_text.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

// Without a byte order mark, and with one character at the end of each line: YAML takes them for the same.
std::string normalised(std::string_view text)
{
  text.remove_prefix(text.starts_with(k_byte_order_mark) ? k_byte_order_mark.size() : 0);
  std::string result(text);
  result.erase(std::remove(result.begin(), result.end(), '\r'), result.end()); // only line breaks have them
  return result;
}

// The same value with the keys of every map in the same order.
bool same_in_order(const Node& a, const Node& b)
{
  const auto same_entry = [](const Entry& x, const Entry& y) {
    return x.key == y.key && same_in_order(*x.value, *y.value);
  };
  const auto same_item = [](const NodePtr& x, const NodePtr& y) { return same_in_order(*x, *y); };
  return a.kind == b.kind && a.text() == b.text() &&
         std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(), b.entries().end(), same_entry) &&
         std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(), same_item);
}

bool same_comments(const std::vector<YamlComment>& before, const std::vector<YamlComment>& after)
{
  return std::equal(before.begin(), before.end(), after.begin(), after.end(),
                    [](const YamlComment& a, const YamlComment& b) { return a.text == b.text; });
}

// Whether a text of the same documents and comments has come out.
bool is_same(const std::string& before, const std::vector<YamlDocumentLayout>& layout, const YamlText& read,
             const std::string& after, const std::string& shown_path)
{
  ReadText again;
  again.read(after, shown_path);
  const auto layout_after = read_layout(after);
  return !again.problems.has_errors() && layout_after &&
         std::equal(read.documents.begin(), read.documents.end(), again.yaml.documents.begin(),
                    again.yaml.documents.end(),
                    [](const NodePtr& a, const NodePtr& b) { return same_in_order(*a, *b); }) &&
         same_comments(comments_of(before, layout), comments_of(after, *layout_after));
}

Position position_in(std::string_view text, std::size_t offset)
{
  const auto at = std::min(offset, text.size());
  const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  return {0, static_cast<std::uint32_t>(line + 1), static_cast<std::uint32_t>(YamlLines(text).column(at) + 1)};
}

Diagnostics refusal(const ReadText& read, const std::string& message, Position at)
{
  Diagnostics problems;
  problems.error("cannot-format", message,
                 at.known() ? read.files.locate(at) : Location{read.files.path(0), 0, 0, 1, ""},
                 "write this place in a simpler way; nothing else is wrong with it");
  return problems;
}

} // namespace

Result<std::string, Diagnostics> format_yaml(const std::string& text, const std::string& shown_path)
{
  ReadText read;
  read.read(text, shown_path);
  if (read.problems.has_errors()) {
    return read.problems;
  }
  const auto before = normalised(text);
  const auto layout = read_layout(before);
  if (!layout) {
    return refusal(read, "this file is written in a way that `fmt` cannot follow", {});
  }
  try {
    auto after = YamlFormatter(before, *layout).format();
    if (after == before && text == before) {
      return text;
    }
    if (is_same(before, *layout, read.yaml, after, shown_path)) {
      return after;
    }
  } catch (const Unformattable& problem) {
    return refusal(read, "`fmt` cannot format what begins here", position_in(before, problem.at));
  }
  return refusal(read, "`fmt` cannot format this file without changing what it says", {});
}

} // namespace flowsync::spec
