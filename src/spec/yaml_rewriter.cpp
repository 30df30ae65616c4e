#include "spec/yaml_rewriter.hpp"

#include "base/excerpt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace flowsync::spec {

namespace {

std::uint64_t place_of(Position at)
{
  return std::uint64_t{at.line} << 32U | at.column;
}

// The first map in a map, and the first list in a map, tell the habits of a document.
struct FoundHabits
{
  std::optional<std::size_t> step;
  std::optional<std::size_t> list_step;
};

void find_habits(const YamlLayout& layout, const YamlLines& lines, FoundHabits& found)
{
  for (const auto& member : layout.members) {
    const auto& value = member.value;
    if (found.step && found.list_step) {
      return;
    }
    if (value.style != YamlStyle::block) {
      continue;
    }
    auto& step = value.is_map ? found.step : found.list_step;
    const auto own = lines.column(member.first);
    const auto below = lines.column(value.members.front().first);
    if (layout.is_map && !step && below >= own && lines.begins_line(value.members.front().first)) {
      step = below - own;
    }
    find_habits(value, lines, found);
  }
}

} // namespace

YamlRewriter::YamlRewriter(std::string_view text, const YamlDocumentLayout& document, bool block_text)
    : m_lines(text),
      m_document(document)
{
  FoundHabits found;
  find_habits(document.root, m_lines, found);
  m_habits.step = found.step.value_or(m_habits.step);
  m_habits.list_step = found.list_step.value_or(m_habits.list_step);
  m_habits.block_text = block_text;
}

std::optional<std::string> YamlRewriter::rewrite(const Draft& root)
{
  change(m_document.root, root, {}, true);
  if (m_refusal) {
    return std::nullopt;
  }
  auto result = m_splices.apply(m_lines.text());
  if (!result) {
    refuse(m_document.root.first, "it is written in an unusual way");
  }
  return result;
}

void YamlRewriter::change(const YamlLayout& layout, const Draft& draft, const Slot& slot, bool is_root)
{
  if (!draft.is_touched() || m_refusal) {
    return;
  }
  std::set<const Node*> ignored;
  if (draft.is_new) {
    replace(layout, draft, slot);
  } else if (!same_value(*finish(draft, ignored), *draft.value)) {
    change_collection(layout, draft, slot, is_root);
  }
}

void YamlRewriter::change_collection(const YamlLayout& layout, const Draft& draft, const Slot& slot, bool is_root)
{
  if (layout.style == YamlStyle::alias) {
    refuse(layout.first, fmt::format("it is inside what the alias `*{}` stands for", excerpt(layout.anchor)));
    return;
  }
  if (m_document.aliased.count(layout.anchor) > 0) {
    refuse(layout.first, fmt::format("the alias `*{}` stands for this place too", excerpt(layout.anchor)));
    return;
  }
  const auto pairs = pair(layout, draft);
  if (m_refusal) {
    return;
  }
  if (pairs.none_stays()) {
    if (is_root) {
      refuse(layout.first, "nothing would be left of the document");
    } else {
      replace(layout, draft, slot);
    }
    return;
  }
  const bool is_flow = layout.style == YamlStyle::flow;
  const bool has_brackets = !is_flow || !layout.is_map || m_lines.at(layout.content) == '{';
  const auto removed = runs(pairs);
  if (!has_brackets && !(removed.empty() && pairs.added.empty())) {
    refuse(layout.first, "it is a map without braces inside of a list");
    return;
  }
  // What is added inside the last of them and what is added behind it begin at one place: the inside comes first.
  for (std::size_t i = 0; i < layout.members.size(); ++i) {
    if (pairs.kept[i] != nullptr) {
      const auto& member = layout.members[i];
      change(member.value, pairs.kept[i]->draft,
             {is_flow, layout.is_map, member.behind, m_lines.column(member.first), is_flow ? 0 : tail_of(member)},
             false);
    }
  }
  for (const auto& added : pairs.added) {
    is_flow ? add_to_flow(layout, added) : add_to_block(layout, added);
  }
  for (const auto& run : removed) {
    is_flow ? remove_from_flow(layout, run) : remove_from_block(layout, run);
  }
}

bool YamlRewriter::Pairs::none_stays() const
{
  return std::none_of(stays.begin(), stays.end(), [](bool member) { return member; });
}

YamlRewriter::Pairs YamlRewriter::pair(const YamlLayout& layout, const Draft& draft)
{
  Pairs pairs;
  pairs.kept.resize(layout.members.size());
  pairs.stays.resize(layout.members.size());
  std::unordered_map<std::uint64_t, std::size_t> places;
  for (std::size_t i = 0; i < layout.members.size() && layout.is_map; ++i) {
    places[place_of(layout.members[i].key_at)] = i;
  }
  std::unordered_set<std::uint64_t> drafted;
  std::optional<std::size_t> last;
  for (const auto& member : draft.members) {
    std::optional<std::size_t> index = member.index;
    if (member.key_at.known()) {
      const auto found = places.find(place_of(member.key_at));
      index = found != places.end() ? std::optional(found->second) : std::nullopt;
      drafted.insert(place_of(member.key_at));
    }
    if (index) {
      pairs.kept[*index] = &member;
      pairs.stays[*index] = true;
      last = index;
    } else if (!member.is_added() && !member.draft.is_touched()) {
      continue; // a merge key brings it in
    } else if (member.is_added() || member.draft.is_new) {
      if (pairs.added.empty() || pairs.added.back().behind != last) {
        pairs.added.push_back({last, {}});
      }
      pairs.added.back().members.push_back(&member);
    } else {
      refuse(layout.first, fmt::format("`{}` comes from a merge key `<<`", excerpt(member.key)));
    }
  }
  std::unordered_set<std::uint64_t> read;
  for (const auto& entry : draft.value->entries()) {
    const auto place = place_of(entry.key_at);
    read.insert(place);
    if (drafted.count(place) == 0 && places.count(place) == 0) {
      refuse(layout.first, fmt::format("`{}` comes from a merge key `<<`", excerpt(entry.key)));
    }
  }
  std::vector<bool> merges(layout.members.size());
  for (std::size_t i = 0; i < layout.members.size() && layout.is_map; ++i) {
    merges[i] = read.count(place_of(layout.members[i].key_at)) == 0;
    pairs.stays[i] = pairs.stays[i] || merges[i];
  }
  for (auto& added : pairs.added) { // new keys stand behind a merge key
    for (auto next = added.behind ? *added.behind + 1 : 0; next < merges.size() && merges[next]; ++next) {
      added.behind = next;
    }
  }
  return pairs;
}

std::vector<YamlRewriter::Run> YamlRewriter::runs(const Pairs& pairs)
{
  std::vector<Run> result;
  for (std::size_t i = 0; i < pairs.stays.size(); ++i) {
    if (pairs.stays[i]) {
      continue;
    }
    if (!result.empty() && result.back().last + 1 == i) {
      result.back().last = i;
    } else {
      result.push_back({i, i});
    }
  }
  return result;
}

std::size_t YamlRewriter::tail_of(const YamlMember& member) const
{
  auto end = m_lines.end(member.last());
  const auto column = m_lines.column(member.first);
  for (auto line = m_lines.next(end); line < m_lines.text().size(); line = m_lines.next(line)) {
    if (m_lines.is_blank(line)) {
      continue;
    }
    const auto first = m_lines.first_of(line);
    if (m_lines.at(first) != '#' || m_lines.column(first) <= column) {
      break;
    }
    end = m_lines.end(line);
  }
  return end;
}

std::size_t YamlRewriter::own_start(std::size_t member) const
{
  auto start = m_lines.start(member);
  const auto column = m_lines.column(member);
  while (start > 0) {
    const auto line = m_lines.start(start - 1);
    const auto first = m_lines.first_of(line);
    // A modeline of an editor speaks of the whole file.
    if (m_lines.at(first) != '#' || m_lines.column(first) != column ||
        m_lines.text().substr(first).starts_with("# yaml-language-server:")) {
      break;
    }
    start = line;
  }
  return start;
}

std::string YamlRewriter::lines_of(std::string_view lines, std::size_t near, bool joined) const
{
  if (joined && lines.ends_with('\n')) {
    lines.remove_suffix(1);
  }
  const auto line_break = m_lines.line_break(near);
  std::string result;
  for (const char c : lines) {
    if (c == '\n') {
      result += line_break;
    } else {
      result += c;
    }
  }
  return result;
}

void YamlRewriter::insert_behind_line(std::size_t line_end, std::string_view lines)
{
  if (!lines.empty()) {
    splice(line_end, 0, m_lines.line_break(line_end) + lines_of(lines, line_end, true));
  }
}

void YamlRewriter::insert_before_line(std::size_t line_start, std::string_view lines)
{
  if (line_start > 0) {
    insert_behind_line(m_lines.end(line_start - 1), lines);
  } else {
    splice(0, 0, lines_of(lines, 0, false));
  }
}

void YamlRewriter::remove_lines(std::size_t first_start, std::size_t last_end)
{
  // In front of the end of a text without a last line break, the line before keeps its own.
  const bool is_last = last_end == m_lines.text().size();
  const auto from = first_start > 0 && !is_last ? m_lines.end(first_start - 1) : first_start;
  const auto to = first_start > 0 ? last_end : m_lines.next(last_end);
  splice(from, to - from, "");
}

void YamlRewriter::choose_style(const YamlLayout& layout, const Node& value, bool wish)
{
  const auto is_deep = [](const Node& node) {
    const auto& items = node.items();
    const auto& entries = node.entries();
    return std::any_of(items.begin(), items.end(), [](const NodePtr& item) { return !item->is_scalar(); }) ||
           std::any_of(entries.begin(), entries.end(), [](const Entry& entry) { return !entry.value->is_scalar(); });
  };
  std::size_t blocks = 0;
  std::size_t flows = 0;
  for (const auto& member : layout.members) {
    if (member.value.is_collection() && !member.value.members.empty()) {
      ++(member.value.style == YamlStyle::flow ? flows : blocks);
    }
  }
  if ((flows == 0) != (blocks == 0)) { // all of them are written alike
    constexpr std::size_t k_most_in_line = 4;
    const bool fits = value.entries().size() + value.items().size() <= k_most_in_line;
    wish = flows > 0 && (wish || (fits && !is_deep(value)));
  }
  if (wish) {
    m_habits.one_line.insert(&value);
  } else {
    m_habits.one_line.erase(&value);
  }
}

void YamlRewriter::guard_anchors(const YamlLayout& layout)
{
  if (layout.style != YamlStyle::alias && m_document.aliased.count(layout.anchor) > 0) {
    refuse(layout.first, fmt::format("the alias `*{}` elsewhere stands for it", excerpt(layout.anchor)));
  }
  for (const auto& member : layout.members) {
    guard_anchors(member.value);
  }
}

void YamlRewriter::refuse(std::size_t at, std::string reason)
{
  if (!m_refusal) {
    m_refusal = YamlRefusal{std::move(reason), at};
  }
}

} // namespace flowsync::spec
