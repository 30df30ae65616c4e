#include "spec/yaml_problem.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <array>

namespace flowsync::spec {

namespace {

// A message of the YAML library and what it means for the person who wrote the text.
struct Translation
{
  std::string_view problem; // part of the library's message
  std::string_view context; // part of its context; "" = any
  std::string_view message;
  std::string_view hint;
  bool at_context = false; // the mistake is where the construct began, not where it was noticed
};

constexpr std::array k_translations{
    Translation{"found unexpected end of stream", "quoted scalar", "this quoted text never ends",
                "add the closing quote; a quote inside single quotes is written twice", true},
    Translation{"found unexpected document indicator", "",
                "a quoted text runs into the `---` or `...` of the next document", "add the closing quote", true},
    Translation{"found unknown escape character", "", "a double-quoted text holds a backslash that means nothing",
                R"(write \\ for a backslash, or use single quotes)"},
    Translation{"did not find expected hexdecimal number", "", R"(after \x, \u or \U hexadecimal digits are missing)",
                R"(write \\ for a backslash, or use single quotes)"},
    Translation{"found invalid Unicode character escape code", "", "this escape stands for no Unicode character", ""},
    Translation{"could not find expected ':'", "", "a key without a colon, or text that goes on in a new line",
                "write `key: value`; longer text needs quotes, or `|` after the colon", true},
    Translation{"mapping values are not allowed in this context", "",
                "a second colon in one value, or a line that is indented too far",
                "put text that holds \": \" in quotes; give keys of one map the same indentation"},
    Translation{"mapping keys are not allowed in this context", "", "a key cannot stand here", "check the indentation"},
    Translation{"block sequence entries are not allowed in this context", "", "a list item cannot stand here",
                "begin the list on a line of its own, below its key"},
    Translation{"did not find expected key", "", "this line does not continue the map above it",
                "check its indentation; put text that begins with { [ \" or ' in quotes as a whole"},
    Translation{"did not find expected '-' indicator", "", "this line does not continue the list above it",
                "check its indentation; each item of this list begins with `- `"},
    Translation{"did not find expected ',' or ']'", "", "the list in [ ] is not continued or closed here",
                "separate items by commas, close the list by ]"},
    Translation{"did not find expected ',' or '}'", "", "the map in { } is not continued or closed here",
                "separate entries by commas, close the map by }; put text that begins with { in quotes"},
    Translation{"did not find expected node content", "", "a value is missing here",
                "put text that begins with a special character in quotes"},
    Translation{"found character that cannot start any token", "", "text cannot begin with this character",
                "put the text in quotes"},
    Translation{"did not find expected alphabetic or numeric character", "alias", "a `*` without a name of an anchor",
                "put text that begins with * in quotes"},
    Translation{"did not find expected alphabetic or numeric character", "anchor", "a `&` without a name",
                "put text that begins with & in quotes"},
    Translation{"found undefined tag handle", "", "this tag is not defined", "put text that begins with ! in quotes"},
    Translation{"", "tag", "this tag cannot be read", "put text that begins with ! in quotes"},
    Translation{"", "directive", "this directive cannot be read", "put text that begins with % in quotes"},
    Translation{"", "block scalar", "after | or > only + - and a digit may stand", "begin the text on the next line"},
    Translation{"did not find expected <document start>", "", "text after the end of a document",
                "separate documents by a line `---`; begin every line of one map in the same column"},
    Translation{"found incompatible YAML document", "", "this YAML version is not supported",
                "leave the %YAML line out"},
};

// Whether the blanks at the start of that line hold a tab, and in which column.
std::uint32_t tab_column(std::string_view line, std::uint32_t until)
{
  for (std::uint32_t column = 1; column <= line.size() && column <= until; ++column) {
    const char c = line[column - 1];
    if (c == '\t') {
      return column;
    }
    if (c != ' ' && c != '-') {
      return 0;
    }
  }
  return 0;
}

} // namespace

Diagnostic explain_complaint(const SourceFiles& files, const YamlComplaint& complaint)
{
  Diagnostic result;
  result.code = "yaml-syntax";
  result.where = files.locate(complaint.at);
  if (const auto tab = tab_column(result.where.source_line, complaint.at.column); tab != 0) {
    auto at = complaint.at;
    at.column = tab;
    result.code = "tab-indent";
    result.message = "this line is indented with a tab";
    result.hint = "indent with blanks, not tabs";
    result.where = files.locate(at);
    return result;
  }
  const bool has_context = complaint.context_at.known() && complaint.context_at != complaint.at;
  const bool at_end = trim(result.where.source_line).empty();
  if (has_context && at_end && complaint.context.find("flow") != std::string_view::npos) {
    result.message = "this bracket or brace is never closed";
    result.hint = "add the closing ] or }; put text that begins with [ or { in quotes";
    result.where = files.locate(complaint.context_at);
    return result;
  }
  for (const auto& entry : k_translations) {
    if (complaint.problem.find(entry.problem) == std::string_view::npos ||
        complaint.context.find(entry.context) == std::string_view::npos) {
      continue;
    }
    result.message = entry.message;
    result.hint = entry.hint;
    if (has_context && entry.at_context) {
      result.where = files.locate(complaint.context_at);
    } else if (has_context) {
      result.related.push_back({"what it belongs to begins here", files.locate(complaint.context_at)});
    }
    return result;
  }
  result.message = fmt::format("this is not YAML: {}", complaint.problem);
  return result;
}

} // namespace flowsync::spec
