#include "spec/yaml_problem.hpp"

#include "spec/yaml_library.hpp"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>

#include <array>

namespace flowsync::spec {

namespace {

namespace words = YAML::ErrorMsg;

// How a problem begins, and what it means for the person who wrote the text.
struct Translation
{
  std::string_view problem;
  std::string_view message;
  std::string_view hint;
  bool at_beginning = false; // the mistake is where the construct began, not where it was noticed
};

constexpr std::string_view k_no_map_line = "this line does not continue the map above it";
constexpr std::string_view k_bad_tag = "this tag cannot be read";
constexpr std::string_view k_unread_directive = "this directive cannot be read";
constexpr std::string_view k_bad_header = "after | or > only + - and a digit may stand";
constexpr std::string_view k_quote_tag = "put text that begins with ! in quotes";
constexpr std::string_view k_quote_directive = "put text that begins with % in quotes";
constexpr std::string_view k_header_hint = "begin the text on the next line";
constexpr std::string_view k_backslash_hint = R"(write \\ for a backslash, or use single quotes)";

// A problem that begins with another one stands before it.
const std::array k_translations{
    Translation{yaml_problem::k_open_quote, "this quoted text never ends",
                "add the closing quote; a quote inside single quotes is written twice", true},
    Translation{words::DOC_IN_SCALAR, "a quoted text runs into the `---` or `...` of the next document",
                "add the closing quote", true},
    Translation{yaml_problem::k_bad_escape, "a double-quoted text holds a backslash that means nothing",
                k_backslash_hint},
    Translation{words::INVALID_HEX, R"(after \x, \u or \U hexadecimal digits are missing)", k_backslash_hint},
    Translation{words::INVALID_UNICODE, "this escape stands for no Unicode character", ""},
    Translation{yaml_problem::k_no_colon, "a key without a colon, or text that goes on in a new line",
                "write `key: value`; longer text needs quotes, or `|` after the colon"},
    Translation{words::MAP_VALUE, "a second colon in one value, or a line that is indented too far",
                "put text that holds \": \" in quotes; give keys of one map the same indentation"},
    Translation{words::MAP_KEY, "a key cannot stand here", "check the indentation"},
    Translation{words::BLOCK_ENTRY, "a list item cannot stand here",
                "begin the list on a line of its own, below its key"},
    Translation{yaml_problem::k_open_list, "the list in [ ] is not continued or closed here",
                "separate items by commas, close the list by ]"},
    Translation{yaml_problem::k_open_map, "the map in { } is not continued or closed here",
                "separate entries by commas, close the map by }; put text that begins with { in quotes"},
    Translation{yaml_problem::k_never_closed, "this bracket or brace is never closed",
                "add the closing ] or }; put text that begins with [ or { in quotes", true},
    Translation{words::END_OF_MAP, k_no_map_line,
                "check its indentation; put text that begins with { [ \" or ' in quotes as a whole"},
    Translation{words::END_OF_SEQ, "this line does not continue the list above it",
                "check its indentation; each item of this list begins with `- `"},
    Translation{yaml_problem::k_behind_list, "this line does not continue the list above it",
                "check its indentation; each item of this list begins with `- `"},
    Translation{yaml_problem::k_split_key, "this key and its colon do not stand in one line",
                "write them in one line, or `? ` before the key"},
    Translation{yaml_problem::k_no_value, "a value is missing here",
                "put text that begins with a special character in quotes"},
    Translation{words::UNKNOWN_TOKEN, "text cannot begin with this character", "put the text in quotes"},
    Translation{words::ALIAS_NOT_FOUND, "a `*` without a name of an anchor", "put text that begins with * in quotes"},
    Translation{words::CHAR_IN_ALIAS, "a `*` without a name of an anchor", "put text that begins with * in quotes"},
    Translation{words::ANCHOR_NOT_FOUND, "a `&` without a name", "put text that begins with & in quotes"},
    Translation{words::CHAR_IN_ANCHOR, "a `&` without a name", "put text that begins with & in quotes"},
    Translation{words::MULTIPLE_ANCHORS, "a second anchor for one value", "keep one of them"},
    Translation{words::MULTIPLE_TAGS, "a second tag for one value", "leave the tags out"},
    Translation{yaml_problem::k_unknown_handle, "this tag is not defined", k_quote_tag},
    Translation{words::CHAR_IN_TAG_HANDLE, k_bad_tag, k_quote_tag},
    Translation{words::TAG_WITH_NO_SUFFIX, k_bad_tag, k_quote_tag},
    Translation{words::END_OF_VERBATIM_TAG, k_bad_tag, k_quote_tag},
    Translation{words::YAML_MAJOR_VERSION, "this YAML version is not supported", "leave the %YAML line out"},
    Translation{words::YAML_VERSION, k_unread_directive, "leave the %YAML line out"},
    Translation{words::YAML_DIRECTIVE_ARGS, k_unread_directive, k_quote_directive},
    Translation{words::REPEATED_YAML_DIRECTIVE, k_unread_directive, "leave the %YAML lines out"},
    Translation{words::TAG_DIRECTIVE_ARGS, k_unread_directive, k_quote_directive},
    Translation{words::REPEATED_TAG_DIRECTIVE, k_unread_directive, "leave the %TAG lines out"},
    Translation{yaml_problem::k_directive_alone, "behind a line that begins with %, a line `---` is missing",
                k_quote_directive},
    Translation{yaml_problem::k_bad_directive, k_unread_directive, k_quote_directive},
    Translation{words::ZERO_INDENT_IN_BLOCK, k_bad_header, k_header_hint},
    Translation{words::CHAR_IN_BLOCK, k_bad_header, k_header_hint},
    Translation{yaml_problem::k_behind_document, "text after the end of a document",
                "separate documents by a line `---`; begin every line of one map in the same column"},
    Translation{k_too_much_untold, "a list or map in brackets, or a text, is far too long here",
                "write long lists without brackets, or put them into a file of their own"},
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
  const bool has_beginning = complaint.begins.known() && complaint.begins != complaint.at;
  for (const auto& entry : k_translations) {
    if (!complaint.problem.starts_with(entry.problem)) {
      continue;
    }
    result.message = entry.message;
    result.hint = entry.hint;
    if (has_beginning && entry.at_beginning) {
      result.where = files.locate(complaint.begins);
    } else if (has_beginning) {
      result.related.push_back({"what it belongs to begins here", files.locate(complaint.begins)});
    }
    return result;
  }
  result.message = fmt::format("this is not YAML: {}", complaint.problem);
  return result;
}

} // namespace flowsync::spec
