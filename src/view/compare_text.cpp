#include "view/compare_text.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "overlay/explain.hpp"
#include "overlay/shown_value.hpp"
#include "spec/yaml_writer.hpp"
#include "view/characters.hpp"
#include "view/compare_words.hpp"
#include "view/line_diff.hpp"
#include "view/value_text.hpp"
#include "view/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using namespace compare;

constexpr std::size_t k_longest_inline = 72;

bool is_hidden(const SideValue& side, bool sensitive)
{
  return side.value && side.value->is_scalar() && overlay::shown_line(*side.value, sensitive) == "(sensitive)";
}

// Words separated by commas, over as many lines as needed.
std::string wrapped(const std::string& head, const std::vector<std::string>& words, std::size_t columns)
{
  std::string text = head;
  auto at = columns_in(head);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto word = (i == 0 ? " " : "") + words[i] + (i + 1 < words.size() ? "," : "");
    const auto width = columns_in(word) + 1;
    if (i > 0 && at + width > columns) {
      text += "\n   ";
      at = 3;
    }
    text += (i > 0 ? " " : "") + word;
    at += width;
  }
  return text + "\n";
}

class CompareWriter
{
public:
  CompareWriter(const Comparison& comparison, const CompareTextOptions& options)
      : m_comparison(comparison),
        m_options(options),
        m_name_width(std::max(comparison.left.size(), comparison.right.size()))
  {
  }

  std::string write()
  {
    list_only(Presence::left, m_comparison.left);
    list_only(Presence::right, m_comparison.right);
    m_text += m_text.empty() ? "" : "\n";
    for (const auto& pair : m_comparison.documents) {
      if (!pair.differences.empty()) {
        write_pair(pair);
      }
    }
    for (const auto& missing : m_comparison.missing_aliases) {
      m_text += m_options.paint.yellow("! ") + alias_sentence(m_comparison, missing) +
                (missing.used_at.known() ? m_options.paint.dim("  # " + overlay::place_text(missing.used_at))
                                         : std::string()) +
                "\n";
    }
    m_text += m_comparison.missing_aliases.empty() ? "" : "\n";
    for (const auto& place : m_comparison.same_places) {
      write_same_place(place);
    }
    return m_text + m_options.paint.bold(compare_sentence(m_comparison)) + "\n";
  }

private:
  // At a glance: names alone, then each reason with those that it holds for.
  void list_only(Presence side, const std::string& name)
  {
    std::vector<std::string> names;
    std::vector<std::pair<std::string, std::vector<std::string>>> reasons;
    for (const auto* const pair : only_in(m_comparison, side)) {
      names.push_back(document_name(*pair));
      const auto words = absence_words(m_comparison, *pair);
      if (words.empty()) {
        continue;
      }
      if (reasons.empty() || reasons.back().first != words) {
        reasons.emplace_back(words, std::vector<std::string>{});
      }
      reasons.back().second.push_back(names.back());
    }
    if (names.empty()) {
      return;
    }
    m_text += wrapped(m_options.paint.bold(fmt::format("Only in {}:", name)), names, m_options.columns);
    for (const auto& [words, of] : reasons) {
      const bool all = of.size() == names.size();
      m_text += fmt::format("    {}{}\n", all ? "" : join_words(of) + ": ", m_options.paint.dim(words));
    }
  }

  void write_same_place(const SamePlace& place)
  {
    m_text +=
        fmt::format("{} {}\n", m_options.paint.bold_yellow("!"), m_options.paint.yellow(same_place_sentence(place)));
    for (const auto& use : place.uses) {
      m_text +=
          fmt::format("      {}{}  {}  {}\n", use.environment, std::string(m_name_width - use.environment.size(), ' '),
                      use.address.text(), m_options.paint.dim("# " + overlay::place_text(use.origin)));
      for (const auto& [variable, origin] : use.variables) {
        m_text +=
            std::string(8 + m_name_width, ' ') +
            m_options.paint.dim(fmt::format("with {} from {}", printable(variable), overlay::place_text(origin))) +
            "\n";
      }
    }
    m_text += "\n";
  }

  void write_pair(const DocumentPair& pair)
  {
    m_text += fmt::format("{}: {}\n", m_options.paint.bold(document_name(pair)), count_sentence(pair));
    for (const auto* const difference : ordered_differences(pair)) {
      write_difference(pair, *difference);
    }
    m_text += "\n";
  }

  void write_difference(const DocumentPair& pair, const Difference& difference)
  {
    const auto path = printable(spec::describe_path(difference.path));
    const auto words = reason_words(m_comparison, pair, difference);
    const auto& paint = m_options.paint;
    if (stands_out(difference)) {
      const bool forgotten = difference.verdict == Verdict::forgotten;
      m_text += fmt::format("  {} {}  {}\n", paint.bold_yellow("!"), paint.bold(path),
                            paint.yellow((forgotten ? "looks forgotten: " : "not in the specs: ") + words));
    } else {
      m_text += fmt::format("  {} {}{}\n", paint.yellow("~"), path,
                            words.empty() ? std::string() : "  " + paint.dim("(" + words + ")"));
    }
    const auto lines = value_lines(difference);
    for (const auto& line : lines) {
      const auto shown = "      " + line;
      m_text += (line.starts_with('-')   ? paint.red(shown)
                 : line.starts_with('+') ? paint.green(shown)
                                         : paint.dim(shown)) +
                "\n";
    }
    auto values = value_pair(difference, k_longest_inline);
    const bool files = difference.left.file_text.has_value(); // the lines are theirs
    if (!lines.empty() && !files) {
      values.first = difference.left.value ? "the lines with -" : values.first;
      values.second = difference.right.value ? "the lines with +" : values.second;
    }
    const auto width = std::max(columns_in(values.first), columns_in(values.second));
    write_side(pair, difference, true, values.first, width);
    write_side(pair, difference, false, values.second, width);
  }

  void write_side(const DocumentPair& pair, const Difference& difference, bool left, const std::string& value,
                  std::size_t width)
  {
    const auto& name = left ? m_comparison.left : m_comparison.right;
    const auto& side = left ? difference.left : difference.right;
    const auto place = side_place(m_comparison, pair, difference, left);
    auto head = fmt::format("      {}{}  {}", name, std::string(m_name_width - name.size(), ' '), value);
    if (!place.empty() && (side.value || side.removed)) {
      head += std::string(width - columns_in(value), ' ') + "  " + m_options.paint.dim("# " + place);
    }
    m_text += head + "\n";
    for (const auto& [variable, origin] : side.variables) {
      m_text += std::string(8 + m_name_width, ' ') +
                m_options.paint.dim(fmt::format("with {} from {}", printable(variable), overlay::place_text(origin))) +
                "\n";
    }
  }

  const Comparison& m_comparison;
  const CompareTextOptions& m_options;
  std::size_t m_name_width;
  std::string m_text;
};

std::string one_line(const SideValue& side, bool sensitive)
{
  if (!side.value) {
    return side.removed ? "(removed)" : std::string(k_not_set);
  }
  if (!side.value->is_scalar()) {
    return inline_value(shown_json(side, sensitive));
  }
  const bool is_text = side.value->is_string() && !is_hidden(side, sensitive);
  if (is_text && shows_itself(side.value->text())) {
    return spec::write_yaml_text(side.value->text());
  }
  return is_text ? quoted_text(side.value->text()) : overlay::shown_line(*side.value, sensitive);
}

bool lacks_end(const SideValue& side)
{
  return side.value && side.value->is_string() && !side.value->text().ends_with('\n');
}

} // namespace

std::vector<std::string> value_lines(const Difference& difference)
{
  const bool files = difference.left.file_text && difference.right.file_text;
  const auto needs = [&](const SideValue& side) {
    return side.value && !is_hidden(side, difference.sensitive) &&
           needs_block(shown_json(side, difference.sensitive), k_longest_inline);
  };
  if (!files && !needs(difference.left) && !needs(difference.right)) {
    return {};
  }
  // What neither has is not worth saying.
  const bool ends = !files && lacks_end(difference.left) && lacks_end(difference.right);
  const auto lines_of = [&](const SideValue& side) {
    auto value = files ? nlohmann::json(*side.file_text) : shown_json(side, difference.sensitive);
    if (ends) {
      value.get_ref<std::string&>() += '\n';
    }
    return side.value ? block_lines(value) : std::vector<std::string>{};
  };
  std::vector<std::string> lines;
  for (const auto& line : line_diff(lines_of(difference.left), lines_of(difference.right))) {
    // Also what is alike has a sign: no line may begin with foreign text, which CI logs take for commands.
    lines.push_back(line.sign == '#' ? fmt::format("| ({} alike)", count_of(line.hidden, "line"))
                                     : fmt::format("{} {}", line.sign == ' ' ? '|' : line.sign, line.text));
  }
  return lines;
}

std::pair<std::string, std::string> value_pair(const Difference& difference, std::size_t longest)
{
  const auto& [left, right] = std::tie(difference.left, difference.right);
  const auto is_long = [&](const SideValue& side) {
    return side.value && side.value->is_string() && side.value->text().size() > longest &&
           !is_hidden(side, difference.sensitive);
  };
  const bool texts = left.value && right.value && left.value->is_string() && right.value->is_string();
  if (texts && (is_long(left) || is_long(right)) && !is_hidden(left, difference.sensitive) &&
      !is_hidden(right, difference.sensitive)) {
    return inline_pair(shown_json(left, difference.sensitive), shown_json(right, difference.sensitive), longest);
  }
  return {one_line(left, difference.sensitive), one_line(right, difference.sensitive)};
}

std::string compare_text(const Comparison& comparison, const CompareTextOptions& options)
{
  return CompareWriter(comparison, options).write();
}

} // namespace flowsync::view
