#include "spec/yaml_draft.hpp"

#include "base/excerpt.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::spec {

namespace {

using Members = std::vector<DraftMember>;

NodeKind kind_of(const Draft& draft)
{
  return draft.value->kind;
}

bool by_key(const DraftMember& a, const DraftMember& b)
{
  return a.key < b.key;
}

Draft draft_of(NodePtr value)
{
  Draft draft;
  draft.value = std::move(value);
  return draft;
}

void open(Draft& draft)
{
  if (draft.is_open) {
    return;
  }
  draft.is_open = true;
  for (const auto& entry : draft.value->entries()) {
    // What stands in a new value was read nowhere.
    draft.members.push_back({entry.key, draft.is_new ? Position{} : entry.key_at, {}, draft_of(entry.value)});
  }
  draft.is_sorted = std::is_sorted(draft.members.begin(), draft.members.end(), by_key);
  for (const auto& item : draft.value->items()) {
    const auto index = draft.is_new ? std::nullopt : std::optional(draft.members.size());
    draft.members.push_back({{}, {}, index, draft_of(item)});
  }
}

void replace(Draft& draft, NodePtr value, bool one_line)
{
  draft = Draft{};
  draft.value = std::move(value);
  draft.is_new = true;
  draft.one_line = one_line;
}

// The entry of an open map, or the end of its members.
Members::iterator find_key(Draft& map, const std::string& key)
{
  auto& members = map.members;
  if (!map.is_sorted) {
    return std::find_if(members.begin(), members.end(), [&](const DraftMember& member) { return member.key == key; });
  }
  const auto found = std::lower_bound(members.begin(), members.end(), key,
                                      [](const DraftMember& member, const std::string& k) { return member.key < k; });
  return found != members.end() && found->key == key ? found : members.end();
}

// A new entry, whose value is still to be given.
Members::iterator insert_member(Draft& map, Members::iterator place, const std::string& key)
{
  const auto added = map.members.insert(place, {key, {}, {}, {}});
  const bool behind_last = added == map.members.begin() || by_key(*(added - 1), *added);
  const bool before_next = added + 1 == map.members.end() || by_key(*added, *(added + 1));
  map.is_sorted = map.is_sorted && behind_last && before_next;
  return added;
}

Members::iterator place_of_new_key(Draft& map, const YamlEdit& edit, const std::string& key)
{
  auto& members = map.members;
  if (edit.after) {
    const auto before = find_key(map, *edit.after);
    return before == members.end() ? before : before + 1;
  }
  if (edit.at_end || !map.is_sorted) {
    return members.end();
  }
  return std::upper_bound(members.begin(), members.end(), key,
                          [](const std::string& a, const DraftMember& b) { return a < b.key; });
}

// The text of `key:` of an element; "" when it has none.
std::string key_of_element(const Draft& element)
{
  if (element.is_open) {
    for (const auto& member : element.members) {
      if (member.key == "key") {
        return member.draft.value->text();
      }
    }
    return "";
  }
  const auto* const key = element.value->get("key");
  return key != nullptr ? key->text() : "";
}

Members::iterator find_element(Members& members, const YamlStep& step)
{
  if (const auto* const index = std::get_if<std::size_t>(&step)) {
    return *index < members.size() ? members.begin() + static_cast<std::ptrdiff_t>(*index) : members.end();
  }
  return std::find_if(members.begin(), members.end(), [&](const DraftMember& member) {
    return key_of_element(member.draft) == std::get<std::string>(step);
  });
}

// Gives a value to what has one: of maps and lists only what differs.
void assign(Draft& draft, const NodePtr& value, bool one_line);

void assign_map(Draft& draft, const Node& value)
{
  open(draft);
  auto& members = draft.members;
  members.erase(std::remove_if(members.begin(), members.end(),
                               [&](const DraftMember& member) { return value.find(member.key) == nullptr; }),
                members.end());
  std::size_t behind_last = 0;
  for (const auto& entry : value.entries()) {
    auto found = find_key(draft, entry.key);
    if (found == members.end()) {
      found = insert_member(draft, members.begin() + static_cast<std::ptrdiff_t>(behind_last), entry.key);
      replace(found->draft, entry.value, false);
    } else {
      assign(found->draft, entry.value, false);
    }
    behind_last = static_cast<std::size_t>(found - members.begin()) + 1;
  }
}

// Elements at both ends that stay are kept; those between are paired, then removed or added.
void assign_list(Draft& draft, const Node& value)
{
  open(draft);
  auto& members = draft.members;
  const auto& items = value.items();
  const auto stays = [&](std::size_t old_index, std::size_t new_index) {
    std::set<const Node*> ignored;
    return same_value(*finish(members[old_index].draft, ignored), *items[new_index]);
  };
  const auto shorter = std::min(members.size(), items.size());
  std::size_t front = 0;
  while (front < shorter && stays(front, front)) {
    ++front;
  }
  std::size_t back = 0;
  while (back < shorter - front && stays(members.size() - 1 - back, items.size() - 1 - back)) {
    ++back;
  }
  const auto old_end = members.size() - back;
  const auto new_end = items.size() - back;
  auto at = front;
  for (; at < std::min(old_end, new_end); ++at) {
    assign(members[at].draft, items[at], false);
  }
  if (old_end > at) {
    members.erase(members.begin() + static_cast<std::ptrdiff_t>(at),
                  members.begin() + static_cast<std::ptrdiff_t>(old_end));
  }
  for (; at < new_end; ++at) {
    const auto added = members.insert(members.begin() + static_cast<std::ptrdiff_t>(at), DraftMember{});
    replace(added->draft, items[at], false);
  }
}

void assign(Draft& draft, const NodePtr& value, bool one_line)
{
  std::set<const Node*> ignored;
  const auto now = finish(draft, ignored);
  if (same_value(*now, *value)) {
    return;
  }
  const bool both_full =
      now->kind == value->kind && (now->is_map() ? !now->entries().empty() && !value->entries().empty()
                                                 : !now->items().empty() && !value->items().empty());
  if (!both_full) {
    replace(draft, value, one_line);
  } else if (now->is_map()) {
    assign_map(draft, *value);
  } else {
    assign_list(draft, *value);
  }
}

std::string wrong_kind(const Draft& draft, const YamlPath& path, std::size_t depth, std::string_view needed)
{
  const YamlPath shown(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(depth));
  return fmt::format("{} is {}, not {}", depth == 0 ? "the document" : "`" + describe_path(shown) + "`",
                     describe(kind_of(draft)), needed);
}

// The member that a step leads to, added when it is missing and `adds`; nullptr, with a reason or without, when there
// is none.
DraftMember* step_down(Draft& draft, const YamlEdit& edit, std::size_t depth, bool adds, std::string& problem)
{
  const auto& step = edit.path[depth];
  const auto* const key = std::get_if<std::string>(&step);
  if (kind_of(draft) == NodeKind::null && key != nullptr) {
    if (!adds) {
      return nullptr;
    }
    replace(draft, make_map({}), false);
  }
  const bool is_list = kind_of(draft) == NodeKind::list;
  if (!is_list && (key == nullptr || kind_of(draft) != NodeKind::map)) {
    problem = wrong_kind(draft, edit.path, depth, key == nullptr ? "a list" : "a map");
    return nullptr;
  }
  open(draft);
  const auto found = is_list ? find_element(draft.members, step) : find_key(draft, *key);
  if (found != draft.members.end()) {
    return &*found;
  }
  if (!adds) {
    return nullptr;
  }
  if (is_list) {
    const YamlPath list(edit.path.begin(), edit.path.begin() + static_cast<std::ptrdiff_t>(depth));
    problem = fmt::format("`{}` has no element {}", describe_path(list),
                          key != nullptr ? fmt::format("with the key `{}`", excerpt(*key))
                                         : std::to_string(std::get<std::size_t>(step)));
    return nullptr;
  }
  const bool is_leaf = depth + 1 == edit.path.size();
  const auto place = is_leaf ? place_of_new_key(draft, edit, *key) : draft.members.end();
  const auto added = insert_member(draft, place, *key);
  replace(added->draft, make_scalar(NodeKind::null, "null"), false);
  return &*added;
}

void remove_member(Draft& draft, const YamlStep& step)
{
  const auto* const key = std::get_if<std::string>(&step);
  const bool is_list = kind_of(draft) == NodeKind::list;
  if (!is_list && (kind_of(draft) != NodeKind::map || key == nullptr)) {
    return;
  }
  open(draft);
  const auto found = is_list ? find_element(draft.members, step) : find_key(draft, *key);
  if (found != draft.members.end()) {
    draft.members.erase(found);
  }
}

std::optional<std::string> append(Draft& draft, const YamlEdit& edit)
{
  if (kind_of(draft) == NodeKind::null) {
    replace(draft, make_list({}), false);
  }
  if (kind_of(draft) != NodeKind::list) {
    return wrong_kind(draft, edit.path, edit.path.size(), "a list");
  }
  open(draft);
  draft.members.emplace_back();
  replace(draft.members.back().draft, edit.value, edit.one_line);
  return std::nullopt;
}

} // namespace

std::optional<std::string> apply_edit(Draft& root, const YamlEdit& edit)
{
  const bool removes = edit.what == YamlEdit::What::remove;
  if (edit.path.empty()) {
    return "the whole document is not replaced";
  }
  auto* draft = &root;
  std::string problem;
  for (std::size_t depth = 0; depth + (removes ? 1 : 0) < edit.path.size(); ++depth) {
    auto* const member = step_down(*draft, edit, depth, !removes, problem);
    if (!problem.empty()) {
      return problem;
    }
    if (member == nullptr) {
      return std::nullopt;
    }
    draft = &member->draft;
  }
  switch (edit.what) {
  case YamlEdit::What::remove:
    remove_member(*draft, edit.path.back());
    return std::nullopt;
  case YamlEdit::What::append:
    return append(*draft, edit);
  case YamlEdit::What::insert:
  case YamlEdit::What::set:
    break;
  }
  const bool is_added = draft->is_new && kind_of(*draft) == NodeKind::null;
  if (edit.what == YamlEdit::What::insert && !is_added) {
    return fmt::format("`{}` is there already", describe_path(edit.path));
  }
  if (is_added) {
    replace(*draft, edit.value, edit.one_line);
  } else {
    assign(*draft, edit.value, edit.one_line);
  }
  return std::nullopt;
}

NodePtr finish(const Draft& draft, std::set<const Node*>& one_line)
{
  NodePtr result = draft.value;
  if (draft.is_open && draft.value->is_list()) {
    std::vector<NodePtr> items;
    for (const auto& member : draft.members) {
      items.push_back(finish(member.draft, one_line));
    }
    result = make_list(std::move(items), draft.value->at);
  } else if (draft.is_open) {
    std::vector<Entry> entries;
    for (const auto& member : draft.members) {
      entries.push_back({member.key, member.key_at, finish(member.draft, one_line)});
    }
    result = make_map(std::move(entries), draft.value->at);
  }
  if (draft.one_line) {
    one_line.insert(result.get());
  }
  return result;
}

} // namespace flowsync::spec
