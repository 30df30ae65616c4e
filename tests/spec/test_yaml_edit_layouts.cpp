// A property of the editor, on random trees in random layouts: what it writes says what was meant, and whatever is no
// part of the change stays byte for byte.

#include "spec/yaml_edit.hpp"

#include "base/text.hpp"
#include "spec/text_check.hpp"
#include "spec/yaml_layouter.hpp"
#include "spec/yaml_reader.hpp"
#include "spec/yaml_writer.hpp"
#include "support/rounds.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

using namespace flowsync;
using namespace flowsync::spec;

namespace {

struct Place
{
  YamlPath path;
  std::string text; // "/spec/adopt"
  NodePtr node;
};

void collect(const NodePtr& node, const Place& at, std::vector<Place>& places)
{
  places.push_back(at);
  for (const auto& entry : node->entries()) {
    Place below{at.path, at.text + "/" + entry.key, entry.value};
    below.path.emplace_back(entry.key);
    collect(entry.value, below, places);
  }
  for (std::size_t i = 0; i < node->items().size(); ++i) {
    Place below{at.path, at.text + "/" + std::to_string(i), node->items()[i]};
    below.path.emplace_back(i);
    collect(node->items()[i], below, places);
  }
}

// The edit on trees alone, for edits whose path is right; order of keys does not count.
NodePtr applied(const NodePtr& node, const YamlEdit& edit, std::size_t depth)
{
  if (depth == edit.path.size() && edit.what != YamlEdit::What::append) {
    return edit.value;
  }
  if (depth == edit.path.size()) {
    auto items = node->items();
    items.push_back(edit.value);
    return make_list(std::move(items));
  }
  const bool goes = edit.what == YamlEdit::What::remove && depth + 1 == edit.path.size();
  if (const auto* const index = std::get_if<std::size_t>(&edit.path[depth])) {
    auto items = node->items();
    const auto at = items.begin() + static_cast<std::ptrdiff_t>(*index);
    if (goes) {
      items.erase(at);
    } else {
      *at = applied(*at, edit, depth + 1);
    }
    return make_list(std::move(items));
  }
  const auto& key = std::get<std::string>(edit.path[depth]);
  auto entries = node->entries();
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; });
  if (goes) {
    entries.erase(found);
  } else if (found != entries.end()) {
    found->value = applied(found->value, edit, depth + 1);
  } else {
    entries.push_back({key, {}, applied(make_scalar(NodeKind::null, "null"), edit, depth + 1)});
  }
  return make_map(std::move(entries));
}

struct Chosen
{
  YamlEdit edit;
  std::string path; // of what changes
  bool is_added = false;
};

Chosen choose(YamlLayouter& layouter, const NodePtr& tree)
{
  std::vector<Place> places;
  for (const auto& entry : tree->entries()) {
    if (entry.key != "kind" && entry.key != "metadata" && !entry.key.starts_with("zz-")) {
      collect(entry.value, {{entry.key}, "/" + entry.key, entry.value}, places);
    }
  }
  for (;;) {
    const auto& place = places[layouter.below(places.size())];
    const bool is_open = place.node->is_map() || place.node->kind == NodeKind::null;
    switch (layouter.below(4)) {
    case 0:
      return {set_value(place.path, layouter.value(2)), place.text, false};
    case 1:
      return {remove_at(place.path), place.text, false};
    case 2:
      if (is_open) {
        auto path = place.path;
        const auto key = layouter.key();
        path.emplace_back(key);
        if (place.node->find(key) == nullptr) {
          if (layouter.chance(20)) {
            path.emplace_back("deeper");
          }
          auto edit = layouter.chance(30) ? insert_key(path, layouter.value(2)) : set_value(path, layouter.value(2));
          edit.one_line = layouter.chance(30);
          edit.at_end = layouter.chance(30);
          return {edit, place.text + "/" + key, true};
        }
      }
      break;
    default:
      if (place.node->is_list() || place.node->kind == NodeKind::null) {
        return {append_item(place.path, layouter.value(2)),
                place.text + "/" + std::to_string(place.node->items().size()), true};
      }
    }
  }
}

Result<std::string, Diagnostics> edit_text(const std::string& text, const std::vector<YamlEdit>& edits)
{
  return edit_yaml(text, "environment.yaml", {Kind::environment, "prod"}, edits);
}

std::string shown(const std::vector<YamlEdit>& edits)
{
  std::string text;
  for (const auto& edit : edits) {
    text += std::to_string(static_cast<int>(edit.what)) + " " + describe_path(edit.path) + " " +
            (edit.value ? write_yaml_line(*edit.value) : "") + "\n";
  }
  return text;
}

NodePtr read_environment(const std::string& text)
{
  SourceFiles files;
  Diagnostics problems;
  const auto body = text.starts_with(k_byte_order_mark) ? text.substr(k_byte_order_mark.size()) : text;
  const auto yaml = read_yaml(files, files.add("environment.yaml", body, ""), problems);
  REQUIRE_MESSAGE(yaml.complete, text << "\n" << problems.items()[0].message);
  for (const auto& document : yaml.documents) {
    if (document->get("kind")->text() == "Environment") {
      return document;
    }
  }
  return nullptr;
}

std::vector<std::string> lines_of(const std::string& text)
{
  std::vector<std::string> lines;
  std::size_t at = text.starts_with(k_byte_order_mark) ? k_byte_order_mark.size() : 0;
  while (at < text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    if (line.ends_with('\r')) {
      line.pop_back();
    }
    lines.push_back(std::move(line));
    at = end + 1;
  }
  return lines;
}

bool is_at_or_below(const std::string& path, const std::string& top)
{
  return path == top || path.starts_with(top + "/");
}

std::string parent_of(const std::string& path)
{
  return path.substr(0, path.rfind('/'));
}

// Lines that an edit of `chosen` may change: those of the value; those of the map or list around it when that is
// written between braces, was or becomes empty, or shares its first line with the value.
bool may_change(const LaidLine& line, const Chosen& chosen, const LaidOut& laid, bool around_too)
{
  const auto parent = parent_of(chosen.path);
  return std::any_of(line.paths.begin(), line.paths.end(), [&](const std::string& path) {
    return is_at_or_below(path, chosen.path) || (around_too && path == parent) ||
           (laid.flow.count(parent) > 0 && is_at_or_below(path, parent));
  });
}

struct Count
{
  int edited = 0;
  int refused = 0;
};

const Node* node_at(const Node* node, const YamlPath& path, std::size_t depth)
{
  for (std::size_t i = 0; i < depth && node != nullptr; ++i) {
    const auto* const index = std::get_if<std::size_t>(&path[i]);
    node = index != nullptr ? node->items()[*index].get() : node->get(std::get<std::string>(path[i]));
  }
  return node;
}

void check_rest(const LaidOut& laid, const Chosen& chosen, const std::string& after)
{
  const auto now = lines_of(after);
  // In the line of `- key: value`, and of a map without entries, what is around changes too.
  const auto depth = static_cast<std::size_t>(std::count(chosen.path.begin(), chosen.path.end(), '/'));
  const auto* const around =
      node_at(laid.tree.get(), chosen.edit.path, std::min(depth, chosen.edit.path.size() + 1) - 1);
  const auto size = around == nullptr ? 0 : around->is_map() ? around->entries().size() : around->items().size();
  const bool goes = chosen.edit.what == YamlEdit::What::remove;
  const bool is_item = depth > 1 && chosen.edit.path.size() >= depth - 1 &&
                       std::holds_alternative<std::size_t>(chosen.edit.path[depth - 2]);
  const bool around_too = size == (goes ? 1U : 0U) || is_item;
  std::size_t at = 0;
  for (const auto& line : laid.lines) {
    if (may_change(line, chosen, laid, around_too) || (is_item && goes && trim(line.text).empty())) {
      continue;
    }
    const auto first = std::min(line.text.find_first_not_of(' '), line.text.size());
    // What followed `- gone: 1` stands behind the dash now.
    const auto is_line = [&](const std::string& candidate) {
      const bool moved =
          is_item && goes && trim(candidate).starts_with("-") && candidate.ends_with(line.text.substr(first));
      return candidate == line.text || moved;
    };
    while (at < now.size() && !is_line(now[at])) {
      ++at;
    }
    CHECK_MESSAGE(at < now.size(), "the line is gone: " << line.text << "\nbefore:\n"
                                                        << laid.text << "\nafter " << chosen.path << ":\n"
                                                        << after);
    ++at;
  }
  const bool empties = goes && size == 1;
  for (const auto& comment : laid.comments) {
    const auto& owner = *comment.paths.begin();
    const bool may_go = goes ? is_at_or_below(owner, empties ? parent_of(chosen.path) : chosen.path)
                             : !chosen.is_added && owner != chosen.path && is_at_or_below(owner, chosen.path);
    CHECK_MESSAGE((may_go || after.find(comment.text) != std::string::npos),
                  "a comment is gone: " << comment.text << "\nbefore:\n"
                                        << laid.text << "\nafter " << chosen.path << ":\n"
                                        << after);
  }
}

} // namespace

TEST_CASE("yaml edit: in any layout the change is right and the rest stays byte for byte")
{
  Count count;
  for (std::uint32_t seed = 1; seed <= testing::rounds(12000); ++seed) {
    YamlLayouter layouter(seed);
    const auto laid = layouter.document();
    REQUIRE_MESSAGE(same_value(*read_environment(laid.text), *laid.tree),
                    "the test lays out another tree: " << laid.text);
    const auto chosen = choose(layouter, laid.tree);
    const auto result = edit_text(laid.text, {chosen.edit});
    if (!result) {
      ++count.refused;
      CHECK_MESSAGE(laid.has_aliases, "seed " << seed << " " << chosen.path << ": " << result.error().items()[0].message
                                              << "\n"
                                              << shown({chosen.edit}) << "\n"
                                              << laid.text);
      continue;
    }
    ++count.edited;
    const auto expected = applied(laid.tree, chosen.edit, 0);
    CHECK_MESSAGE(same_value(*read_environment(*result), *expected), laid.text << "\nafter " << chosen.path << ":\n"
                                                                               << *result);
    check_rest(laid, chosen, *result);
    if (chosen.edit.what == YamlEdit::What::set) {
      CHECK_MESSAGE(*edit_text(*result, {chosen.edit}) == *result, *result);
    }
  }
  MESSAGE(count.edited << " edited, " << count.refused << " refused");
  CHECK(count.refused * 20 < count.edited);
}

TEST_CASE("yaml edit: many edits at once are the same as one after the other")
{
  Count count;
  for (std::uint32_t seed = 100001; seed <= 100000 + testing::rounds(4000); ++seed) {
    YamlLayouter layouter(seed);
    const auto laid = layouter.document();
    auto tree = laid.tree;
    std::vector<YamlEdit> edits;
    for (auto left = 1 + layouter.below(6); left > 0 && tree->find("spec") != nullptr; --left) {
      const auto chosen = choose(layouter, tree);
      tree = applied(tree, chosen.edit, 0);
      edits.push_back(chosen.edit);
    }
    const auto result = edit_text(laid.text, edits);
    if (!result) {
      ++count.refused;
      CHECK_MESSAGE(laid.has_aliases, "seed " << seed << ": " << result.error().items()[0].message << "\n"
                                              << shown(edits) << "\n"
                                              << laid.text);
      continue;
    }
    ++count.edited;
    CHECK_MESSAGE(same_value(*read_environment(*result), *tree), laid.text << "\nafter:\n" << *result);
  }
  MESSAGE(count.edited << " edited, " << count.refused << " refused");
  CHECK(count.refused * 10 < count.edited);
}
