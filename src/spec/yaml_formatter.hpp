#pragma once

#include "spec/yaml_comments.hpp"
#include "spec/yaml_layout.hpp"
#include "spec/yaml_lines.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::spec {

// What the formatter cannot write; `at` is where that begins.
struct Unformattable
{
  std::size_t at = 0;
};

// Writes a text anew from its layout, document by document. The text has "\n" at the end of its lines and no byte order
// mark. Nothing is checked here: see format_yaml().
class YamlFormatter
{
public:
  YamlFormatter(std::string_view text, const std::vector<YamlDocumentLayout>& documents)
      : m_text(text),
        m_lines(text),
        m_documents(documents),
        m_comments(comments_of(text, documents))
  {
  }

  // Throws Unformattable.
  std::string format();

private:
  // A block map or list that comments may belong to: its column as it was, and as it becomes.
  struct Level
  {
    std::size_t column = 0;
    std::size_t indent = 0;
  };

  // The lines between two tokens: from m_done to `end`. Comments go to the level where they stood, at least `depth`.
  void between(std::size_t end, std::size_t depth);
  void between_documents(std::size_t end);
  // The end of the line that is being written, with the comment that stands there.
  void end_line();
  void comment_line(std::size_t first, std::size_t indent);
  std::size_t indent_of_comment(std::size_t column, std::size_t depth) const;
  bool has_comment(std::size_t first, std::size_t last) const;
  void require_no_comment(std::size_t first, std::size_t last) const;

  // Values; `below` is the indentation of what of it stands in further lines.
  void value(const YamlLayout& layout, std::size_t below, bool after_dash);
  void properties(const YamlLayout& layout);
  void block(const YamlLayout& layout, std::size_t indent, bool inlined);
  void member(const YamlLayout& layout, const YamlMember& member, std::size_t indent);
  void key(const YamlMember& member, bool in_flow);
  void scalar(const YamlLayout& layout, std::size_t below, bool in_flow);
  void lines_of_scalar(std::string_view raw, std::size_t below);
  void block_text(const YamlLayout& layout, std::size_t below);

  // Values between braces.
  void flow(const YamlLayout& layout, std::size_t below);
  void flow_line(const YamlLayout& layout);
  void flow_lines(const YamlLayout& layout, std::size_t below);
  void flow_member(const YamlLayout& layout, const YamlMember& member, std::size_t below, bool on_one_line);
  void between_in_flow(std::size_t end, std::size_t indent);
  bool has_long_scalar(const YamlLayout& layout) const;
  std::size_t line_width() const;

  void write(std::string_view text)
  {
    m_out += text;
    m_open = true;
  }
  void line_break()
  {
    m_out += '\n';
    m_open = false;
  }
  void indentation(std::size_t indent) { write(std::string(indent, ' ')); }
  void space() { m_out += m_open ? " " : ""; }
  std::string_view part(std::size_t first, std::size_t last) const { return m_text.substr(first, last - first); }

  std::string_view m_text;
  YamlLines m_lines;
  const std::vector<YamlDocumentLayout>& m_documents;
  std::vector<YamlComment> m_comments;
  std::string m_out;
  bool m_open = false;    // the last line of m_out has no end yet
  std::size_t m_done = 0; // up to here the text is written
  std::vector<Level> m_levels;
};

} // namespace flowsync::spec
