#include "plan/aligned.hpp"

#include "plan/equality.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace flowsync::plan {

namespace {

using nlohmann::json;

// Whether the equality table takes a part for there or not.
bool may_be_left_out(FieldComparison comparison, const std::string& key, const json& value)
{
  const auto map = json{{key, value}};
  return comparison == FieldComparison::transform
             ? same_transform(map, json::object())
             : same_body(map, json::object()) || key == "$schema" || key == "$schema-id";
}

bool equal(FieldComparison comparison, const json& a, const json& b)
{
  return comparison == FieldComparison::code ? same_code(a, b) : same_body(a, b);
}

json aligned_body(FieldComparison comparison, const json& live, const json& wanted)
{
  if (equal(comparison, live, wanted)) {
    return wanted;
  }
  if (live.is_array() && wanted.is_array()) {
    auto result = live;
    for (std::size_t i = 0; i < std::min(live.size(), wanted.size()); ++i) {
      result[i] = aligned_body(FieldComparison::body, live[i], wanted[i]);
    }
    return result;
  }
  if (!live.is_object() || !wanted.is_object()) {
    return live;
  }
  json result = json::object();
  for (const auto& [key, value] : live.items()) {
    if (const auto found = wanted.find(key); found != wanted.end()) {
      result[key] = aligned_body(FieldComparison::body, value, *found);
    } else if (!may_be_left_out(comparison, key, value)) {
      result[key] = value;
    }
  }
  for (const auto& [key, value] : wanted.items()) {
    if (!live.contains(key) && may_be_left_out(comparison, key, value)) {
      result[key] = value;
    }
  }
  return result;
}

// How many cells two rows have in common.
std::size_t likeness(const json& a, const json& b)
{
  if (!a.is_object() || !b.is_object()) {
    return a == b ? 1 : 0;
  }
  return static_cast<std::size_t>(std::count_if(a.items().begin(), a.items().end(), [&](const auto& cell) {
    const auto found = b.find(cell.key());
    return found != b.end() && *found == cell.value();
  }));
}

// Rows in the order of the wanted ones: equal ones at their places, what is left where it is most like a wanted row.
json aligned_rows(const json& live, const json& wanted)
{
  constexpr std::size_t k_most = 1000; // of rows that differ on both sides: their pairs are compared one by one
  if (!live.is_array() || !wanted.is_array()) {
    return live;
  }
  std::map<json, std::vector<std::size_t>> places;
  for (std::size_t i = wanted.size(); i-- > 0;) {
    places[wanted[i]].push_back(i);
  }
  std::vector<std::pair<std::size_t, const json*>> rows;
  std::vector<const json*> left;
  std::vector<bool> taken(wanted.size(), false);
  for (const auto& row : live) {
    const auto found = places.find(row);
    if (found != places.end() && !found->second.empty()) {
      taken[found->second.back()] = true;
      rows.emplace_back(found->second.back(), &row);
      found->second.pop_back();
    } else {
      left.push_back(&row);
    }
  }
  for (const auto* const row : left) {
    std::size_t place = wanted.size();
    std::size_t best = 0;
    for (std::size_t i = 0; left.size() <= k_most && i < wanted.size(); ++i) {
      const auto like = taken[i] ? 0 : likeness(*row, wanted[i]);
      if (like > best) {
        best = like;
        place = i;
      }
    }
    if (place < wanted.size()) {
      taken[place] = true;
    }
    rows.emplace_back(place, row);
  }
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  auto result = json::array();
  for (const auto& [place, row] : rows) {
    result.push_back(*row);
  }
  return result;
}

} // namespace

json aligned(FieldComparison comparison, const json& live, const json& wanted)
{
  switch (comparison) {
  case FieldComparison::transform:
  case FieldComparison::body:
  case FieldComparison::code:
    return aligned_body(comparison, live, wanted);
  case FieldComparison::entries:
  case FieldComparison::set:
    return aligned_rows(live, wanted);
  default:
    return live;
  }
}

} // namespace flowsync::plan
