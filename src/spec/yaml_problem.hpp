#pragma once

#include "base/diagnostic.hpp"
#include "model/position.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::spec {

// What is wrong with a text that cannot be read as YAML: in the library's words, or one of these.
namespace yaml_problem {
inline constexpr std::string_view k_no_value = "missing value";
inline constexpr std::string_view k_no_colon = "missing colon";
inline constexpr std::string_view k_split_key = "key and colon in two lines";
inline constexpr std::string_view k_behind_document = "text behind a document";
inline constexpr std::string_view k_behind_list = "text behind a document that is a list";
inline constexpr std::string_view k_directive_alone = "directive without a document start";
inline constexpr std::string_view k_bad_directive = "directive";
inline constexpr std::string_view k_tab = "tab";
inline constexpr std::string_view k_unknown_handle = "unknown tag handle";
inline constexpr std::string_view k_never_closed = "bracket never closed";
inline constexpr std::string_view k_open_list = "list in brackets not continued";
inline constexpr std::string_view k_open_map = "map in braces not continued";
inline constexpr std::string_view k_open_quote = "illegal EOF in scalar";                    // the library's words
inline constexpr std::string_view k_bad_escape = "unknown escape character: ";               // the library's words
inline constexpr std::string_view k_unknown_anchor = "the referenced anchor is not defined"; // the library's words
} // namespace yaml_problem

struct YamlComplaint
{
  std::string problem;
  std::size_t byte = 0;
  Position at;
  Position begins; // of what it belongs to; may be unknown
};

// The same in words that say what to do, with the place a person has to look at.
Diagnostic explain_complaint(const SourceFiles& files, const YamlComplaint& complaint);

} // namespace flowsync::spec
