#include "spec/parsed_cache.hpp"

#include "base/digest.hpp"
#include "base/fatal.hpp"
#include "base/own_file.hpp"
#include "base/version.hpp"
#include "spec/parsed_bytes.hpp"

#include <charconv>

namespace flowsync::spec {

namespace {

constexpr std::size_t k_key_size = 64;

// Another form of the bytes, or another reading of YAML, needs another number.
std::string heading()
{
  return "flowsync specs 1 of " + program_version() + "\n";
}

// One entry: key, size in decimal digits, a line break, the bytes.
void append(std::string& content, std::string_view key, std::string_view bytes)
{
  content += key;
  content += std::to_string(bytes.size());
  content += '\n';
  content += bytes;
}

} // namespace

std::string ParsedCache::key_of(std::string_view text)
{
  return sha256_hex(text);
}

ParsedCache::ParsedCache(const std::filesystem::path& root) : m_path(root / k_cache_file)
{
  try {
    m_content = read_own_file(m_path).value_or("");
  } catch (const Fatal&) {
    return; // what is not a file of ours is not a cache
  }
  const auto head = heading();
  if (!std::string_view(m_content).starts_with(head) || m_content.size() < head.size() + k_key_size) {
    return;
  }
  auto rest = std::string_view(m_content).substr(head.size());
  const auto digest = rest.substr(0, k_key_size);
  rest.remove_prefix(k_key_size);
  if (sha256_hex(rest) != digest) {
    return;
  }
  while (rest.size() > k_key_size) {
    const auto key = rest.substr(0, k_key_size);
    rest.remove_prefix(k_key_size);
    std::size_t size = 0;
    const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), size);
    const auto digits = static_cast<std::size_t>(end - rest.data());
    if (problem != std::errc{} || rest.size() < digits + 1 || rest.size() - digits - 1 < size) {
      return;
    }
    m_order.push_back(key);
    m_known[key].bytes = rest.substr(digits + 1, size);
    rest.remove_prefix(digits + 1 + size);
  }
}

std::optional<std::vector<NodePtr>> ParsedCache::find(const std::string& key, std::uint32_t file) const
{
  const auto found = m_known.find(key);
  if (found == m_known.end()) {
    return std::nullopt;
  }
  found->second.used = true;
  return from_bytes(found->second.bytes, file);
}

void ParsedCache::keep(std::string key, const std::vector<NodePtr>& documents)
{
  auto bytes = to_bytes(documents);
  const std::lock_guard lock(m_mutex);
  m_new.emplace_back(std::move(key), std::move(bytes));
}

void ParsedCache::save() const
{
  if (m_new.empty()) {
    return;
  }
  std::string content;
  for (const auto& [key, bytes] : m_new) {
    append(content, key, bytes);
  }
  for (const bool used : {true, false}) {
    for (const auto key : m_order) {
      const auto& known = m_known.at(key);
      if (known.used == used && content.size() + known.bytes.size() < k_biggest_cache) {
        append(content, key, known.bytes);
      }
    }
  }
  if (content.size() > k_biggest_cache) {
    return;
  }
  try {
    write_own_file(m_path, heading() + sha256_hex(content) + content, Durable::no);
  } catch (const Fatal&) {
    // A folder that cannot be written costs time, and nothing else.
  }
}

} // namespace flowsync::spec
