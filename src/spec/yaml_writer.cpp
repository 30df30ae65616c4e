#include "spec/yaml_writer.hpp"

#include "spec/yaml_quoting.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

constexpr std::size_t k_step = 2;
// YAML readers look at most 1024 characters ahead for the colon behind a key.
constexpr std::size_t k_longest_simple_key = 1000;

// What would be written is {} or []: also a map of nothing but tombstones.
bool is_written_empty(const Node& node)
{
  return node.is_map() ? std::all_of(node.entries().begin(), node.entries().end(),
                                     [](const Entry& entry) { return entry.value->tombstone; })
                       : node.items().empty();
}

class Writer
{
public:
  explicit Writer(const YamlHabits& habits) : m_habits(habits) {}

  std::string take() { return std::move(m_out); }

  // Writes the value behind "key:" or "-" (`behind` of them is already on the line), ending with a line break.
  void value(const Node& node, std::size_t indent, std::string_view gap)
  {
    if (node.is_string()) {
      m_out += gap;
      text(node.text(), indent);
    } else if (node.is_scalar()) {
      m_out += gap;
      m_out += node.kind == NodeKind::null ? "null" : node.text();
      m_out += '\n';
    } else if (is_one_line(node)) {
      m_out += gap;
      m_out += write_yaml_line(node);
      m_out += '\n';
    } else {
      m_out += '\n';
      block(node, indent, false);
    }
  }

  // Writes a map or list that is not empty. `inlined`: the first line's indentation is already there.
  void block(const Node& node, std::size_t indent, bool inlined)
  {
    if (node.is_map()) {
      for (const auto& entry : node.entries()) {
        if (!entry.value->tombstone) {
          start(indent, inlined);
          pair(entry, indent);
        }
      }
      return;
    }
    for (const auto& item : node.items()) {
      start(indent, inlined);
      m_out += '-';
      if (item->is_scalar() || is_one_line(*item)) {
        value(*item, indent + k_step, " ");
      } else {
        m_out += ' ';
        block(*item, indent + k_step, true);
      }
    }
  }

private:
  bool is_one_line(const Node& node) const { return is_written_empty(node) || m_habits.one_line.count(&node) > 0; }

  void start(std::size_t indent, bool& inlined)
  {
    m_out.append(inlined ? 0 : indent, ' ');
    inlined = false;
  }

  void pair(const Entry& entry, std::size_t indent)
  {
    const auto key = write_yaml_text(entry.key);
    if (key.size() > k_longest_simple_key) {
      m_out += "? " + key + '\n';
      m_out.append(indent, ' ');
    } else {
      m_out += key;
    }
    m_out += ':';
    value(*entry.value, indent + (entry.value->is_list() ? m_habits.list_step : m_habits.step), " ");
  }

  void text(const std::string& text, std::size_t indent)
  {
    const auto header = m_habits.block_text ? block_header(text) : std::nullopt;
    if (!header) {
      m_out += write_yaml_text(text);
      m_out += '\n';
      return;
    }
    m_out += *header;
    m_out += '\n';
    std::string_view rest = text;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      if (end > 0) {
        m_out.append(indent, ' ');
        m_out += rest.substr(0, end);
      }
      m_out += '\n';
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  const YamlHabits& m_habits;
  std::string m_out;
};

// A text as it may stand between braces, where more characters mean something.
std::string flow_text(std::string_view text)
{
  return is_plain(text) && text.find_first_of(",[]{}:?") == std::string_view::npos ? std::string(text) : quoted(text);
}

void add_line(const Node& node, std::string& out)
{
  if (node.is_string()) {
    out += flow_text(node.text());
  } else if (node.is_scalar()) {
    out += node.kind == NodeKind::null ? "null" : node.text();
  } else if (node.is_map()) {
    out += '{';
    std::string_view separator;
    for (const auto& entry : node.entries()) {
      if (entry.value->tombstone) {
        continue;
      }
      const auto key = flow_text(entry.key);
      out += separator;
      out += key.size() > k_longest_simple_key ? "? " : "";
      out += key;
      out += key.size() > k_longest_simple_key ? " : " : ": ";
      add_line(*entry.value, out);
      separator = ", ";
    }
    out += '}';
  } else {
    out += '[';
    std::string_view separator;
    for (const auto& item : node.items()) {
      out += separator;
      add_line(*item, out);
      separator = ", ";
    }
    out += ']';
  }
}

} // namespace

std::string write_yaml(const Node& node)
{
  const YamlHabits habits;
  Writer writer(habits);
  if (node.is_scalar() || (node.is_map() ? node.entries().empty() : node.items().empty())) {
    writer.value(node, k_step, "");
  } else {
    writer.block(node, 0, false);
  }
  return writer.take();
}

std::string write_yaml_block(const Node& node, std::size_t indent, const YamlHabits& habits)
{
  Writer writer(habits);
  writer.block(node, indent, false);
  return writer.take();
}

YamlValueText write_yaml_value(const Node& node, std::size_t indent, const YamlHabits& habits)
{
  Writer writer(habits);
  writer.value(node, indent, "");
  const auto text = writer.take();
  const auto head_end = text.find('\n');
  return {text.substr(0, head_end), text.substr(head_end + 1)};
}

std::string write_yaml_line(const Node& node)
{
  std::string out;
  add_line(node, out);
  return out;
}

std::string write_yaml_text(std::string_view text)
{
  return is_plain(text) ? std::string(text) : quoted(text);
}

} // namespace flowsync::spec
