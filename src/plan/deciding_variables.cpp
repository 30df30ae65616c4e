#include "plan/deciding_variables.hpp"

#include <algorithm>
#include <string_view>

namespace flowsync::plan {

namespace {

constexpr std::string_view k_variable_prefix = "var.";

// The part of `after` that `before` does not have, from the first to the last difference.
struct Part
{
  std::size_t begin = 0;
  std::size_t end = 0;
};

Part differing_part(std::string_view before, std::string_view after)
{
  const auto shorter = std::min(before.size(), after.size());
  const auto begin = static_cast<std::size_t>(
      std::mismatch(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(shorter), before.begin()).first -
      after.begin());
  std::size_t tail = 0;
  while (tail < shorter - begin && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  return {begin, after.size() - tail};
}

// Whether `text` stands somewhere in `value` where it touches the part, or is not to be found.
bool touches(std::string_view value, std::string_view text, const Part& part)
{
  if (text.empty()) {
    return true;
  }
  bool found = false;
  for (auto at = value.find(text); at != std::string_view::npos; at = value.find(text, at + 1)) {
    found = true;
    if (at <= part.end && at + text.size() >= part.begin) {
      return true;
    }
  }
  return !found;
}

} // namespace

bool can_decide(const FieldChange& field, const std::map<std::string, NodePtr>& variables)
{
  if (field.origin.variables.empty() || field.sensitive || !field.before || !field.after ||
      !field.before->is_string() || !field.after->is_string()) {
    return true;
  }
  const auto& after = field.after->get_ref<const std::string&>();
  const auto part = differing_part(field.before->get_ref<const std::string&>(), after);
  return std::any_of(field.origin.variables.begin(), field.origin.variables.end(), [&](const auto& variable) {
    const std::string_view name = variable.first;
    const auto known = name.starts_with(k_variable_prefix)
                           ? variables.find(std::string(name.substr(k_variable_prefix.size())))
                           : variables.end();
    return known == variables.end() || !known->second->is_scalar() || touches(after, known->second->text(), part);
  });
}

} // namespace flowsync::plan
