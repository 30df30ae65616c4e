#include "view/line_diff.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

namespace flowsync::view {

namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t k_largest_table = 4'000'000; // beyond it the differing middle is shown as removed and added whole

using Slice = std::span<const std::string>;

// Appends the comparison of lines whose ends differ, by their longest common subsequence.
void compare_middle(Slice before, Slice after, std::vector<DiffLine>& result)
{
  const std::size_t rows = before.size();
  const std::size_t columns = after.size();
  std::vector<std::uint32_t> longest;
  const auto cell = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return longest[i * (columns + 1) + j]; };
  const bool affordable = rows == 0 || columns == 0 || rows <= k_largest_table / columns;
  if (affordable) {
    longest.assign((rows + 1) * (columns + 1), 0);
    for (std::size_t i = rows; i-- > 0;) {
      for (std::size_t j = columns; j-- > 0;) {
        cell(i, j) = before[i] == after[j] ? cell(i + 1, j + 1) + 1 : std::max(cell(i + 1, j), cell(i, j + 1));
      }
    }
  }
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < rows || j < columns) {
    if (affordable && i < rows && j < columns && before[i] == after[j]) {
      result.push_back({' ', before[i], 0});
      ++i;
      ++j;
    } else if (i < rows && (j == columns || !affordable || cell(i + 1, j) >= cell(i, j + 1))) {
      result.push_back({'-', before[i++], 0});
    } else {
      result.push_back({'+', after[j++], 0});
    }
  }
}

// Replaces equal lines that are far from every change by a count of them.
std::vector<DiffLine> fold(std::vector<DiffLine> lines, std::size_t context)
{
  std::vector<bool> keep(lines.size(), false);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].sign != ' ') {
      const auto last = std::min(lines.size(), i + context + 1);
      for (std::size_t k = i - std::min(i, context); k < last; ++k) {
        keep[k] = true;
      }
    }
  }
  std::vector<DiffLine> result;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (keep[i]) {
      result.push_back(std::move(lines[i]));
    } else if (!result.empty() && result.back().sign == '#') {
      ++result.back().hidden;
    } else {
      result.push_back({'#', {}, 1});
    }
  }
  return result;
}

} // namespace

std::vector<DiffLine> line_diff(const Lines& before, const Lines& after, std::size_t context)
{
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head]) {
    ++head;
  }
  std::size_t tail = 0;
  while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  std::vector<DiffLine> result;
  for (std::size_t i = 0; i < head; ++i) {
    result.push_back({' ', before[i], 0});
  }
  compare_middle(Slice(before).subspan(head, before.size() - tail - head),
                 Slice(after).subspan(head, after.size() - tail - head), result);
  for (std::size_t i = before.size() - tail; i < before.size(); ++i) {
    result.push_back({' ', before[i], 0});
  }
  return fold(std::move(result), context);
}

} // namespace flowsync::view
