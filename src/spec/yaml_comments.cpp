#include "spec/yaml_comments.hpp"

#include "spec/yaml_lines.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

class CommentFinder
{
public:
  explicit CommentFinder(std::string_view text) : m_text(text), m_lines(text) {}

  std::vector<YamlComment> find(const std::vector<YamlDocumentLayout>& documents)
  {
    for (const auto& document : documents) {
      visit(document.root);
    }
    look(m_text.size());
    return std::move(m_found);
  }

private:
  // Whatever holds no comment is skipped: keys, scalars, aliases.
  void visit(const YamlLayout& layout)
  {
    if (!layout.is_written()) {
      return;
    }
    look(layout.first);
    m_at = std::max(m_at, m_lines.skip_properties(layout.first));
    look(layout.content);
    if (layout.style == YamlStyle::block_text) {
      m_at = std::min(m_text.find_first_of(" \t\r\n", layout.content), layout.last);
      look(std::min(m_lines.end(layout.content), layout.last));
    } else if (layout.is_collection()) {
      for (const auto& member : layout.members) {
        if (member.key_last > member.key_first) {
          look(member.key_first);
          m_at = std::max(m_at, member.key_last);
        }
        visit(member.value);
      }
      look(layout.last);
    }
    m_at = std::max(m_at, layout.last);
  }

  // Finds the comments between m_at and `end`, where no scalar stands.
  void look(std::size_t end)
  {
    while (m_at < end) {
      const bool may_begin = m_at == 0 || std::string_view(" \t\n").find(m_text[m_at - 1]) != std::string_view::npos ||
                             std::string_view(",[]{}").find(m_text[m_at - 1]) != std::string_view::npos;
      if (m_text[m_at] != '#' || !may_begin) {
        ++m_at;
        continue;
      }
      auto last = m_lines.end(m_at);
      const auto behind = last;
      while (m_text[last - 1] == ' ' || m_text[last - 1] == '\t') {
        --last;
      }
      m_found.push_back({m_at, m_text.substr(m_at, last - m_at)});
      m_at = behind;
    }
  }

  std::string_view m_text;
  YamlLines m_lines;
  std::size_t m_at = 0;
  std::vector<YamlComment> m_found;
};

} // namespace

std::vector<YamlComment> comments_of(std::string_view text, const std::vector<YamlDocumentLayout>& documents)
{
  return CommentFinder(text).find(documents);
}

} // namespace flowsync::spec
