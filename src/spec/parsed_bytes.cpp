#include "spec/parsed_bytes.hpp"

#include "spec/tree_builder.hpp"

#include <unordered_map>
#include <utility>

namespace flowsync::spec {

namespace {

// A value begins with its kind, or says that it is one that was written before.
constexpr unsigned k_again = 0x7F;
constexpr unsigned k_shared = 0x80; // beside the kind: it may be named again

class ByteWriter
{
public:
  void number(std::uint64_t value)
  {
    for (; value >= 0x80; value >>= 7U) {
      m_bytes += static_cast<char>((value & 0x7FU) | 0x80U);
    }
    m_bytes += static_cast<char>(value);
  }

  void node(const NodePtr& node)
  {
    if (const auto known = m_shared.find(node.get()); known != m_shared.end()) {
      number(k_again);
      number(known->second);
      return;
    }
    const bool is_shared = node.use_count() > 1;
    number(static_cast<unsigned>(node->kind) | (is_shared ? k_shared : 0U));
    place(node->at);
    if (node->is_scalar()) {
      text(node->text());
    } else if (node->is_list()) {
      number(node->items().size());
      for (const auto& item : node->items()) {
        this->node(item);
      }
    } else {
      number(node->entries().size());
      for (const auto& entry : node->entries()) {
        text(entry.key);
        place(entry.key_at);
        this->node(entry.value);
      }
    }
    if (is_shared) {
      m_shared.emplace(node.get(), m_shared.size());
    }
  }

  std::string bytes() { return std::move(m_bytes); }

private:
  void place(const Position& at)
  {
    number(at.line);
    number(at.column);
  }

  void text(std::string_view value)
  {
    number(value.size());
    m_bytes += value;
  }

  std::string m_bytes;
  std::unordered_map<const Node*, std::uint64_t> m_shared;
};

struct OtherBytes
{
};

class ByteReader
{
public:
  ByteReader(std::string_view bytes, std::uint32_t file) : m_bytes(bytes), m_file(file) {}

  std::uint64_t number()
  {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (m_bytes.empty()) {
        throw OtherBytes();
      }
      const auto byte = static_cast<unsigned char>(m_bytes.front());
      m_bytes.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) {
        return value;
      }
    }
    throw OtherBytes();
  }

  // Of things that take a byte at least.
  std::size_t count()
  {
    const auto value = number();
    if (value > m_bytes.size()) {
      throw OtherBytes();
    }
    return static_cast<std::size_t>(value);
  }

  NodePtr node(std::size_t depth)
  {
    const auto head = number();
    if (head == k_again) {
      const auto index = number();
      if (index >= m_shared.size()) {
        throw OtherBytes();
      }
      return m_shared[index];
    }
    const auto kind = head & ~std::uint64_t{k_shared};
    if (kind > static_cast<unsigned>(NodeKind::map) || depth > k_deepest) {
      throw OtherBytes();
    }
    auto result = content(static_cast<NodeKind>(kind), depth);
    if ((head & k_shared) != 0) {
      m_shared.push_back(result);
    }
    return result;
  }

  bool at_end() const { return m_bytes.empty(); }

private:
  NodePtr content(NodeKind kind, std::size_t depth)
  {
    const auto at = place();
    if (kind == NodeKind::list) {
      std::vector<NodePtr> items(count());
      for (auto& item : items) {
        item = node(depth + 1);
      }
      return make_list(std::move(items), at);
    }
    if (kind == NodeKind::map) {
      std::vector<Entry> entries(count());
      for (auto& entry : entries) {
        entry.key = text();
        entry.key_at = place();
        entry.value = node(depth + 1);
      }
      return make_map(std::move(entries), at);
    }
    return make_scalar(kind, text(), at);
  }

  Position place()
  {
    const auto line = static_cast<std::uint32_t>(number());
    return {m_file, line, static_cast<std::uint32_t>(number())};
  }

  std::string text()
  {
    const auto size = count();
    std::string value(m_bytes.substr(0, size));
    m_bytes.remove_prefix(size);
    return value;
  }

  std::string_view m_bytes;
  std::uint32_t m_file;
  std::vector<NodePtr> m_shared;
};

} // namespace

std::string to_bytes(const std::vector<NodePtr>& documents)
{
  ByteWriter writing;
  writing.number(documents.size());
  for (const auto& document : documents) {
    writing.node(document);
  }
  return writing.bytes();
}

std::optional<std::vector<NodePtr>> from_bytes(std::string_view bytes, std::uint32_t file)
{
  try {
    ByteReader reading(bytes, file);
    std::vector<NodePtr> documents(reading.count());
    for (auto& document : documents) {
      document = reading.node(0);
    }
    return reading.at_end() ? std::optional(std::move(documents)) : std::nullopt;
  } catch (const OtherBytes&) {
    return std::nullopt;
  }
}

} // namespace flowsync::spec
