#include "spec/yaml_layouter.hpp"

namespace flowsync {

namespace {

bool is_plain_key(const std::string& key)
{
  return key.find_first_of(" :,-#{}'\t<") == std::string::npos && key != "yes" && key != "null" && key != "12";
}

std::string double_quoted(const std::string& text)
{
  std::string result = "\"";
  for (const char c : text) {
    result += c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return result + '"';
}

std::string single_quoted(const std::string& text)
{
  std::string result = "'";
  for (const char c : text) {
    result += c;
    result += c == '\'' ? "'" : "";
  }
  return result + '\'';
}

// What a literal block can hold whose first line tells the indentation.
bool fits_block(const std::string& text)
{
  return text.find('\n') != std::string::npos && text.front() != '\n' && text.front() != ' ' &&
         !text.ends_with("\n\n") && text.find('\t') == std::string::npos;
}

} // namespace

LaidOut YamlLayouter::document()
{
  m_out = {};
  m_anchors.clear();
  m_comments = 0;
  m_step = 1 + below(4);
  m_list_step = below(4);
  m_sparse = chance(30);
  const auto line_break = chance(20) ? "\r\n" : "\n";
  const bool has_bom = chance(15);
  std::vector<Entry> entries{{"kind", {}, make_scalar(NodeKind::string, "Environment")},
                             {"metadata", {}, make_map({{"name", {}, make_scalar(NodeKind::string, "prod")}})}};
  for (auto left = 1 + below(4); left > 0; --left) {
    const auto name = left == 1 ? "spec" : key();
    const bool is_new = std::none_of(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == name; });
    if (is_new) {
      entries.push_back({name, {}, value(4)});
    }
  }
  if (chance(20)) {
    write("# first", "/comment");
    end_line("", false);
    write("kind: Flow", "/other");
    end_line("", false);
    write(chance(50) ? "---" : "--- # next", "/other");
    end_line("", false);
  }
  write_block(make_map(entries), "", 0, false);
  write_aliases(entries);
  m_out.tree = make_map(std::move(entries));
  if (chance(20)) {
    write(chance(50) ? "---" : "...", "/other");
    end_line("", false);
  }
  const bool ends_open = chance(15) && !m_ends_in_block;
  m_out.text = has_bom ? "\xEF\xBB\xBF" : "";
  for (std::size_t i = 0; i < m_out.lines.size(); ++i) {
    m_out.text += m_out.lines[i].text + (ends_open && i + 1 == m_out.lines.size() ? "" : line_break);
  }
  return std::move(m_out);
}

void YamlLayouter::write_aliases(std::vector<Entry>& entries)
{
  for (const auto& anchored : m_anchors) {
    if (!chance(40)) {
      continue;
    }
    m_out.has_aliases = true;
    const auto name = "zz-" + anchored.name;
    if (anchored.node->is_map() && chance(50)) {
      auto merged = anchored.node->entries();
      merged.push_back({"zz-own", {}, make_scalar(NodeKind::integer, "1")});
      entries.push_back({name, {}, make_map(std::move(merged))});
      write(name + ":", "/" + name);
      end_line("", false);
      write(std::string(m_step, ' ') + "<<: *" + anchored.name, "/" + name);
      end_line("", false);
      write(std::string(m_step, ' ') + "zz-own: 1", "/" + name + "/zz-own");
    } else {
      entries.push_back({name, {}, anchored.node});
      write(name + ": *" + anchored.name, "/" + name);
    }
    end_line("", false);
  }
}

void YamlLayouter::write(const std::string& text, const std::string& path)
{
  m_line += text;
  m_paths.insert(path);
}

// `owner`: what a comment at the end of the line belongs to.
void YamlLayouter::end_line(const std::string& owner, bool comments)
{
  if (comments && !m_sparse && chance(20)) {
    const auto comment = "# c" + std::to_string(++m_comments) + ".";
    m_out.comments.push_back({comment, {owner}});
    m_line += std::string(1 + below(3), ' ') + comment;
  } else if (comments && chance(5)) {
    m_line += "  ";
  }
  m_out.lines.push_back({std::move(m_line), std::move(m_paths)});
  m_ends_in_block = false;
  m_line.clear();
  m_paths.clear();
}

void YamlLayouter::comment_line(std::size_t column, const std::string& owner)
{
  const auto comment = "# c" + std::to_string(++m_comments) + ".";
  m_out.comments.push_back({comment, {owner}});
  write(std::string(column, ' ') + comment, owner);
  end_line("", false);
}

// Blank lines, comments of nobody, comments of the member.
void YamlLayouter::before_member(std::size_t column, const std::string& path, const std::string& parent, bool is_first)
{
  if (m_sparse) {
    return;
  }
  if (chance(10) && !is_first) {
    write(chance(30) ? " " : "", parent + "/ ");
    end_line("", false);
  }
  if (chance(8) && !is_first) {
    const auto at = below(column + 1);
    comment_line(at, parent + "/ ");
    if (at == column) {
      write("", parent + "/ ");
      end_line("", false);
    }
  }
  while (chance(10)) {
    comment_line(column, path);
  }
}

void YamlLayouter::write_value(const NodePtr& node, const std::string& path, std::size_t column, bool in_map)
{
  m_paths.insert(path);
  const bool is_empty = node->is_map() ? node->entries().empty() : node->items().empty();
  if (chance(5) && !(node->is_scalar() && node->kind == NodeKind::null)) {
    m_anchors.push_back({"n" + std::to_string(m_anchors.size()), node});
    write(" &" + m_anchors.back().name, path);
  }
  if (node->is_scalar()) {
    write_scalar(*node, path, column);
    return;
  }
  if (is_empty) {
    write(node->is_map() ? (chance(50) ? " {}" : " { }") : " []", path);
    end_line(path, true);
    return;
  }
  if (chance(25)) {
    write(" ", path);
    write_flow_value(*node, path, column + 1 + below(4), 0);
    end_line(path, true);
    return;
  }
  const bool is_anchored = m_line.find(" &n") != std::string::npos;
  if (!in_map && chance(70) && !is_anchored) {
    const auto gap = 1 + below(3);
    write(std::string(gap, ' '), path);
    write_block(node, path, column + 1 + gap, true);
    return;
  }
  end_line(path, true);
  write_block(node, path, column + (in_map && node->is_list() ? m_list_step : in_map ? m_step : 1 + below(3)), false);
}

void YamlLayouter::write_scalar(const Node& node, const std::string& path, std::size_t column)
{
  const auto& text = node.text();
  if (node.is_string() && fits_block(text) && chance(60)) {
    write(text.ends_with('\n') ? " |" : " |-", path);
    end_line(path, true);
    const auto indent = std::string(column + 1 + below(3), ' ');
    std::size_t at = 0;
    while (at < text.size()) {
      const auto end = std::min(text.find('\n', at), text.size());
      write(end > at ? indent + text.substr(at, end - at) : "", path);
      end_line("", false);
      at = end + 1;
    }
    m_ends_in_block = true;
    return;
  }
  if (chance(5) && !(node.kind == NodeKind::null)) {
    end_line(path, true);
    write(std::string(column + 1 + below(3), ' '), path);
  } else {
    write(node.kind == NodeKind::null ? "" : std::string(1 + below(2), ' '), path);
  }
  if (node.is_string() && text == "some words here" && chance(40)) {
    const auto quote = std::string(chance(50) ? "" : "\"");
    write(quote + "some", path);
    end_line("", false);
    write(std::string(column + 1 + below(3), ' ') + "words here" + quote, path);
  } else if (node.kind == NodeKind::null) {
    write(chance(50) ? "" : chance(50) ? " null" : " ~", path);
  } else {
    write(scalar_text(node, false), path);
  }
  end_line(path, true);
  if (!m_sparse && chance(4)) {
    comment_line(column + 1, path);
  }
}

void YamlLayouter::write_block(const NodePtr& node, const std::string& path, std::size_t column, bool inlined)
{
  std::size_t index = 0;
  const auto start = [&](const std::string& below) {
    if (!inlined) {
      before_member(column, below, path, index == 0);
      write(std::string(column, ' '), below);
    }
    inlined = false;
    ++index;
  };
  for (const auto& entry : node->entries()) {
    const auto below = path + "/" + entry.key;
    start(below);
    write_entry(entry, below, column);
  }
  for (const auto& item : node->items()) {
    const auto below = path + "/" + std::to_string(index);
    start(below);
    write_item(item, below, column);
  }
}

void YamlLayouter::write_entry(const Entry& entry, const std::string& path, std::size_t column)
{
  if (chance(2)) {
    write("? " + key_text(entry.key), path);
    end_line(path, false);
    write(std::string(column, ' ') + ":", path);
  } else {
    write(key_text(entry.key) + (chance(5) ? " :" : ":"), path);
  }
  write_value(entry.value, path, column, true);
}

void YamlLayouter::write_item(const NodePtr& item, const std::string& path, std::size_t column)
{
  write("-", path);
  write_value(item, path, column, false);
}

void YamlLayouter::write_flow_value(const Node& node, const std::string& path, std::size_t column, int depth)
{
  m_out.flow.insert(path);
  if (depth == 0 && chance(35)) {
    write_flow_lines(node, path, column);
  } else {
    write_flow_line(node, path);
  }
}

void YamlLayouter::write_flow_line(const Node& node, const std::string& path)
{
  m_paths.insert(path);
  if (node.is_scalar()) {
    write(scalar_text(node, true), path);
    return;
  }
  m_out.flow.insert(path);
  const auto blank = std::string(chance(20) ? " " : "");
  const auto comma = std::string(chance(80) ? ", " : chance(50) ? " , " : ",");
  std::string separator = (node.is_map() ? "{" : "[") + blank;
  std::size_t index = 0;
  for (const auto& entry : node.entries()) {
    const auto below = path + "/" + entry.key;
    write(separator + key_text(entry.key) + ": ", below);
    write_flow_line(*entry.value, below);
    separator = comma;
    ++index;
  }
  for (const auto& item : node.items()) {
    const auto below = path + "/" + std::to_string(index);
    write(separator, below);
    write_flow_line(*item, below);
    separator = comma;
    ++index;
  }
  const auto end = blank + (node.is_map() ? "}" : "]");
  write(index == 0 ? separator + end : (chance(10) ? "," : "") + end, path);
}

void YamlLayouter::write_flow_lines(const Node& node, const std::string& path, std::size_t column)
{
  write(node.is_map() ? "{" : "[", path);
  end_line(path + "/ ", true);
  const auto size = node.is_map() ? node.entries().size() : node.items().size();
  const bool ends_with_comma = chance(40);
  for (std::size_t i = 0; i < size; ++i) {
    const auto below = path + "/" + (node.is_map() ? node.entries()[i].key : std::to_string(i));
    if (!m_sparse && chance(10)) {
      comment_line(column, below);
    }
    write(std::string(column, ' '), below);
    if (node.is_map()) {
      write(key_text(node.entries()[i].key) + ": ", below);
    }
    write_flow_line(node.is_map() ? *node.entries()[i].value : *node.items()[i], below);
    write(i + 1 < size || ends_with_comma ? "," : "", below);
    end_line(below, true);
  }
  write(std::string(column, ' ') + (node.is_map() ? "}" : "]"), path);
}

std::string YamlLayouter::key_text(const std::string& key)
{
  if (is_plain_key(key) && chance(85)) {
    return key;
  }
  return key.find('\t') == std::string::npos && chance(40) ? single_quoted(key) : double_quoted(key);
}

std::string YamlLayouter::scalar_text(const Node& node, bool in_flow)
{
  if (!node.is_string()) {
    return node.kind == NodeKind::null && !in_flow ? "~" : node.text();
  }
  const auto& text = node.text();
  if (is_plain_word(text) && text != "x:y" && chance(60)) {
    return text;
  }
  return text.find_first_of("\n\t") == std::string::npos && chance(50) ? single_quoted(text) : double_quoted(text);
}

} // namespace flowsync
