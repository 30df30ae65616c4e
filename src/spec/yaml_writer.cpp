#include "spec/yaml_writer.hpp"

#include "spec/yaml_quoting.hpp"

#include <algorithm>

namespace flowsync::spec {

namespace {

constexpr std::size_t k_step = 2;
// YAML readers look at most 1024 characters ahead for the colon behind a key.
constexpr std::size_t k_longest_simple_key = 1000;

class Writer
{
public:
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
    } else if (is_empty(node)) {
      m_out += gap;
      m_out += node.is_map() ? "{}\n" : "[]\n";
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
      if (item->is_scalar() || is_empty(*item)) {
        value(*item, indent + k_step, " ");
      } else {
        m_out += ' ';
        block(*item, indent + k_step, true);
      }
    }
  }

private:
  // What would be written is {} or []: also a map of nothing but tombstones.
  static bool is_empty(const Node& node)
  {
    return node.is_map() ? std::all_of(node.entries().begin(), node.entries().end(),
                                       [](const Entry& entry) { return entry.value->tombstone; })
                         : node.items().empty();
  }

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
    value(*entry.value, indent + k_step, " ");
  }

  void text(const std::string& text, std::size_t indent)
  {
    const auto header = block_header(text);
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

  std::string m_out;
};

} // namespace

std::string write_yaml(const Node& node)
{
  Writer writer;
  if (node.is_scalar() || (node.is_map() ? node.entries().empty() : node.items().empty())) {
    writer.value(node, k_step, "");
  } else {
    writer.block(node, 0, false);
  }
  return writer.take();
}

std::string write_yaml_text(std::string_view text)
{
  return is_plain(text) ? std::string(text) : quoted(text);
}

} // namespace flowsync::spec
