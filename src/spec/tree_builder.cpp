#include "spec/tree_builder.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <set>
#include <utility>

namespace flowsync::spec {

namespace {

constexpr std::string_view k_yaml_tag = "tag:yaml.org,2002:";

std::string shown(std::string_view text)
{
  constexpr std::size_t k_longest = 60;
  auto safe = printable(text.substr(0, k_longest * 4));
  if (safe.size() > k_longest) {
    std::size_t cut = k_longest;
    while (cut > 0 && (static_cast<unsigned char>(safe[cut]) & 0xC0U) == 0x80U) {
      --cut;
    }
    safe = safe.substr(0, cut) + "…";
  }
  return safe;
}

// "!!int" for the long form, others as they are.
std::string short_tag(std::string_view tag)
{
  return tag.starts_with(k_yaml_tag) ? "!!" + std::string(tag.substr(k_yaml_tag.size())) : std::string(tag);
}

std::optional<NodeKind> kind_of_tag(std::string_view tag)
{
  if (tag == "!" || tag == "tag:yaml.org,2002:str") {
    return NodeKind::string;
  }
  if (tag == "tag:yaml.org,2002:null") {
    return NodeKind::null;
  }
  if (tag == "tag:yaml.org,2002:bool") {
    return NodeKind::boolean;
  }
  if (tag == "tag:yaml.org,2002:int") {
    return NodeKind::integer;
  }
  if (tag == "tag:yaml.org,2002:float") {
    return NodeKind::real;
  }
  return std::nullopt;
}

bool fits_64_bits(const std::string& text)
{
  std::int64_t negative = 0;
  std::uint64_t positive = 0;
  const auto* const end = text.data() + text.size();
  return std::from_chars(text.data(), end, negative).ec == std::errc{} ||
         std::from_chars(text.data(), end, positive).ec == std::errc{};
}

} // namespace

TreeBuilder::TreeBuilder(const SourceFiles& files, std::uint32_t file, Diagnostics& diagnostics)
    : m_files(files),
      m_file(file),
      m_diagnostics(diagnostics)
{
}

Diagnostic& TreeBuilder::problem(std::string code, std::string message, Position at, std::string hint,
                                 std::size_t length)
{
  ++m_problems;
  auto& added =
      m_diagnostics.error(std::move(code), std::move(message),
                          m_files.locate(at, static_cast<int>(std::max<std::size_t>(1, length))), std::move(hint));
  if (m_problems == k_most_problems) {
    added.hint += added.hint.empty() ? "" : "; ";
    added.hint += "this file has more problems, which are not shown";
  }
  return added;
}

bool TreeBuilder::start_map(const Span& span, Properties properties)
{
  return start(span, properties, true);
}

bool TreeBuilder::start_list(const Span& span, Properties properties)
{
  return start(span, properties, false);
}

bool TreeBuilder::start(const Span& span, Properties properties, bool is_map)
{
  if (m_stack.size() >= k_deepest) {
    problem("too-deep", fmt::format("lists and maps are nested more than {} deep here", k_deepest), span.at,
            "no specification needs that; look for a bracket or indentation that repeats itself");
    m_stopped = true;
    return false;
  }
  const std::string_view expected = is_map ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq";
  if (!properties.tag.empty() && properties.tag != "!" && properties.tag != expected) {
    problem("unsupported-tag", fmt::format("the tag `{}` is not supported here", shown(short_tag(properties.tag))),
            span.at, "leave the tag out");
  }
  Frame frame;
  frame.is_map = is_map;
  frame.at = span.at;
  frame.anchor = properties.anchor;
  frame.id = ++m_next_id;
  if (!frame.anchor.empty()) {
    m_anchors[frame.anchor] = Anchor{{}, frame.id};
  }
  if (!m_stack.empty() && m_stack.back().is_map && !m_stack.back().has_key) {
    problem("bad-key", fmt::format("a key must be text, but this one is {}", is_map ? "a map" : "a list"), span.at,
            "put text that begins with { or [ in quotes");
    auto& parent = m_stack.back();
    take_key(parent, span, {}, false);
    parent.key_is_broken = true;
    frame.id = 0; // this frame is dropped, not placed
  }
  m_stack.push_back(std::move(frame));
  return go_on();
}

bool TreeBuilder::end_collection()
{
  Frame frame = std::move(m_stack.back());
  m_stack.pop_back();
  if (frame.id == 0) {
    return go_on();
  }
  Built built = std::move(frame.sum);
  ++built.height;
  built.node = frame.is_map ? make_map(finish_entries(frame), frame.at) : make_list(std::move(frame.items), frame.at);
  if (!frame.anchor.empty()) {
    auto& anchor = m_anchors[frame.anchor];
    if (anchor.id == frame.id) { // else the name was given to something inside
      anchor.built = built;
    }
  }
  return place(std::move(built));
}

bool TreeBuilder::scalar(const Span& span, Properties properties, std::string_view text, bool plain)
{
  const bool as_key = !m_stack.empty() && m_stack.back().is_map && !m_stack.back().has_key;
  if (as_key) {
    const bool untagged = properties.tag.empty() || properties.tag == "tag:yaml.org,2002:merge";
    const bool is_merge = plain && untagged && text == "<<";
    if (!untagged && kind_of_tag(properties.tag) != NodeKind::string) {
      problem("unsupported-tag", fmt::format("the tag `{}` is not supported here", shown(short_tag(properties.tag))),
              span.at, "keys are text: leave the tag out");
    }
    if (plain && text.empty()) {
      problem("bad-key", "a key is missing before this colon", span.at, "write `key: value`");
    }
    if (!properties.anchor.empty()) {
      m_anchors[std::string(properties.anchor)] = {{make_scalar(NodeKind::string, std::string(text), span.at), 1, 0},
                                                   ++m_next_id};
    }
    take_key(m_stack.back(), span, std::string(text), is_merge);
    return go_on();
  }
  if (plain && text.empty() && !m_stack.empty() && m_stack.back().is_map) {
    check_missing_colon(m_stack.back(), span);
  }
  const auto kind = kind_of(span, properties.tag, text, plain);
  Built built;
  built.node = make_scalar(kind, kind == NodeKind::null ? "null" : std::string(text), span.at);
  if (kind == NodeKind::integer || kind == NodeKind::real) {
    check_number(span, kind, built.node->text());
  }
  if (!properties.anchor.empty()) {
    m_anchors[std::string(properties.anchor)] = {built, ++m_next_id};
  }
  if (m_stack.empty() && plain && text.empty()) {
    return go_on(); // an empty document
  }
  return place(std::move(built));
}

bool TreeBuilder::alias(const Span& span, std::string_view name)
{
  const auto found = m_anchors.find(std::string(name));
  const bool as_key = !m_stack.empty() && m_stack.back().is_map && !m_stack.back().has_key;
  Built built{make_scalar(NodeKind::null, "null", span.at), 1, 0};
  if (found == m_anchors.end()) {
    std::vector<std::string> known;
    for (const auto& [anchor, unused] : m_anchors) {
      known.push_back(anchor);
    }
    std::sort(known.begin(), known.end());
    const auto meant = nearest(name, known);
    problem("unknown-anchor", fmt::format("`*{}` refers to an anchor that this document does not define", shown(name)),
            span.at, meant ? fmt::format("did you mean `*{}`?", *meant) : "put text that begins with * in quotes",
            name.size() + 1);
  } else if (!found->second.built.node) {
    problem("recursive-alias", fmt::format("`*{}` stands inside the value that it refers to", shown(name)), span.at,
            "a value cannot contain itself", name.size() + 1);
  } else {
    built = found->second.built;
    m_aliased += built.values;
    if (m_aliased > k_most_aliased) {
      problem("alias-bomb", fmt::format("the aliases of this file stand for more than {} values", k_most_aliased),
              span.at, "aliases of aliases multiply; write fewer of them", name.size() + 1);
      m_stopped = true;
      return false;
    }
    if (m_stack.size() + built.height > k_deepest) {
      problem("too-deep", fmt::format("with this alias lists and maps are nested more than {} deep", k_deepest),
              span.at, "no specification needs that", name.size() + 1);
      m_stopped = true;
      return false;
    }
  }
  if (as_key) {
    auto& frame = m_stack.back();
    if (!built.node->is_scalar()) {
      problem("bad-key", "a key must be text, but this alias stands for more", span.at, "write the key itself");
    }
    take_key(frame, span, built.node->text(), false);
    frame.key_is_broken = !built.node->is_scalar();
    return go_on();
  }
  return place(std::move(built));
}

NodePtr TreeBuilder::end_document()
{
  m_anchors.clear();
  return std::exchange(m_root, nullptr);
}

bool TreeBuilder::place(Built built)
{
  if (m_stack.empty()) {
    m_root = std::move(built.node);
    return go_on();
  }
  auto& frame = m_stack.back();
  frame.sum.values += built.values;
  frame.sum.height = std::max(frame.sum.height, built.height);
  if (frame.is_map) {
    place_in_map(frame, built);
  } else {
    frame.items.push_back(std::move(built.node));
  }
  return go_on();
}

void TreeBuilder::place_in_map(Frame& frame, Built& built)
{
  frame.has_key = false;
  if (frame.key_is_broken) {
    return;
  }
  if (frame.key_is_merge) {
    take_merge(frame, built);
  } else {
    frame.entries.push_back({std::move(frame.key), frame.key_span.at, std::move(built.node)});
  }
}

void TreeBuilder::take_merge(Frame& frame, const Built& built)
{
  const auto& at = frame.key_span.at;
  if (frame.merged_at) {
    problem("duplicate-key", "the merge key `<<` is written twice in this map", at,
            "write one: `<<: [*first, *second]`", 2)
        .related.push_back({"first written here", m_files.locate(*frame.merged_at, 2)});
    return;
  }
  frame.merged_at = at;
  std::vector<NodePtr> maps{built.node};
  if (built.node->is_list()) {
    maps = built.node->items();
  }
  for (const auto& map : maps) {
    if (map->is_map()) {
      frame.merges.push_back({frame.entries.size(), map});
    } else {
      problem("bad-merge", fmt::format("`<<` takes a map or a list of maps, not {}", describe(map->kind)), map->at,
              "write `<<: *anchor`; a key that is really called << needs quotes");
    }
  }
}

void TreeBuilder::take_key(Frame& frame, const Span& span, std::string key, bool is_merge)
{
  frame.has_key = true;
  frame.key_is_merge = is_merge;
  frame.key_is_broken = false;
  frame.key = std::move(key);
  frame.key_span = span;
  ++frame.sum.values;
}

std::vector<Entry> TreeBuilder::finish_entries(Frame& frame)
{
  check_duplicates(frame.entries);
  if (frame.merges.empty()) {
    return std::move(frame.entries);
  }
  std::set<std::string, std::less<>> taken;
  for (const auto& entry : frame.entries) {
    taken.insert(entry.key);
  }
  std::vector<Entry> all;
  auto merge = frame.merges.begin();
  for (std::size_t i = 0; i <= frame.entries.size(); ++i) {
    for (; merge != frame.merges.end() && merge->before == i; ++merge) {
      for (const auto& entry : merge->map->entries()) {
        if (taken.insert(entry.key).second) {
          all.push_back(entry);
        }
      }
    }
    if (i < frame.entries.size()) {
      all.push_back(std::move(frame.entries[i]));
    }
  }
  return all;
}

void TreeBuilder::check_duplicates(const std::vector<Entry>& entries)
{
  const auto report = [&](const Entry& first, const Entry& second) {
    if (go_on()) {
      problem("duplicate-key", fmt::format("the key `{}` is written twice in this map", shown(second.key)),
              second.key_at, "keep one of them", second.key.size())
          .related.push_back({"first written here", m_files.locate(first.key_at, static_cast<int>(first.key.size()))});
    }
  };
  constexpr std::size_t k_few = 16;
  if (entries.size() <= k_few) {
    for (std::size_t i = 1; i < entries.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (entries[i].key == entries[j].key) {
          report(entries[j], entries[i]);
          break;
        }
      }
    }
    return;
  }
  std::vector<std::size_t> order(entries.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return entries[a].key < entries[b].key; });
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (entries[order[i]].key == entries[order[i - 1]].key) {
      report(entries[order[i - 1]], entries[order[i]]);
    }
  }
}

// `{message.json}` is a map with one key and no value; nobody who writes it means that.
void TreeBuilder::check_missing_colon(const Frame& frame, const Span& value)
{
  if (!frame.has_key || frame.key_is_broken ||
      source_between(frame.key_span.last, value.first).find(':') != std::string_view::npos) {
    return;
  }
  const auto key = shown(frame.key);
  problem("key-without-value", fmt::format("`{}` is a key without a value here, because of the braces around it", key),
          frame.key_span.at,
          fmt::format("if text is meant, put it in quotes: \"{{{}}}\"; if not, write `{}: null`", key, key),
          frame.key.size());
}

NodeKind TreeBuilder::kind_of(const Span& span, std::string_view tag, std::string_view text, bool plain)
{
  if (tag.empty()) {
    return plain ? plain_scalar_kind(text) : NodeKind::string;
  }
  const auto wanted = kind_of_tag(tag);
  if (!wanted) {
    problem("unsupported-tag", fmt::format("the tag `{}` is not supported", shown(short_tag(tag))), span.at,
            "leave the tag out, or put the text in quotes");
    return NodeKind::string;
  }
  const auto actual = plain_scalar_kind(text);
  const bool fits =
      *wanted == NodeKind::string || *wanted == actual || (*wanted == NodeKind::real && actual == NodeKind::integer);
  if (!fits) {
    problem("unsupported-tag",
            fmt::format("`{}` is not {}, as its tag `{}` says", shown(text), describe(*wanted), short_tag(tag)),
            span.at, "leave the tag out");
    return NodeKind::string;
  }
  return *wanted;
}

void TreeBuilder::check_number(const Span& span, NodeKind kind, const std::string& text)
{
  const bool fits = kind == NodeKind::integer ? fits_64_bits(text) : std::isfinite(std::strtod(text.c_str(), nullptr));
  if (!fits) {
    problem("number-too-big", fmt::format("the number {} does not fit into 64 bits", shown(text)), span.at,
            "put it in quotes if text is meant", text.size());
  }
}

// The text between two characters; calls come in the order of the text, so this walks it once.
std::string_view TreeBuilder::source_between(std::size_t first, std::size_t last)
{
  std::string_view text = m_files.text(m_file);
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (first < m_cursor_character) {
    m_cursor_character = 0;
    m_cursor_byte = 0;
  }
  const auto byte_of = [&](std::size_t character) {
    while (m_cursor_character < character && m_cursor_byte < text.size()) {
      ++m_cursor_byte;
      while (m_cursor_byte < text.size() && (static_cast<unsigned char>(text[m_cursor_byte]) & 0xC0U) == 0x80U) {
        ++m_cursor_byte;
      }
      ++m_cursor_character;
    }
    return m_cursor_byte;
  };
  const auto begin = byte_of(first);
  return text.substr(begin, byte_of(last) - begin);
}

} // namespace flowsync::spec
