#include "importer/block_reader.hpp"

#include "base/printable.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::importer {

namespace {

bool is_empty(const Node& node)
{
  if (node.is_scalar()) {
    return node.kind == NodeKind::null || node.text().empty();
  }
  return node.items().empty() && node.entries().empty();
}

} // namespace

const Node* BlockReader::get(std::string_view key) const
{
  const auto* const found = m_block.get(key);
  return found != nullptr && found->kind != NodeKind::null ? found : nullptr;
}

std::string BlockReader::text(std::string_view key)
{
  const auto* const found = get(key);
  if (found == nullptr) {
    return {};
  }
  if (!found->is_string()) {
    error("wrong-type", fmt::format("`{}` must be text, not {}", key, describe(found->kind)), found);
    return {};
  }
  return found->text();
}

std::string BlockReader::needed_text(std::string_view key)
{
  const auto* const found = get(key);
  if (found == nullptr || (found->is_string() && found->text().empty())) {
    error("missing-key", fmt::format("`{}` of `{}` is missing", key, printable(m_name)), found,
          "is the file whole and as it was exported?");
    return {};
  }
  return text(key);
}

Diagnostic& BlockReader::error(std::string code, std::string message, const Node* at, std::string hint)
{
  return m_diagnostics.error(std::move(code), std::move(message), m_files.locate(at != nullptr ? at->at : m_at),
                             std::move(hint));
}

Diagnostic& BlockReader::warning(std::string code, std::string message, const Node* at, std::string hint)
{
  return m_diagnostics.warning(std::move(code), std::move(message), m_files.locate(at != nullptr ? at->at : m_at),
                               std::move(hint));
}

void BlockReader::warn_left_over(std::initializer_list<std::string_view> used)
{
  for (const auto& entry : m_block.entries()) {
    if (std::find(used.begin(), used.end(), entry.key) == used.end() && !is_empty(*entry.value)) {
      m_diagnostics.warning("not-imported",
                            fmt::format("`{}` of `{}` has no place in a spec and is not imported", printable(entry.key),
                                        printable(m_name)),
                            m_files.locate(entry.key_at, static_cast<int>(entry.key.size()) + 2));
    }
  }
}

} // namespace flowsync::importer
