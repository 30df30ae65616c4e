#include "spec/scalar_kind.hpp"

#include "base/excerpt.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace flowsync::spec {

namespace {

constexpr std::string_view k_yaml_tag = "tag:yaml.org,2002:";

std::optional<NodeKind> kind_of_tag(std::string_view tag)
{
  if (tag == "!") {
    return NodeKind::string;
  }
  if (!tag.starts_with(k_yaml_tag)) {
    return std::nullopt;
  }
  tag.remove_prefix(k_yaml_tag.size());
  if (tag == "str") {
    return NodeKind::string;
  }
  if (tag == "null") {
    return NodeKind::null;
  }
  if (tag == "bool") {
    return NodeKind::boolean;
  }
  if (tag == "int") {
    return NodeKind::integer;
  }
  return tag == "float" ? std::optional(NodeKind::real) : std::nullopt;
}

bool fits_64_bits(std::string_view text)
{
  std::int64_t negative = 0;
  std::uint64_t positive = 0;
  const auto* const end = text.data() + text.size();
  return std::from_chars(text.data(), end, negative).ec == std::errc{} ||
         std::from_chars(text.data(), end, positive).ec == std::errc{};
}

NodeKind tagged_kind(std::string_view tag, std::string_view text, Position at, ProblemLog& problems)
{
  const auto wanted = kind_of_tag(tag);
  const auto actual = plain_scalar_kind(text);
  if (!wanted) {
    problems.add("unsupported-tag", fmt::format("the tag `{}` is not supported", excerpt(short_tag(tag))), at,
                 "leave the tag out, or put the text in quotes");
    return NodeKind::string;
  }
  if (*wanted != NodeKind::string && *wanted != actual && (*wanted != NodeKind::real || actual != NodeKind::integer)) {
    problems.add("unsupported-tag",
                 fmt::format("`{}` is not {}, as its tag `{}` says", excerpt(text), describe(*wanted), short_tag(tag)),
                 at, "leave the tag out");
    return NodeKind::string;
  }
  return *wanted;
}

} // namespace

std::string short_tag(std::string_view tag)
{
  return tag.starts_with(k_yaml_tag) ? "!!" + std::string(tag.substr(k_yaml_tag.size())) : std::string(tag);
}

bool is_tag_for_key(std::string_view tag)
{
  return tag.empty() || kind_of_tag(tag) == NodeKind::string;
}

NodeKind scalar_kind(std::string_view tag, std::string_view text, bool plain, Position at, ProblemLog& problems)
{
  const auto plain_kind = plain ? plain_scalar_kind(text) : NodeKind::string;
  const auto kind = tag.empty() ? plain_kind : tagged_kind(tag, text, at, problems);
  const bool too_big = (kind == NodeKind::integer && !fits_64_bits(text)) ||
                       (kind == NodeKind::real && !std::isfinite(std::strtod(std::string(text).c_str(), nullptr)));
  if (too_big) {
    problems.add("number-too-big", fmt::format("the number {} does not fit into 64 bits", excerpt(text)), at,
                 "put it in quotes if text is meant", text.size());
  }
  return kind;
}

} // namespace flowsync::spec
