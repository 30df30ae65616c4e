#include "git/batch.hpp"

#include "base/text.hpp"
#include "git/tree_listing.hpp"

namespace flowsync::git {

// "ID TYPE SIZE\n", the content, "\n"; or "NAME missing\n".
BatchItem BatchAnswer::take()
{
  const auto end = m_rest.find('\n');
  const auto head = m_rest.substr(0, end);
  const auto rest = end == std::string_view::npos ? std::string_view() : m_rest.substr(end + 1);
  const auto words = split(head, ' ');
  const auto size = words.size() == 3 ? parse_size(words[2]) : std::nullopt;
  if (size && *size < rest.size() && rest[*size] == '\n') {
    m_rest = rest.substr(*size + 1);
    return {BatchItem::Kind::object, words[0], words[1], rest.substr(0, *size)};
  }
  if (end != std::string_view::npos && head.ends_with(" missing")) {
    m_rest = rest;
    return {BatchItem::Kind::missing, {}, {}, {}};
  }
  m_rest = {};
  return {};
}

} // namespace flowsync::git
