#include "model/parse_json.hpp"

#include "base/json_depth.hpp"
#include "base/text.hpp"
#include "model/number_text.hpp"

namespace flowsync {

namespace {

// Flow trees nest by two levels per generation of nexsets; beyond this, recursive code would run out of stack.
constexpr std::size_t k_deepest = 1000;

} // namespace

ParsedJson parse_json(std::string_view body, NumberTexts numbers, const Sieve& sieve)
{
  using Problem = ParsedJson::Problem;
  body = trim(body);
  if (body.empty()) {
    return {};
  }
  if (body.front() == '<') {
    return {nullptr, Problem::html};
  }
  if (numbers == NumberTexts::lost) {
    if (auto value = read_ordinary_json(body, sieve)) {
      return {*std::move(value), Problem::none};
    }
  }
  if (nests_deeper(body, k_deepest)) {
    return {nullptr, Problem::other};
  }
  try {
    return {numbers == NumberTexts::kept ? read_json_with_numbers(body) : nlohmann::json::parse(body), Problem::none};
  } catch (const nlohmann::json::parse_error& error) {
    return {nullptr, error.byte > body.size() ? Problem::cut_short : Problem::other};
  } catch (const nlohmann::json::exception&) { // a number out of range
    return {nullptr, Problem::other};
  }
}

} // namespace flowsync
