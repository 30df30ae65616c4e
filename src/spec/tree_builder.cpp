#include "spec/tree_builder.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "spec/scalar_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace flowsync::spec {

TreeBuilder::TreeBuilder(const SourceFiles& files, std::string_view text, Diagnostics& diagnostics)
    : m_problems(files, diagnostics),
      m_text(text)
{
}

bool TreeBuilder::start_map(const Span& span, NodeProperties properties)
{
  return start(span, properties, true);
}

bool TreeBuilder::start_list(const Span& span, NodeProperties properties)
{
  return start(span, properties, false);
}

bool TreeBuilder::start(const Span& span, NodeProperties properties, bool is_map)
{
  if (m_stack.size() >= k_deepest) {
    m_problems.add("too-deep", fmt::format("lists and maps are nested more than {} deep here", k_deepest), span.at,
                   "no specification needs that; look for a bracket or indentation that repeats itself");
    return stop();
  }
  const std::string_view expected = is_map ? "!!map" : "!!seq";
  if (!properties.tag.empty() && properties.tag != "!" && short_tag(properties.tag) != expected) {
    m_problems.add("unsupported-tag",
                   fmt::format("the tag `{}` is not supported here", excerpt(short_tag(properties.tag))), span.at,
                   "leave the tag out");
  }
  Frame frame;
  frame.is_map = is_map;
  frame.at = span.at;
  frame.anchor = properties.anchor;
  frame.id = ++m_next_id;
  if (!frame.anchor.empty()) {
    m_anchors[frame.anchor] = Anchor{{}, frame.id};
  }
  if (at_key()) {
    m_problems.add("bad-key", fmt::format("a key must be text, but this one is {}", is_map ? "a map" : "a list"),
                   span.at, "put text that begins with { or [ in quotes");
    m_stack.back().parts.take_key(span, {}, MapParts::KeyKind::broken);
    frame.is_dropped = true;
  }
  m_stack.push_back(std::move(frame));
  return go_on();
}

bool TreeBuilder::end_collection()
{
  Frame frame = std::move(m_stack.back());
  m_stack.pop_back();
  if (frame.is_dropped) {
    return go_on();
  }
  Built built;
  built.values = frame.values;
  built.height = frame.height + 1;
  built.node =
      frame.is_map ? make_map(frame.parts.finish(m_problems), frame.at) : make_list(std::move(frame.items), frame.at);
  if (!frame.anchor.empty()) {
    auto& anchor = m_anchors[frame.anchor];
    if (anchor.id == frame.id) { // else the name was given to something inside
      anchor.built = built;
    }
  }
  return place(std::move(built));
}

bool TreeBuilder::scalar(const Span& span, NodeProperties properties, std::string_view text, bool plain)
{
  if (at_key()) {
    return key_scalar(span, properties, text, plain);
  }
  const bool is_empty = plain && text.empty();
  if (is_empty && !m_stack.empty() && m_stack.back().is_map) {
    check_missing_colon(m_stack.back().parts, span);
  }
  const auto kind = scalar_kind(properties.tag, text, plain, span.at, m_problems);
  const Built built{make_scalar(kind, kind == NodeKind::null ? "null" : std::string(text), span.at), 1, 0};
  remember(properties.anchor, built);
  const bool is_empty_document = is_empty && m_stack.empty();
  return is_empty_document ? go_on() : place(built);
}

bool TreeBuilder::key_scalar(const Span& span, NodeProperties properties, std::string_view text, bool plain)
{
  const bool is_merge_tag = short_tag(properties.tag) == "!!merge";
  if (!is_merge_tag && !is_tag_for_key(properties.tag)) {
    m_problems.add("unsupported-tag",
                   fmt::format("the tag `{}` is not supported here", excerpt(short_tag(properties.tag))), span.at,
                   "keys are text: leave the tag out");
  }
  if (plain && text.empty()) {
    m_problems.add("bad-key", "a key is missing before this colon", span.at, "write `key: value`");
  }
  remember(properties.anchor, {make_scalar(NodeKind::string, std::string(text), span.at), 1, 0});
  const bool is_merge = plain && text == "<<" && (properties.tag.empty() || is_merge_tag);
  auto& frame = m_stack.back();
  ++frame.values;
  frame.parts.take_key(span, std::string(text), is_merge ? MapParts::KeyKind::merge : MapParts::KeyKind::ordinary);
  return go_on();
}

bool TreeBuilder::alias(const Span& span, std::string_view name)
{
  auto built = aliased(span, name);
  if (m_stopped) {
    return false;
  }
  return at_key() ? key_alias(span, built) : place(std::move(built));
}

bool TreeBuilder::key_alias(const Span& span, const Built& built)
{
  const bool is_text = built.node->is_scalar();
  if (!is_text) {
    m_problems.add("bad-key", "a key must be text, but this alias stands for more", span.at, "write the key itself");
  }
  m_stack.back().parts.take_key(span, built.node->text(),
                                is_text ? MapParts::KeyKind::ordinary : MapParts::KeyKind::broken);
  return go_on();
}

// What an alias stands for; a null after a problem.
TreeBuilder::Built TreeBuilder::aliased(const Span& span, std::string_view name)
{
  const auto found = m_anchors.find(std::string(name));
  const auto length = name.size() + 1;
  if (found == m_anchors.end()) {
    std::vector<std::string> known;
    for (const auto& [anchor, unused] : m_anchors) {
      known.push_back(anchor);
    }
    std::sort(known.begin(), known.end());
    const auto meant = nearest(name, known);
    m_problems.add(
        "unknown-anchor", fmt::format("`*{}` refers to an anchor that this document does not define", excerpt(name)),
        span.at, meant ? fmt::format("did you mean `*{}`?", *meant) : "put text that begins with * in quotes", length);
  } else if (!found->second.built.node) {
    m_problems.add("recursive-alias", fmt::format("`*{}` stands inside the value that it refers to", excerpt(name)),
                   span.at, "a value cannot contain itself", length);
  } else {
    const auto& built = found->second.built;
    m_aliased += built.values;
    if (m_aliased > k_most_aliased) {
      m_problems.add("alias-bomb",
                     fmt::format("the aliases of this file stand for more than {} values", k_most_aliased), span.at,
                     "aliases of aliases multiply; write fewer of them", length);
      stop();
    } else if (m_stack.size() + built.height > k_deepest) {
      m_problems.add("too-deep", fmt::format("with this alias lists and maps are nested more than {} deep", k_deepest),
                     span.at, "no specification needs that", length);
      stop();
    }
    return built;
  }
  return {make_scalar(NodeKind::null, "null", span.at), 1, 0};
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
  frame.values += built.values;
  frame.height = std::max(frame.height, built.height);
  if (frame.is_map) {
    frame.parts.take_value(std::move(built.node), m_problems);
  } else {
    frame.items.push_back(std::move(built.node));
  }
  return go_on();
}

void TreeBuilder::remember(std::string_view anchor, Built built)
{
  if (!anchor.empty()) {
    m_anchors[std::string(anchor)] = {std::move(built), ++m_next_id};
  }
}

// `{message.json}` is a map with one key and no value; nobody who writes it means that.
void TreeBuilder::check_missing_colon(const MapParts& parts, const Span& value)
{
  if (parts.key_is_broken() ||
      m_text.substr(parts.key_span().last, value.first - parts.key_span().last).find(':') != std::string_view::npos) {
    return;
  }
  const auto key = excerpt(parts.key());
  m_problems.add("key-without-value",
                 fmt::format("`{}` is a key without a value here, because of the braces around it", key),
                 parts.key_span().at,
                 fmt::format("if text is meant, put it in quotes: \"{{{}}}\"; if not, write `{}: null`", key, key),
                 underline_length(parts.key()));
}

bool TreeBuilder::stop()
{
  m_stopped = true;
  return false;
}

} // namespace flowsync::spec
