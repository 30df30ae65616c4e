#include "model/position.hpp"

#include "base/excerpt.hpp"
#include "model/secret_lines.hpp"

namespace flowsync {

namespace {

// Longer lines are not shown: nobody could find the place in them, and each message would carry a copy.
constexpr std::size_t k_longest_line = 4096;

} // namespace

std::string_view revision_of(std::string_view path)
{
  const auto colon = path.find(":environments/");
  return colon == std::string_view::npos || path.starts_with("environments/") ? std::string_view()
                                                                              : path.substr(0, colon);
}

std::uint32_t SourceFiles::add(const std::string& path, std::string text, const std::string& layer,
                               std::shared_ptr<const FileTree> tree)
{
  const std::lock_guard lock(m_mutex);
  m_files.push_back({path, std::move(text), layer, std::move(tree)});
  return static_cast<std::uint32_t>(m_files.size() - 1);
}

void SourceFiles::set_work_tree(std::shared_ptr<const FileTree> tree)
{
  const std::lock_guard lock(m_mutex);
  m_work_tree = std::move(tree);
}

const SourceFiles::File& SourceFiles::at(std::uint32_t file) const
{
  const std::lock_guard lock(m_mutex);
  return m_files.at(file);
}

const std::string& SourceFiles::path(std::uint32_t file) const
{
  return at(file).path;
}

const std::string& SourceFiles::text(std::uint32_t file) const
{
  return at(file).text;
}

const std::string& SourceFiles::layer(std::uint32_t file) const
{
  return at(file).layer;
}

std::shared_ptr<const FileTree> SourceFiles::tree(std::uint32_t file) const
{
  const auto& own = at(file).tree;
  const std::lock_guard lock(m_mutex);
  return own != nullptr ? own : m_work_tree;
}

Location SourceFiles::locate(Position position, std::string_view written) const
{
  return locate(position, static_cast<int>(underline_length(written)));
}

Location SourceFiles::locate(Position position, int length) const
{
  if (!position.known()) {
    return {};
  }
  const auto& file = at(position.file);
  std::string_view rest = file.text;
  for (std::uint32_t line = 1; line < position.line && !rest.empty(); ++line) {
    const auto end = rest.find('\n');
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  auto line_text = rest.substr(0, rest.find('\n'));
  if (!line_text.empty() && line_text.back() == '\r') {
    line_text.remove_suffix(1);
  }
  return {file.path, static_cast<int>(position.line), static_cast<int>(position.column), length,
          line_text.size() <= k_longest_line ? without_secrets(line_text) : std::string()};
}

Origin SourceFiles::origin(Position position) const
{
  if (!position.known()) {
    return {};
  }
  const auto& file = at(position.file);
  return {file.path, static_cast<int>(position.line), static_cast<int>(position.column), file.layer};
}

} // namespace flowsync
