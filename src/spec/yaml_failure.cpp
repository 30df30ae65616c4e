#include "spec/yaml_failure.hpp"

#include "spec/yaml_extents.hpp"

#include <yaml-cpp/exceptions.h>

#include <optional>

namespace flowsync::spec {

namespace {

namespace words = YAML::ErrorMsg;

// The backslash of an escape that the library read up to `at`.
std::size_t backslash_before(const YamlLines& lines, std::size_t at)
{
  const auto found = lines.text().rfind('\\', at == 0 ? 0 : at - 1);
  return found == std::string_view::npos ? at : found;
}

bool is_one_of(std::string_view problem, std::initializer_list<std::string_view> known)
{
  for (const auto one : known) {
    if (problem.starts_with(one)) {
      return true;
    }
  }
  return false;
}

// Whether people begin a name like that, and not a cron expression.
bool begins_name(char c)
{
  return c != '\0' && std::string_view("/*.,:;?!$()<>+=").find(c) == std::string_view::npos;
}

} // namespace

YamlComplaint complaint_of(const LibraryFailure& failure, const YamlLines& lines, YamlPlaces& places,
                           const YamlBegun* inside, std::size_t behind)
{
  std::string_view problem = failure.problem;
  auto at = failure.at;
  std::optional<std::size_t> begins;
  const auto open = find_open(lines, behind, at);
  if (is_one_of(problem, {words::EOF_IN_SCALAR, words::DOC_IN_SCALAR})) {
    begins = open.quote;
  } else if (problem.starts_with(words::INVALID_ESCAPE)) {
    at = at >= 2 ? at - 2 : at;
    begins = open.quote;
  } else if (is_one_of(problem, {words::INVALID_HEX, words::INVALID_UNICODE})) {
    at = backslash_before(lines, at) + 2;
    begins = open.quote;
  } else if (is_one_of(problem, {words::END_OF_MAP_FLOW, words::END_OF_SEQ_FLOW, words::FLOW_END})) {
    begins = open.bracket                           ? open.bracket
             : inside != nullptr && inside->is_flow ? std::optional(inside->at)
                                                    : std::nullopt;
    const bool is_at_end = lines.skip_trivia(at) >= lines.text().size();
    problem = !begins                    ? yaml_problem::k_no_value
              : is_at_end                ? yaml_problem::k_never_closed
              : lines.at(*begins) == '{' ? yaml_problem::k_open_map
                                         : yaml_problem::k_open_list;
  } else if (is_one_of(problem, {words::END_OF_MAP, words::END_OF_SEQ}) && inside != nullptr) {
    begins = inside->at;
    if (inside->is_map && lines.column(at) == lines.column(inside->at)) {
      problem = yaml_problem::k_no_colon;
    }
  } else if (problem.starts_with(words::MAP_VALUE) && inside != nullptr && inside->is_map) {
    // A line without a colon before this one is noticed at the next colon.
    const auto word = lines.skip_trivia(behind);
    if (lines.end(word) < at && lines.at(word) != ':' && lines.column(word) == lines.column(inside->at)) {
      problem = yaml_problem::k_no_colon;
      at = word;
    }
  } else if (problem.starts_with(words::UNKNOWN_ANCHOR) && !begins_name(lines.at(at + 1))) {
    problem = words::ALIAS_NOT_FOUND;
  } else if (is_one_of(problem, {words::CHAR_IN_ALIAS, words::CHAR_IN_ANCHOR})) {
    begins = lines.text().find_last_of("&*", at);
  }
  YamlComplaint complaint{std::string(problem), at, {}, {}};
  if (begins && *begins < lines.text().size()) {
    complaint.begins = places.of(*begins);
  }
  complaint.at = places.of(at);
  return complaint;
}

} // namespace flowsync::spec
